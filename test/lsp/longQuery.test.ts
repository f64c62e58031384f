import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { pathToFileURL } from "node:url";
import { CancellationTokenSource } from "vscode-jsonrpc";
import type { DocumentDiagnosticReport } from "vscode-languageserver";
import type { Answer } from "#protocol/message.ts";
import { experimentsRequest } from "#protocol/registryRequests.ts";
import { type Curve, curvesRequest } from "#protocol/views/compare.ts";
import { minimalStore } from "#registry/sqlite/testStore.ts";
import { LspClient } from "./client.ts";

const points = 600_000;

describe("a query that takes long", () => {
  let folder: string;
  let client: LspClient;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "slipway-long-"));
    const path = join(folder, "mlflow.db");
    minimalStore(path);
    const database = new DatabaseSync(path);
    database.exec(`PRAGMA synchronous=OFF; WITH RECURSIVE steps(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM steps WHERE n < ${points})
      INSERT INTO metrics SELECT 'loss', 1.0 / n, n, 'r1', n, 0 FROM steps;`);
    database.close();
    client = await LspClient.start(folder);
    await client.connection.sendRequest(experimentsRequest.method, {});
  });
  after(async () => {
    await client.stop();
    await rm(folder, { recursive: true, force: true });
  });

  const question = { runIds: ["r1"], metric: "loss", maxPoints: 500 };

  it("does not hold up what is typed meanwhile", async () => {
    const uri = pathToFileURL(join(folder, "MLproject")).href;
    const answers: string[] = [];
    const curves = client.connection.sendRequest<Answer<Curve[]>>(curvesRequest.method, question).finally(() => answers.push("curves"));
    await client.connection.sendNotification("textDocument/didOpen", {
      textDocument: { uri, languageId: "mlproject", version: 1, text: "name: a\nname: b\n" },
    });
    const report = await client.connection.sendRequest<DocumentDiagnosticReport>("textDocument/diagnostic", { textDocument: { uri } });
    answers.push("problems");
    assert.equal(report.kind === "full" && report.items.length, 1);
    const answer = await curves;
    assert.deepEqual(answers, ["problems", "curves"]);
    assert.ok(answer.ok);
    assert.equal(answer.value[0]?.total, points);
  });

  it("given up, is not waited for, and those behind it that were given up are not begun", async () => {
    const sources = Array.from({ length: 20 }, () => new CancellationTokenSource());
    const asked = sources.map(({ token }) => client.connection.sendRequest(curvesRequest.method, question, token));
    for (const source of sources) source.cancel();
    const ended = await Promise.allSettled(asked);
    assert.deepEqual(new Set(ended.map(({ status }) => status)), new Set(["rejected"]));
    const answer = await client.connection.sendRequest<Answer<unknown>>(experimentsRequest.method, {});
    assert.ok(answer.ok);
  });
});

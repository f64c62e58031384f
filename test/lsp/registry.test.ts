import assert from "node:assert/strict";
import { copyFile, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import type { CompletionItem, DocumentDiagnosticReport, InlayHint } from "vscode-languageserver";
import type { Answer } from "#protocol/message.ts";
import type { ExperimentRow, Inbox, RowPage, SourceState } from "#protocol/registryRequests.ts";
import {
  credentialsChanged,
  experimentsRequest,
  inboxRequest,
  modelsRequest,
  refreshRequest,
  registryChanged,
  sourceRequest,
  trustGranted,
} from "#protocol/registryRequests.ts";
import { minimalFileStore } from "#registry/filestore/testStore.ts";
import { LspClient } from "./client.ts";

const sample = fileURLToPath(new URL("../../examples/fraud-detection/mlflow.db", import.meta.url));

const policy = `version: 1
environments:
  dev: {}
  prod: {alias: champion}
models:
  fraud-scorer:
    gates:
      prod:
        - metric: val_acu
          min: 0.9
`;

describe("language server with a registry", () => {
  let folder: string;
  let client: LspClient;
  const uriOf = (name: string): string => pathToFileURL(join(folder, name)).href;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "slipway-lsp-"));
    await copyFile(sample, join(folder, "mlflow.db"));
  });

  afterEach(async () => {
    await client.stop();
    await rm(folder, { recursive: true, force: true });
  });

  async function codesOf(uri: string): Promise<unknown[]> {
    const report = await client.request<DocumentDiagnosticReport>("textDocument/diagnostic", { textDocument: { uri } });
    return report.kind === "full" ? report.items.map((item) => item.code) : [];
  }

  it("says that no run logged a metric as soon as the registry told so, completes it and hints at versions", async () => {
    client = await LspClient.start(folder);
    const uri = uriOf("slipway.yaml");
    await client.open(uri, "slipway-policy", policy);
    let codes = await codesOf(uri);
    while (codes.length === 0) {
      await client.nextRefresh();
      codes = await codesOf(uri);
    }
    assert.deepEqual(codes, ["gate-metric-not-logged"]);
    const textDocument = { uri };
    const items = await client.request<CompletionItem[]>("textDocument/completion", { textDocument, position: { line: 8, character: 18 } });
    assert.ok(items.some((item) => item.label === "val_auc"));
    const range = { start: { line: 0, character: 0 }, end: { line: 10, character: 0 } };
    const hints = await client.request<InlayHint[]>("textDocument/inlayHint", { textDocument, range });
    assert.deepEqual(
      hints.map((hint) => [hint.label, hint.position.line]),
      [["prod v12", 5]],
    );
  });

  it("reads the policy again when it was saved", async () => {
    client = await LspClient.start(folder);
    const before = await client.request<Answer<Inbox>>(inboxRequest.method, null);
    assert.equal(before.ok && before.value.hasPolicy, false);
    await writeFile(join(folder, "slipway.yaml"), policy);
    const changed = client.next("slipway/registryChanged");
    await client.connection.sendNotification("workspace/didChangeWatchedFiles", { changes: [{ uri: uriOf("slipway.yaml"), type: 1 }] });
    await changed;
    const after = await client.request<Answer<Inbox>>(inboxRequest.method, null);
    assert.equal(after.ok && after.value.hasPolicy, true);
  });

  it("tells everyone of a changed policy that a refresh finds", async () => {
    await writeFile(join(folder, "slipway.yaml"), policy);
    client = await LspClient.start(folder);
    await client.request(inboxRequest.method, null);
    await client.open(uriOf("slipway.yaml"), "slipway-policy", policy);
    await writeFile(join(folder, "slipway.yaml"), policy.replace("min: 0.9", "min: 0.8"));
    const told = client.next(registryChanged.method);
    await client.request(refreshRequest.method, null);
    await told;
  });

  it("tells where a policy is broken instead of using half of it", async () => {
    await writeFile(join(folder, "slipway.yaml"), policy.replace("min: 0.9", "min: high"));
    client = await LspClient.start(folder);
    const answer = await client.request<Answer<Inbox>>(inboxRequest.method, null);
    assert.match((answer.ok && answer.value.policyProblem) || "", /^Line 10 of slipway\.yaml: `min` must be a number/);
  });

  it("opens nothing before the workspace is trusted, and everything after", async () => {
    client = await LspClient.start(folder, { trusted: false });
    const source = await client.request<SourceState>(sourceRequest.method, null);
    assert.equal(source.state, "untrusted");
    const models = await client.request<Answer<unknown>>(modelsRequest.method, {});
    assert.equal(models.ok, false);
    const opened = client.next("slipway/sourceChanged");
    await client.connection.sendNotification(trustGranted.method, null);
    await opened;
    assert.equal((await client.request<Answer<unknown>>(modelsRequest.method, {})).ok, true);
  });

  it("reads an mlruns/ folder where there is no database", async () => {
    await rm(join(folder, "mlflow.db"));
    minimalFileStore(join(folder, "mlruns"));
    client = await LspClient.start(folder);
    assert.equal((await client.request<SourceState>(sourceRequest.method, null)).label, "mlruns");
    const experiments = await client.request<Answer<RowPage<ExperimentRow>>>(experimentsRequest.method, {});
    assert.deepEqual(experiments, {
      ok: true,
      value: { rows: [{ id: "0", name: "Default", runCount: 1, lastStart: 1000 }], failures: [] },
    });
  });

  it("takes credentials at any time", async () => {
    client = await LspClient.start(folder);
    await client.connection.sendNotification(credentialsChanged.method, { origin: "http://elsewhere:5000", token: "secret" });
    assert.equal((await client.request<Answer<unknown>>(modelsRequest.method, {})).ok, true);
  });
});

import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Answer } from "#protocol/message.ts";
import {
  type ExperimentRow,
  experimentsRequest,
  type Inbox,
  inboxRequest,
  type ModelRow,
  modelsRequest,
  type RowPage,
  type RunRow,
  runDetailRequest,
  runsRequest,
  type VersionRow,
  versionsRequest,
} from "#protocol/registryRequests.ts";
import { defaultSettings } from "#protocol/settings.ts";
import { type CompareData, type Curve, compareDataRequest, curvesRequest } from "#protocol/views/compare.ts";
import { type RunsCatalog, runsCatalogRequest } from "#protocol/views/runs.ts";
import { LspClient } from "../lsp/client.ts";
import { projectOfGitLab } from "./project.ts";

describe("what the views show of GitLab (a fake of it)", () => {
  it("trees, Runs and Compare are whole; Promotions says what is lacking", async function () {
    this.timeout(30_000);
    const fake = await projectOfGitLab();
    const folder = await mkdtemp(join(tmpdir(), "slipway-gitlab-"));
    // By stages, which it has not: models are listed all the same, and none can be asked into one.
    await writeFile(join(folder, "slipway.yaml"), "version: 1\nenvironments:\n  dev: {}\n  prod: {stage: Production}\n");
    const credentials = [{ origin: new URL(fake.url).origin, kind: "token" as const, token: "glpat-api" }];
    const client = await LspClient.start(folder, { settings: { ...defaultSettings, registry: fake.url }, credentials });
    const ask = async <T>(method: string, params: unknown): Promise<T> => {
      const answer = await client.request<Answer<T>>(method, params);
      assert.ok(answer.ok, `${method}: ${JSON.stringify(answer)}`);
      return answer.value;
    };
    try {
      const experiments = await ask<RowPage<ExperimentRow>>(experimentsRequest.method, {});
      assert.deepEqual(
        experiments.rows.map(({ name }) => name),
        ["prices", "fraud"],
      );
      const runs = await ask<RowPage<RunRow>>(runsRequest.method, { experimentId: "1" });
      assert.deepEqual([runs.rows[0]?.name, runs.rows[0]?.isEditable], ["run-49", undefined]);
      const ids = fake.runs.slice(0, 3).map(({ eid }) => eid);
      await ask(runDetailRequest.method, { runId: ids[0] });
      const models = await ask<RowPage<ModelRow>>(modelsRequest.method, {});
      assert.deepEqual(models.failures, []);
      assert.deepEqual(
        models.rows.map(({ name }) => name),
        ["ranker", "scorer"],
      );
      const versions = await ask<RowPage<VersionRow>>(versionsRequest.method, { model: "scorer" });
      assert.deepEqual(
        versions.rows.map(({ version, nextEnvironment, effect }) => [version, nextEnvironment, effect]),
        [
          ["108", undefined, undefined],
          ["41", undefined, undefined],
        ],
        "no promotion is offered that could not be recorded",
      );
      const catalog = await ask<RunsCatalog>(runsCatalogRequest.method, { experimentIds: ["1"] });
      assert.equal(catalog.total, 50);
      const compared = await ask<CompareData>(compareDataRequest.method, { runIds: ids });
      assert.deepEqual(
        compared.runs.map(({ name }) => name),
        ["run-0", "run-1", "run-2"],
      );
      const curves = await ask<readonly Curve[]>(curvesRequest.method, { runIds: ids, metric: "loss", maxPoints: 10 });
      assert.equal(curves.length, 3);
      const inbox = await client.request<Answer<Inbox>>(inboxRequest.method, null);
      assert.ok(!inbox.ok);
      assert.match(inbox.problem.message, /has no place for the record of a promotion/);
    } finally {
      await client.stop();
      fake.stop();
      await rm(folder, { recursive: true, force: true });
    }
  });
});

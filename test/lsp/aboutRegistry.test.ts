import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Answer } from "#protocol/message.ts";
import { type SourceState, sourceChanged, sourceRequest } from "#protocol/registryRequests.ts";
import { defaultSettings } from "#protocol/settings.ts";
import { compareDataRequest, curvesRequest } from "#protocol/views/compare.ts";
import {
  type PromotionPage,
  promotionActRequest,
  promotionPageRequest,
  quickRequest,
  setTagRequest,
  undoRequest,
} from "#protocol/views/promotion.ts";
import { openSqliteRegistry } from "#registry/sqlite/sqliteRegistry.ts";
import { makeScratchCopy } from "../../scripts/sample/scratch.ts";
import { LspClient } from "./client.ts";

const signal = new AbortController().signal;
const target = { model: "fraud-scorer", version: "13", to: "prod" };

/** Two copies of one store: everything that a page knows is true of both, but for which one it is. */
describe("what was read from one registry", () => {
  let folder: string;
  let client: LspClient;
  let here: string;
  const stores = () => ["here", "there"].map((name) => join(folder, name, "mlflow.db"));

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "slipway-about-"));
    for (const name of ["here", "there"]) await makeScratchCopy(join(folder, name));
    client = await LspClient.start(join(folder, "here"));
    here = (await client.connection.sendRequest<SourceState>(sourceRequest.method, null)).uri ?? "";
  });
  after(async () => {
    await client.stop();
    await rm(folder, { recursive: true, force: true });
  });

  const ask = <T>(method: string, params: object) => client.connection.sendRequest<Answer<T>>(method, params);

  async function contents(): Promise<unknown> {
    return Promise.all(
      stores().map(async (path) => {
        const registry = openSqliteRegistry(path, Date.now);
        const found = await Promise.all([
          registry.model(target.model, signal),
          registry.versions({ model: target.model, limit: 100 }, signal),
        ]);
        registry.close();
        return found;
      }),
    );
  }

  it("is never done to another one: each question is refused, nothing is written, and the page goes on when it is open again", async () => {
    const page = await ask<PromotionPage>(promotionPageRequest.method, { ...target, registry: here });
    assert.ok(page.ok);
    const { seen, promotionId = "" } = page.value;
    const before = await contents();

    const changed = client.next(sourceChanged.method);
    const settings = { ...defaultSettings, registry: `sqlite:///${join(folder, "there", "mlflow.db")}` };
    await client.connection.sendNotification("workspace/didChangeConfiguration", { settings });
    await changed;
    const runId = page.value.runId ?? "";
    const questions: readonly (readonly [string, object])[] = [
      [promotionPageRequest.method, target],
      [promotionActRequest.method, { target, act: "approve", comment: "fine", seen, promotionId }],
      [promotionActRequest.method, { target, act: "cancel", comment: "no", seen, promotionId }],
      [quickRequest.method, { model: target.model, version: "12", to: "staging" }],
      [undoRequest.method, { target, promotionId }],
      [setTagRequest.method, { model: target.model, version: "13", key: "bias_review", value: "done" }],
      [compareDataRequest.method, { runIds: [runId] }],
      [curvesRequest.method, { runIds: [runId], metric: "val_auc", maxPoints: 10 }],
    ];
    for (const [method, params] of questions) {
      const answer = await ask(method, { ...params, registry: here });
      assert.ok(!answer.ok, method);
      assert.match(
        answer.problem.message,
        /^This is about sqlite:.*here\/mlflow\.db, and sqlite:.*there\/mlflow\.db is open now\.$/,
        method,
      );
      assert.match(answer.problem.next, /Nothing was written/);
    }
    assert.deepEqual(await contents(), before);

    // Asked in the same breath: it is meant after the change.
    await client.connection.sendNotification("workspace/didChangeConfiguration", { settings: defaultSettings });
    const again = await ask<PromotionPage>(promotionPageRequest.method, { ...target, registry: here });
    assert.equal(again.ok && again.value.seen, seen);
  });

  it("is asked of the one that is open where a question names none", async () => {
    const page = await ask<PromotionPage>(promotionPageRequest.method, target);
    assert.ok(page.ok && page.value.version === target.version);
  });

  it("is asked of the one that the settings lead to which were sent before the question, however often they change", async () => {
    for (const name of ["there", "here", "there", "here"]) {
      const settings = { ...defaultSettings, registry: `sqlite:///${join(folder, name, "mlflow.db")}` };
      await client.connection.sendNotification("workspace/didChangeConfiguration", { settings });
      const [page, source] = await Promise.all([
        ask<PromotionPage>(promotionPageRequest.method, target),
        client.connection.sendRequest<SourceState>(sourceRequest.method, null),
      ]);
      assert.ok(page.ok, JSON.stringify(page));
      assert.match(source.uri ?? "", new RegExp(`${name}/mlflow\\.db$`));
    }
  });
});

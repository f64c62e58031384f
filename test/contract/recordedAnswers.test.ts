import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Registry } from "#registry/api.ts";
import { backends } from "#registry/backends.ts";
import { openRegistry } from "#registry/open.ts";
import { openWorld, requirePython } from "./bothRegistries.ts";
import { questions } from "./questions.ts";
import { type MlflowServer, makeStore, startServer } from "./realMlflow.ts";
import { addWorkspace, answersToActs, answerTo, recordAnswers, recordedAnswers, recordStore, restoreStore } from "./recorded.ts";

/** `UPDATE=1` has MLflow make the store anew, and records what its server says of it. */
const update = process.env["UPDATE"] === "1";

describe("what was recorded of MLflow 3.17.2", function () {
  this.timeout(300_000);
  let folder: string;
  let server: MlflowServer;
  let registry: Registry;

  before(async function () {
    const python = requirePython(this);
    folder = await mkdtemp(join(tmpdir(), "slipway-recorded-"));
    if (update) {
      await makeStore(python, join(folder, "made"));
      addWorkspace(join(folder, "made"));
      recordStore(join(folder, "made"));
    }
    restoreStore(folder);
    server = await startServer(python, folder, { MLFLOW_ENABLE_WORKSPACES: "true" });
    registry = openRegistry(server.url, openWorld, backends);
  });
  after(async () => {
    registry?.close();
    await server?.stop();
    if (folder !== undefined) await rm(folder, { recursive: true, force: true });
  });

  it("is what its server says", async () => {
    const answers: Record<string, unknown> = {};
    for (const [title, ask] of Object.entries(questions)) answers[title] = await answerTo(ask, registry, folder);
    const found = { questions: answers, acts: await answersToActs(registry) };
    if (update) recordAnswers(found);
    assert.deepEqual(found, recordedAnswers());
  });
});

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import type { Registry } from "#registry/api.ts";
import { openFileStoreRegistry } from "#registry/filestore/fileStoreRegistry.ts";
import { openSqliteRegistry } from "#registry/sqlite/sqliteRegistry.ts";
import { requirePython } from "./bothRegistries.ts";
import { questions } from "./questions.ts";
import { makeFileStore, quiet } from "./realMlflow.ts";
import { answersToActs, answerTo } from "./recorded.ts";

/** Where a file store is known to be answered otherwise than a database. An entry whose answers have become alike fails, and can go. */
const otherwise: Readonly<Record<string, string>> = {
  "experiment “1x”": "an id of a file store may have letters: there is no such experiment",
  "experiment “x1”": "as above",
  "experiment “abc”": "as above",
};

describe("a file store of MLflow 3.17.2 says what it says once MLflow has taken it over into a database", function () {
  this.timeout(180_000);
  let folder: string;
  let files: Registry;
  let database: Registry;

  before(async function () {
    const python = requirePython(this);
    folder = await mkdtemp(join(tmpdir(), "slipway-files-"));
    await makeFileStore(python, folder);
    const takeOver = ["-m", "mlflow", "migrate-filestore", "--source", ".", "--target", "sqlite:///mlflow.db"];
    await promisify(execFile)(python, takeOver, { cwd: folder, env: { ...process.env, ...quiet } });
    files = openFileStoreRegistry(join(folder, "mlruns"), Date.now);
    database = openSqliteRegistry(join(folder, "mlflow.db"), Date.now);
  });
  after(async () => {
    files?.close();
    database?.close();
    if (folder !== undefined) await rm(folder, { recursive: true, force: true });
  });

  for (const [title, ask] of Object.entries(questions)) {
    it(title, async () => {
      const [ours, theirs] = [await answerTo(ask, files, folder), await answerTo(ask, database, folder)];
      if (title in otherwise) assert.notDeepEqual(ours, theirs, otherwise[title]);
      else assert.deepEqual(ours, theirs);
    });
  }

  it("and after each of many changes", async () => {
    // MLflow's file store sets the time of a model with its tags and aliases as well, its databases only with a stage.
    const withoutTime = (answers: Record<string, unknown>) => JSON.parse(JSON.stringify(answers).replaceAll(/"(?:old|new), /g, '"'));
    assert.deepEqual(withoutTime(await answersToActs(files)), withoutTime(await answersToActs(database)));
  });
});

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { promisify } from "node:util";
import { makeScratchCopy } from "./scratch.ts";

const run = promisify(execFile);

describe("scratch copy of the sample", () => {
  let folder: string;
  const git = async (...args: string[]) => (await run("git", args, { cwd: folder })).stdout.trim();
  const column = (sql: string) => {
    const store = new DatabaseSync(join(folder, "mlflow.db"), { readOnly: true });
    const rows = store.prepare(sql).all();
    store.close();
    return rows.map((row) => Object.values(row)[0]);
  };

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "slipway-sample-"));
    await makeScratchCopy(folder);
  });
  after(() => rm(folder, { recursive: true, force: true }));

  it("has a history whose tip is exactly the files of the sample", async () => {
    assert.equal(await git("status", "--porcelain"), "");
    assert.equal(await git("rev-list", "--count", "HEAD"), "7");
  });

  it("has every commit that a run of the store names", async () => {
    const known = new Set((await git("rev-list", "HEAD")).split("\n"));
    const named = column("SELECT DISTINCT value FROM tags WHERE key = 'mlflow.source.git.commit'");
    assert.ok(named.length >= 4);
    assert.deepEqual(
      named.filter((commit) => !known.has(String(commit))),
      [],
    );
  });

  it("leaves the identity to the reader", async () => {
    await assert.rejects(git("config", "--local", "user.email"));
  });

  it("has the experiments, runs and versions that the pictures show", () => {
    assert.deepEqual(
      column("SELECT e.name || ' ' || count(*) FROM experiments e JOIN runs r USING (experiment_id) GROUP BY e.name ORDER BY e.name"),
      ["churn/weekly 128", "fraud/baseline 12", "fraud/gbm-sweep 41"],
    );
    assert.deepEqual(column("SELECT name || ' ' || count(*) FROM model_versions GROUP BY name ORDER BY name"), [
      "churn-ranker 5",
      "fraud-scorer 13",
    ]);
    assert.deepEqual(column("SELECT name || ' ' || alias || ' ' || version FROM registered_model_aliases ORDER BY name, alias"), [
      "churn-ranker challenger 4",
      "churn-ranker champion 3",
      "fraud-scorer challenger 13",
      "fraud-scorer champion 12",
    ]);
  });

  it("names no machine", () => {
    const places = [
      ["experiments", "artifact_location"],
      ["runs", "artifact_uri"],
      ["model_versions", "storage_location"],
      ["logged_models", "artifact_location"],
    ];
    for (const [table, name] of places) {
      for (const uri of column(`SELECT ${name} FROM ${table}`)) assert.match(String(uri), /^mlflow-artifacts:\//);
    }
    assert.deepEqual(
      column("SELECT DISTINCT user_id FROM runs ORDER BY 1").filter((user) => !["ana", "bruno", "chen"].includes(String(user))),
      [],
    );
  });
});

import assert from "node:assert/strict";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { openSqliteRegistry } from "./sqliteRegistry.ts";
import { minimalStore } from "./testStore.ts";

const signal = new AbortController().signal;

describe("artifacts of a version in mlflow.db", () => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "slipway-artifacts-"));
    minimalStore(join(folder, "mlflow.db"));
    await mkdir(join(folder, "model"));
    await writeFile(join(folder, "model", "MLmodel"), "flavors: {}");
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  /** What is known of the version's MLmodel when it, or its run, was logged to `location`. */
  async function fileAt(column: "source" | "storage_location" | "run", location: string) {
    const database = new DatabaseSync(join(folder, "mlflow.db"));
    if (column === "run") database.prepare("UPDATE runs SET artifact_uri = ?").run(location);
    else database.prepare(`UPDATE model_versions SET ${column} = ?`).run(location);
    database.close();
    const registry = openSqliteRegistry(join(folder, "mlflow.db"), Date.now);
    try {
      return await registry.modelFile("scorer", "1", signal);
    } finally {
      registry.close();
    }
  }

  const elsewhere = [
    "//attacker/share/model",
    "\\\\attacker\\share\\model",
    "/\\attacker/share/model",
    "file://attacker/share/model",
    "file:////attacker/share/model",
    "FILE:///%2Fattacker/share/model",
  ];
  for (const column of ["source", "storage_location", "run"] as const) {
    for (const location of elsewhere) {
      it(`${column} at ${location}: not looked at, and why`, async () => {
        const file = await fileAt(column, location);
        assert.match(file.state === "unknown" ? file.why : file.state, /on another computer, attacker/);
      });
    }
  }

  it("in the store's own folder are read", async () => {
    for (const location of ["model", "./model", join(folder, "model"), `file://${folder}/model`]) {
      assert.equal((await fileAt("source", location)).state, "known", location);
    }
  });
});

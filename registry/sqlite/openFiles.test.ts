import assert from "node:assert/strict";
import { existsSync, mkdtempSync, readdirSync, readlinkSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { readModelFile } from "#registry/files/modelFile.ts";
import { openReadOnly, rollBack } from "./openReadOnly.ts";
import { SqliteStore } from "./store.ts";
import { minimalStore } from "./testStore.ts";

const signal = new AbortController().signal;
const descriptors = "/proc/self/fd";

describe("a store that is done with leaves no file open, which would keep others from moving it", () => {
  let folder: string;
  let path: string;

  before(function () {
    if (existsSync(descriptors)) return;
    console.log("      skipped: this system does not tell which files are open");
    this.skip();
  });
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "slipway-open-"));
    path = join(folder, "mlflow.db");
    minimalStore(path);
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  /** Files of the folder that this process has open. */
  function open(): string[] {
    const targets = readdirSync(descriptors).flatMap((each) => {
      try {
        return [readlinkSync(join(descriptors, each))];
      } catch {
        // The one that listed the folder is gone.
        return [];
      }
    });
    return targets.filter((target) => target.startsWith(folder));
  }

  async function done(work: (store: SqliteStore) => Promise<unknown>): Promise<string[]> {
    const store = new SqliteStore(path);
    await work(store).catch(() => undefined);
    return open();
  }

  it("after a read, until it is closed", async () => {
    const store = new SqliteStore(path);
    await store.read(signal, () => undefined);
    assert.deepEqual(open(), [path]);
    store.close();
    assert.deepEqual(open(), []);
  });

  it("after a write, one that failed, and a read that failed", async () => {
    assert.deepEqual(await done((store) => store.write(signal, (c) => c.change("DELETE FROM tags"))), []);
    assert.deepEqual(await done((store) => store.write(signal, (c) => c.rows("SELECT * FROM nowhere"))), []);
    assert.deepEqual(await done((store) => store.read(signal, (c) => c.rows("SELECT * FROM nowhere"))), []);
  });

  it("after it was found to be none of MLflow's, or no database", async () => {
    const database = new DatabaseSync(path);
    database.exec("DROP TABLE runs");
    database.close();
    assert.deepEqual(await done((store) => store.read(signal, () => undefined)), []);
    writeFileSync(path, "hello ".repeat(1000));
    assert.deepEqual(await done((store) => store.read(signal, () => undefined)), []);
    assert.throws(() => openReadOnly(path, 10));
    assert.throws(() => rollBack(path, 10));
    assert.deepEqual(open(), []);
  });

  it("after it was rolled back", () => {
    rollBack(path, 10);
    assert.deepEqual(open(), []);
  });

  it("after it was replaced, but for the new one", async () => {
    const store = new SqliteStore(path);
    await store.read(signal, () => undefined);
    rmSync(path);
    minimalStore(path);
    await store.read(signal, () => undefined);
    assert.deepEqual(open(), [path]);
    store.close();
  });

  it("after its MLmodel was read", async () => {
    writeFileSync(join(folder, "MLmodel"), "flavors: {}");
    assert.equal((await readModelFile({ path: folder }, folder, signal)).state, "known");
    assert.deepEqual(open(), []);
  });
});

import assert from "node:assert/strict";
import { chmod, copyFile, mkdir, mkdtemp, rename, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { noChange } from "#registry/model/changes.ts";
import { RegistryError, type RegistryErrorKind } from "#registry/model/errors.ts";
import { toldChanges } from "../testChanges.ts";
import { openSqliteRegistry } from "./sqliteRegistry.ts";
import { minimalStore } from "./testStore.ts";

const signal = new AbortController().signal;

describe("an mlflow.db that is not as it should be", () => {
  let folder: string;
  let path: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "slipway-sqlite-"));
    path = join(folder, "mlflow.db");
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  async function refusal(): Promise<RegistryError> {
    const registry = openSqliteRegistry(path, Date.now);
    try {
      await registry.experiments({ limit: 10 }, signal);
    } catch (error) {
      assert.ok(error instanceof RegistryError, String(error));
      assert.notEqual(error.next, "");
      return error;
    } finally {
      registry.close();
    }
    return assert.fail("it was read");
  }

  const broken: readonly (readonly [string, () => Promise<void>, RegistryErrorKind, RegExp])[] = [
    ["missing", async () => {}, "notFound", /There is no file/],
    ["a folder", () => mkdir(path).then(() => {}), "invalid", /not a file/],
    ["empty", () => writeFile(path, ""), "invalid", /is empty/],
    ["a text file", () => writeFile(path, "hello ".repeat(1000)), "invalid", /not an SQLite database/],
    ["half of a header", () => writeFile(path, "SQLite format 3\0"), "invalid", /not an SQLite database|damaged/],
    [
      "another program's database",
      async () => {
        const database = new DatabaseSync(path);
        database.exec("CREATE TABLE bookmarks (url TEXT)");
        database.close();
      },
      "invalid",
      /not one of MLflow's/,
    ],
    [
      "half-written",
      async () => {
        minimalStore(path);
        const { truncate, stat } = await import("node:fs/promises");
        await truncate(path, Math.floor((await stat(path)).size / 2));
      },
      "invalid",
      /damaged|half-written/,
    ],
    [
      "of a schema to come",
      async () => {
        minimalStore(path);
        const database = new DatabaseSync(path);
        database.exec("ALTER TABLE experiments RENAME COLUMN lifecycle_stage TO phase; UPDATE alembic_version SET version_num = 'f00'");
        database.close();
      },
      "unsupported",
      /no lifecycle_stage \(schema f00\)/,
    ],
  ];
  for (const [title, make, kind, message] of broken) {
    it(title, async () => {
      await make();
      const error = await refusal();
      assert.equal(error.kind, kind);
      assert.match(error.message, message);
    });
  }

  it("a newer schema with columns and tables that are not known is read", async () => {
    minimalStore(path);
    const database = new DatabaseSync(path);
    database.exec(
      "ALTER TABLE experiments ADD COLUMN colour TEXT; CREATE TABLE dreams (id INTEGER); UPDATE alembic_version SET version_num = 'f00'",
    );
    database.close();
    const registry = openSqliteRegistry(path, Date.now);
    assert.equal((await registry.experiments({ limit: 10 }, signal)).items[0]?.name, "Default");
    assert.equal((await registry.capabilities(signal)).version, "f00");
    registry.close();
  });

  it("a metric that holds no number is NaN, never 0", async () => {
    minimalStore(path);
    for (const value of [null, "", "high", Buffer.from("1")]) {
      const database = new DatabaseSync(path);
      database.prepare("UPDATE latest_metrics SET value = ?").run(value);
      database.close();
      const registry = openSqliteRegistry(path, Date.now);
      const { metrics } = await registry.runsById({ ids: ["r1"] }, signal);
      registry.close();
      assert.deepEqual(metrics[0]?.values, Float64Array.of(Number.NaN));
    }
  });

  it("locked for longer than it waits: a read says so, and works again afterwards", async function () {
    this.timeout(10_000);
    minimalStore(path);
    const writer = new DatabaseSync(path);
    writer.exec("BEGIN EXCLUSIVE");
    const error = await refusal();
    assert.equal(error.kind, "unavailable");
    assert.match(error.message, /locked by another process/);
    writer.exec("COMMIT");
    writer.close();
    const registry = openSqliteRegistry(path, Date.now);
    assert.equal((await registry.experiments({ limit: 10 }, signal)).items.length, 1);
    registry.close();
  });

  it("locked for a moment: a write waits and is made once", async () => {
    minimalStore(path);
    const writer = new DatabaseSync(path);
    writer.exec("BEGIN EXCLUSIVE");
    const registry = openSqliteRegistry(path, Date.now);
    const write = registry.setAlias("scorer", "champion", "1", signal);
    setTimeout(() => {
      writer.exec("COMMIT");
      writer.close();
    }, 300);
    await write;
    assert.deepEqual((await registry.model("scorer", signal)).aliases, [{ alias: "champion", version: "1" }]);
    registry.close();
  });

  it("a cancelled call rejects with the signal's reason while it waits for a lock", async () => {
    minimalStore(path);
    const writer = new DatabaseSync(path);
    writer.exec("BEGIN EXCLUSIVE");
    const registry = openSqliteRegistry(path, Date.now);
    const cancel = new AbortController();
    const read = registry.experiments({ limit: 1 }, cancel.signal);
    const reason = new Error("superseded");
    cancel.abort(reason);
    await assert.rejects(read, reason);
    writer.exec("ROLLBACK");
    writer.close();
    registry.close();
  });

  it("replaced by another file: the next read sees the new one", async () => {
    minimalStore(path);
    const registry = openSqliteRegistry(path, Date.now);
    for (let look = 1; look <= 2; look++) assert.deepEqual(await registry.changes(signal), noChange);
    minimalStore(`${path}.new`);
    const other = new DatabaseSync(`${path}.new`);
    other.exec("UPDATE experiments SET name = 'from the new file'");
    other.close();
    await rename(`${path}.new`, path);
    assert.deepEqual(await toldChanges(registry), { ...noChange, experiments: ["0"] });
    assert.equal((await registry.experiments({ limit: 1 }, signal)).items[0]?.name, "from the new file");
    registry.close();
  });

  it("overwritten in place with a store of as many transactions: the new one is read", async () => {
    const write = (to: string, name: string) => {
      const database = new DatabaseSync(to);
      database.prepare("UPDATE experiments SET name = ?").run(name);
      database.close();
    };
    minimalStore(path);
    await copyFile(path, `${path}.new`);
    write(path, "old");
    write(`${path}.new`, "new");
    const registry = openSqliteRegistry(path, Date.now);
    const name = async () => (await registry.experiments({ limit: 1 }, signal)).items[0]?.name;
    assert.equal(await name(), "old");
    await copyFile(`${path}.new`, path);
    assert.equal(await name(), "new");
    write(path, "newer");
    assert.equal(await name(), "newer");
    registry.close();
  });

  it("deleted while it is open: it is said to be gone, nothing is written, and what comes back is read", async () => {
    minimalStore(path);
    const registry = openSqliteRegistry(path, Date.now);
    assert.equal((await registry.experiments({ limit: 1 }, signal)).items.length, 1);
    await rename(path, `${path}.away`);
    for (const call of [registry.experiments({ limit: 1 }, signal), registry.setAlias("scorer", "champion", "1", signal)]) {
      await assert.rejects(call, (error) => RegistryError.is(error, "notFound") && error.next !== "");
    }
    await rename(`${path}.away`, path);
    assert.equal((await registry.experiments({ limit: 1 }, signal)).items.length, 1);
    await registry.setAlias("scorer", "champion", "1", signal);
    assert.equal((await registry.model("scorer", signal)).aliases.length, 1);
    registry.close();
  });

  it("in write-ahead mode with a writer at work: its changes are seen", async () => {
    minimalStore(path);
    const writer = new DatabaseSync(path);
    writer.exec("PRAGMA journal_mode=WAL; UPDATE experiments SET name = 'in the log'");
    const registry = openSqliteRegistry(path, Date.now);
    assert.equal((await registry.experiments({ limit: 1 }, signal)).items[0]?.name, "in the log");
    registry.close();
    writer.close();
  });

  it("on a read-only disk: reads work, a write is refused", async function () {
    if (process.getuid?.() === 0) {
      console.log("      skipped: the administrator may write anywhere");
      this.skip();
    }
    minimalStore(path);
    await chmod(path, 0o444);
    await chmod(folder, 0o555);
    const registry = openSqliteRegistry(path, Date.now);
    assert.equal((await registry.experiments({ limit: 1 }, signal)).items.length, 1);
    await assert.rejects(registry.setAlias("scorer", "champion", "1", signal), (error) => RegistryError.is(error, "forbidden"));
    registry.close();
    await chmod(folder, 0o755);
  });

  it("after closing, every call says so", async () => {
    minimalStore(path);
    const registry = openSqliteRegistry(path, Date.now);
    registry.close();
    await assert.rejects(registry.models({ limit: 1 }, signal), (error) => RegistryError.is(error, "unavailable"));
  });

  describe("artifacts that lead elsewhere", () => {
    const sources: readonly (readonly [string, string, string])[] = [
      ["mlflow-artifacts:/../../secret", "unknown", "outside"],
      ["mlflow-artifacts:/%2e%2e/%2e%2e/secret", "unknown", "outside"],
      ["models:/scorer/1", "unknown", "refers to itself"],
      ["models:/m-0", "unknown", "not in this store"],
      ["runs:/gone/model", "unknown", "is gone"],
      ["http://169.254.169.254/", "unknown", "not read from here"],
      ["/no/such/folder/anywhere", "unknown", "not on this machine"],
      ["linked", "unknown", "leaves its folder"],
      ["folder", "unknown", "is not a file"],
      ["file://host/share", "unknown", "another computer, host"],
      ["mlflow-artifacts:/%zz", "unknown", "not a valid address"],
      ["inside", "absent", ""],
    ];
    for (const [source, state, why] of sources) {
      it(source, async () => {
        minimalStore(path);
        await writeFile(join(folder, "MLmodel"), "secret");
        await mkdir(join(folder, "linked"));
        await mkdir(join(folder, "folder", "MLmodel"), { recursive: true });
        await symlink(join(folder, "MLmodel"), join(folder, "linked", "MLmodel"));
        const database = new DatabaseSync(path);
        database.prepare("UPDATE model_versions SET source = ?, storage_location = NULL").run(source);
        database.close();
        const registry = openSqliteRegistry(path, Date.now);
        const file = await registry.modelFile("scorer", "1", signal);
        assert.equal(file.state, state);
        assert.ok((file.state === "unknown" ? file.why : "").includes(why), JSON.stringify(file));
        registry.close();
      });
    }
  });
});

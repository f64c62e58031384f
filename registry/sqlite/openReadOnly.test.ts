import assert from "node:assert/strict";
import { chmodSync, copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { noChange } from "#registry/model/changes.ts";
import { toldChanges } from "../testChanges.ts";
import { openReadOnly, rollBack } from "./openReadOnly.ts";
import { openSqliteRegistry } from "./sqliteRegistry.ts";
import { minimalStore } from "./testStore.ts";

const signal = new AbortController().signal;
const wait = 10;

describe("a database opened for reading", () => {
  let scratch: string;
  let folder: string;
  let path: string;

  beforeEach(() => {
    scratch = mkdtempSync(join(tmpdir(), "slipway-readonly-"));
    folder = join(scratch, "store");
    mkdirSync(folder);
    path = join(folder, "a #1?%20b.db");
    minimalStore(path);
  });
  afterEach(() => {
    chmodSync(folder, 0o755);
    rmSync(scratch, { recursive: true });
  });

  const firstName = (database: DatabaseSync) => database.prepare("SELECT name FROM experiments").get()?.["name"];

  /** The administrator may write anywhere: for them there is no folder that cannot be written. */
  function lockFolder(suite: Mocha.Context): void {
    if (process.getuid?.() === 0) {
      console.log("      skipped: the administrator may write anywhere");
      suite.skip();
    }
    chmodSync(folder, 0o555);
  }

  /** The store in write-ahead mode, with nothing left in its log. */
  function toWal(): void {
    const database = new DatabaseSync(path);
    database.exec("PRAGMA journal_mode=WAL; UPDATE experiments SET name = 'kept'");
    database.close();
  }

  /** A store as a writer leaves it that was stopped between its first page and its commit: a journal with the page as it was. */
  function stopWriter(): void {
    const writer = new DatabaseSync(path);
    writer.exec("PRAGMA cache_size=1; PRAGMA cache_spill=1; BEGIN IMMEDIATE; UPDATE experiments SET name = 'never'");
    const insert = writer.prepare("INSERT INTO params VALUES (?, ?, 'r1')");
    for (let index = 0; index < 200; index++) insert.run(`p${index}`, "x".repeat(500));
    const copies = ["", "-journal"].map((end) => [`${path}${end}`, join(folder, `stopped.db${end}`)] as const);
    for (const [from, to] of copies) copyFileSync(from, to);
    writer.exec("ROLLBACK");
    writer.close();
    path = join(folder, "stopped.db");
  }

  it("is read, is not changed, and sees what others write", () => {
    const { database, immutable } = openReadOnly(path, wait);
    assert.equal(immutable, false);
    assert.throws(() => database.exec("UPDATE experiments SET name = 'x'"), /readonly/);
    const writer = new DatabaseSync(path);
    writer.exec("UPDATE experiments SET name = 'theirs'");
    writer.close();
    assert.equal(firstName(database), "theirs");
    database.close();
  });

  it("of a stopped writer is rolled back first, and is no immutable one then", () => {
    stopWriter();
    const { database, immutable } = openReadOnly(path, wait);
    assert.equal(immutable, false);
    assert.equal(firstName(database), "Default");
    database.close();
    assert.equal(existsSync(`${path}-journal`), false);
  });

  it("of a stopped writer: who had it open reads what was before, too", async () => {
    stopWriter();
    const journal = join(folder, "kept-journal");
    const half = join(folder, "half.db");
    copyFileSync(`${path}-journal`, journal);
    copyFileSync(path, half);
    const registry = openSqliteRegistry(path, Date.now);
    const name = async () => (await registry.experiments({ limit: 1 }, signal)).items[0]?.name;
    assert.equal(await name(), "Default");
    copyFileSync(half, path);
    copyFileSync(journal, `${path}-journal`);
    assert.equal(await name(), "Default");
    registry.close();
  });

  it("that is none is refused with what SQLite says of it", () => {
    writeFileSync(path, "hello ".repeat(1000));
    assert.throws(() => openReadOnly(path, wait), { errcode: 26 });
    assert.throws(() => rollBack(path, wait), { errcode: 26 });
    rmSync(path);
    assert.throws(() => openReadOnly(path, wait), { errcode: 14 });
  });

  it("in a folder where nobody may write: write-ahead mode without a log is read as it is, until the file changes", async function () {
    toWal();
    const other = join(scratch, "other.db");
    copyFileSync(path, other);
    const changed = new DatabaseSync(other);
    changed.exec("PRAGMA journal_mode=DELETE; UPDATE experiments SET name = 'new one'; PRAGMA journal_mode=WAL;");
    changed.close();
    lockFolder(this);
    const { database, immutable } = openReadOnly(path, wait);
    assert.equal(immutable, true);
    assert.equal(firstName(database), "kept");
    database.close();
    const registry = openSqliteRegistry(path, Date.now);
    const name = async () => (await registry.experiments({ limit: 1 }, signal)).items[0]?.name;
    assert.equal(await name(), "kept");
    assert.equal(await name(), "kept");
    for (let look = 1; look <= 2; look++) assert.deepEqual(await registry.changes(signal), noChange);
    copyFileSync(other, path);
    assert.equal(await name(), "new one");
    assert.ok((await toldChanges(registry)).experiments.length > 0);
    registry.close();
  });

  for (const end of ["-wal", "-journal"]) {
    it(`in a folder where nobody may write, with a ${end} that holds something: it is not read as if nothing were in it`, function () {
      toWal();
      writeFileSync(`${path}${end}`, "something");
      chmodSync(`${path}${end}`, 0o444);
      lockFolder(this);
      assert.throws(() => openReadOnly(path, wait));
    });
  }

  it("of a stopped writer, in a folder where nobody may write: it says so", function () {
    stopWriter();
    chmodSync(path, 0o444);
    lockFolder(this);
    const said = {
      kind: "unavailable",
      message: "stopped.db holds changes of a writer that was stopped, which have to be rolled back before it can be read.",
      next: "Open it once with MLflow where it may be written.",
    };
    assert.throws(() => openReadOnly(path, wait), said);
  });

  it("that may not be read at all: it says so", async function () {
    lockFolder(this);
    chmodSync(path, 0o000);
    const registry = openSqliteRegistry(path, Date.now);
    await assert.rejects(registry.experiments({ limit: 1 }, signal), { kind: "forbidden" });
    registry.close();
  });
});

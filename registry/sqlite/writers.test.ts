import assert from "node:assert/strict";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { type Connection, SqliteStore } from "./store.ts";
import { minimalStore } from "./testStore.ts";

const signal = new AbortController().signal;
const name = (connection: Connection) => String(connection.rows("SELECT name FROM experiments")[0]?.[0]);
const rename = (connection: Connection, to: string) => connection.change("UPDATE experiments SET name = ?", to);

describe("several writers of one mlflow.db", () => {
  let folder: string;
  let path: string;
  let store: SqliteStore;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "slipway-writers-"));
    path = join(folder, "mlflow.db");
    minimalStore(path);
    store = new SqliteStore(path);
  });
  afterEach(() => {
    store.close();
    rmSync(folder, { recursive: true });
  });

  /** Another process that does not wait for locks. */
  const other = (sql: string) => {
    const database = new DatabaseSync(path, { timeout: 0 });
    try {
      database.exec(sql);
    } finally {
      database.close();
    }
  };

  for (const mode of ["DELETE", "WAL"]) {
    it(`${mode}: what a write has read is still so when it writes, and it is done once`, async () => {
      other(`PRAGMA journal_mode=${mode}`);
      let times = 0;
      await store.write(signal, (connection) => {
        times++;
        const before = name(connection);
        assert.throws(() => other("UPDATE experiments SET name = 'theirs'"), /locked/);
        rename(connection, `${before} and ours`);
      });
      assert.equal(times, 1);
      assert.equal(await store.read(signal, name), "Default and ours");
    });

    it(`${mode}: of many that count up at once, each counts`, async () => {
      other(`PRAGMA journal_mode=${mode}; UPDATE experiments SET name = '0'`);
      const stores = [store, new SqliteStore(path), new SqliteStore(path)];
      const count = (each: SqliteStore) => each.write(signal, (connection) => rename(connection, String(Number(name(connection)) + 1)));
      await Promise.all([...stores, ...stores, ...stores].map(count));
      assert.equal(await store.read(signal, name), "9");
      for (const each of stores.slice(1)) each.close();
    });

    it(`${mode}: what a read sees is of one moment`, async () => {
      other(`PRAGMA journal_mode=${mode}`);
      const seen = await store.read(signal, (connection) => {
        const first = name(connection);
        if (mode === "WAL") other("UPDATE experiments SET name = 'theirs'");
        return [first, name(connection)];
      });
      assert.deepEqual(seen, ["Default", "Default"]);
    });
  }

  it("a write that fails leaves nothing of itself, and the file free", async () => {
    await assert.rejects(
      store.write(signal, (connection) => {
        rename(connection, "half");
        connection.rows("SELECT a FROM nowhere");
      }),
      { kind: "unsupported", message: /no nowhere \(schema unknown\)/ },
    );
    other("UPDATE experiments SET creation_time = 2");
    assert.equal(await store.read(signal, name), "Default");
  });

  it("a write makes no store where there is none", async () => {
    rmSync(path);
    await assert.rejects(
      store.write(signal, () => assert.fail("written")),
      { kind: "notFound" },
    );
    assert.equal(existsSync(path), false);
  });

  it("a write refers only to what there is", async () => {
    other("CREATE TABLE child (id INTEGER REFERENCES experiments (experiment_id))");
    await assert.rejects(
      store.write(signal, (connection) => connection.change("INSERT INTO child VALUES (99)")),
      /FOREIGN KEY/,
    );
  });

  it("a read that fails leaves the file free for others, and names the schema", async () => {
    await store.read(signal, name);
    await assert.rejects(
      store.read(signal, (connection) => connection.rows("SELECT * FROM nowhere")),
      { kind: "unsupported", message: /no nowhere \(schema 7f2a7d5fae7d\)/ },
    );
    other("UPDATE experiments SET name = 'theirs'");
    assert.equal(await store.read(signal, name), "theirs");
  });

  it("what a column's absence taught is asked again after the schema changed", async () => {
    assert.equal(await store.read(signal, (connection) => connection.has("runs", "colour")), false);
    await assert.rejects(
      store.read(signal, (connection) => connection.rows("SELECT colour FROM runs")),
      { kind: "unsupported" },
    );
    other("ALTER TABLE runs ADD COLUMN colour TEXT");
    assert.equal(await store.read(signal, (connection) => connection.has("runs", "colour")), true);
  });

  it("a call that waits for a lock ends when it is cancelled", async () => {
    const writer = new DatabaseSync(path);
    writer.exec("BEGIN EXCLUSIVE");
    const cancel = new AbortController();
    const waiting = store.write(cancel.signal, (connection) => rename(connection, "late"));
    const reason = new Error("superseded");
    setTimeout(() => cancel.abort(reason), 20);
    await assert.rejects(waiting, reason);
    writer.exec("COMMIT");
    writer.close();
    assert.equal(await store.read(signal, name), "Default");
  });

  describe("the edition of what is in it", () => {
    it("stays while nothing happens, also over reads", async () => {
      const before = await store.edition(signal);
      await store.read(signal, name);
      assert.equal(await store.edition(signal), before);
    });

    for (const mode of ["DELETE", "WAL"]) {
      it(`${mode}: moves with each change of another process`, async () => {
        const writer = new DatabaseSync(path);
        writer.exec(`PRAGMA journal_mode=${mode}`);
        const editions = new Set([await store.edition(signal)]);
        for (const to of ["a", "b", "c"]) {
          writer.exec(`UPDATE experiments SET name = '${to}'`);
          editions.add(await store.edition(signal));
        }
        assert.equal(editions.size, 4);
        writer.close();
      });
    }

    it("WAL: moves also for one who opened the store anew meanwhile", async () => {
      const writer = new DatabaseSync(path);
      writer.exec("PRAGMA journal_mode=WAL; UPDATE experiments SET name = 'a'");
      const editions = new Set<string>();
      for (const to of ["b", "c", "d"]) {
        const opened = new SqliteStore(path);
        editions.add(await opened.edition(signal));
        opened.close();
        writer.exec(`UPDATE experiments SET name = '${to}'`);
      }
      assert.equal(editions.size, 3);
      writer.close();
    });

    it("is not told of a file that became something else", async () => {
      await store.edition(signal);
      writeFileSync(path, "hello ".repeat(10_000));
      await assert.rejects(store.edition(signal), { kind: "invalid" });
    });

    it("is told, and is another one, while somebody holds the file for a change", async () => {
      const before = await store.edition(signal);
      const writer = new DatabaseSync(path);
      writer.exec("BEGIN EXCLUSIVE; UPDATE experiments SET name = 'a'");
      const during = await store.edition(signal);
      assert.notEqual(during, before);
      assert.match(during, /busy$/);
      writer.exec("COMMIT");
      writer.close();
      assert.notEqual(await store.edition(signal), during);
    });
  });

  it("a database without tables is not one of MLflow's yet", async () => {
    rmSync(path);
    other("CREATE TABLE a (b); DROP TABLE a");
    await assert.rejects(store.read(signal, name), { kind: "invalid", message: "mlflow.db has no tables yet." });
  });

  for (const missing of ["runs", "experiments"]) {
    it(`a database without ${missing} is not one of MLflow's`, async () => {
      other(`DROP TABLE ${missing}`);
      await assert.rejects(store.read(signal, name), { kind: "invalid", message: /but not one of MLflow's/ });
    });
  }
});

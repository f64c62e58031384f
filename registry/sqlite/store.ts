import { type BigIntStats, statSync } from "node:fs";
import { basename } from "node:path";
import { DatabaseSync, type SQLInputValue } from "node:sqlite";
import { setTimeout as sleep } from "node:timers/promises";
import { notWritable } from "#registry/files/mayWrite.ts";
import { RegistryError } from "#registry/model/errors.ts";
import { isBusy, sqliteError } from "./errors.ts";
import { isUnfinished, mayWriteDatabase, openReadOnly, type ReadOnlyDatabase } from "./openReadOnly.ts";

/** How long SQLite itself may block this process for a lock, ms; longer waits are slept through instead. */
const blockingWait = 50;
const readAttempts = 20;
const writeAttempts = 60;
const pause = 100;

/** A connection with what was found out about the schema. */
export interface Connection {
  /** All rows of a query; `parameters` fill its `?` in order. Never leaves a cursor open: MLflow would wait for it. */
  all(sql: string, ...parameters: SQLInputValue[]): Record<string, unknown>[];
  /** Rows as arrays: quicker for many. */
  rows(sql: string, ...parameters: SQLInputValue[]): unknown[][];
  /** Changes rows and says how many. */
  change(sql: string, ...parameters: SQLInputValue[]): number;
  has(table: string, column?: string): boolean;
  /** Names of a table's columns, in their order; none when there is no such table. */
  columns(table: string): ReadonlySet<string>;
}

/** A connection that is kept from one read to the next. */
interface Reading extends Connection {
  /** Forgets what was found out about the schema, if it is another one by now: the store may have been upgraded. */
  noteSchema(): void;
}

interface Reader extends ReadOnlyDatabase {
  readonly connection: Reading;
  /** Which file it is. */
  readonly file: string;
  /** State of the file when it was looked at last. */
  mark: string;
  /** What SQLite counted of its changes then. */
  counter: unknown;
}

/**
 * One `mlflow.db`. Reads go over one read-only connection, which is opened again when the file is replaced; each write opens its own
 * connection for one transaction. A lock held by another process is waited for without blocking this one.
 */
export class SqliteStore {
  readonly path: string;
  readonly name: string;
  private reader: Reader | undefined;
  private closed = false;

  constructor(path: string) {
    this.path = path;
    this.name = basename(path);
  }

  /** Runs `work` in one read transaction: all it reads is of one moment. */
  read<T>(signal: AbortSignal, work: (connection: Connection) => T): Promise<T> {
    return this.attempt(signal, readAttempts, () => {
      const { database, connection } = this.openReader();
      return transaction(database, "BEGIN", () => {
        connection.noteSchema();
        return work(connection);
      });
    });
  }

  /** Whether a write would be let through now: permissions and mounts change while a store is open. */
  get writable(): boolean {
    return mayWriteDatabase(this.path);
  }

  /** Runs `work` in one write transaction, on a connection of its own. */
  write<T>(signal: AbortSignal, work: (connection: Connection) => T): Promise<T> {
    return this.attempt(signal, writeAttempts, () => {
      this.checkFile();
      if (!this.writable) throw notWritable(this.name, "the file and its folder");
      const database = new DatabaseSync(this.path, { timeout: blockingWait });
      try {
        return transaction(database, "BEGIN IMMEDIATE", () => work(connectionOf(database)));
      } finally {
        database.close();
      }
    });
  }

  /** Changes when the file, its write-ahead log or its content changes. Costs two `stat` calls and one pragma. */
  edition(signal: AbortSignal): Promise<string> {
    return this.attempt(signal, 1, () => {
      const { connection } = this.openReader();
      const files = `${fileMark(this.path)} ${fileMark(`${this.path}-wal`)}`;
      try {
        return `${files} ${String(counterOf(connection))}`;
      } catch (error) {
        // Someone is writing at this moment: that is a change soon enough.
        if (isBusy(error)) return `${files} busy`;
        throw error;
      }
    });
  }

  /** Alembic revision of the schema; empty when there is none. */
  async revision(signal: AbortSignal): Promise<string> {
    return this.read(signal, revisionOf);
  }

  close(): void {
    this.closed = true;
    this.closeReader();
  }

  private async attempt<T>(signal: AbortSignal, attempts: number, work: () => T): Promise<T> {
    for (let left = attempts; ; left--) {
      signal.throwIfAborted();
      if (this.closed) throw new RegistryError("unavailable", `${this.name} was closed.`, "Open the registry again.");
      try {
        return work();
      } catch (error) {
        // A writer was stopped while this reader was open: opening it again rolls back what that one left.
        if (isUnfinished(error)) this.closeReader();
        else if (!isBusy(error) || left <= 1) throw this.explained(error);
      }
      await sleep(pause, undefined, { signal }).catch(() => signal.throwIfAborted());
    }
  }

  private openReader(): Reader {
    const stat = this.checkFile();
    // Device and inode: a file that takes the place of this one is another.
    const file = `${stat.dev}:${stat.ino}`;
    const mark = markOf(stat);
    if (this.reader?.file === file && isCurrent(this.reader, mark)) return this.reader;
    this.closeReader();
    const { database, immutable } = openReadOnly(this.path, blockingWait);
    try {
      const connection = connectionOf(database);
      database.exec("PRAGMA case_sensitive_like=ON");
      if (!connection.has("experiments") || !connection.has("runs")) throw this.notAStore(connection);
      this.reader = { database, connection, file, immutable, mark, counter: counterOf(connection) };
      return this.reader;
    } catch (error) {
      database.close();
      throw error;
    }
  }

  private closeReader(): void {
    this.reader?.database.close();
    this.reader = undefined;
  }

  /** Throws when what is there now cannot be a store. */
  private checkFile(): BigIntStats {
    const stat = statOf(this.path);
    if (stat === undefined) {
      throw new RegistryError(
        "notFound",
        `There is no file ${this.path}.`,
        "Run something that logs to MLflow, or choose another registry.",
      );
    }
    if (!stat.isFile()) throw new RegistryError("invalid", `${this.path} is not a file.`, "Choose an mlflow.db file.");
    if (stat.size === 0n) {
      throw new RegistryError("invalid", `${this.name} is empty.`, "It fills when something logs to it; nothing else is needed.");
    }
    return stat;
  }

  private notAStore(connection: Connection): RegistryError {
    const tables = connection.rows("SELECT count(*) FROM sqlite_master WHERE type = 'table'")[0]?.[0];
    const what = tables === 0 ? "has no tables yet" : "is an SQLite database, but not one of MLflow's";
    return new RegistryError("invalid", `${this.name} ${what}.`, "Choose another file, or run something that logs to this one.");
  }

  private explained(error: unknown): unknown {
    if (error instanceof RegistryError) return error;
    let revision = "";
    try {
      if (this.reader !== undefined) revision = revisionOf(this.reader.connection);
    } catch {
      // The first error says more.
    }
    // The schema may have been migrated under us: the next call looks at it afresh.
    this.closeReader();
    return sqliteError(error, this.name, revision);
  }
}

/**
 * Whether a reader sees the file as it is. SQLite sees what others write, by a counter in the file, and nothing where it opened it as
 * immutable. A file that is another one and has the same count was not written but copied over: what is kept of the old one is not true of it.
 */
function isCurrent(reader: Reader, mark: string): boolean {
  if (reader.mark === mark) return true;
  if (reader.immutable) return false;
  try {
    const { counter } = reader;
    reader.counter = counterOf(reader.connection);
    reader.mark = mark;
    return reader.counter !== counter;
  } catch (error) {
    // Someone is writing at this moment: it is looked at again when that has ended.
    if (isBusy(error)) return true;
    throw error;
  }
}

/** Changes when another connection has changed the file. */
function counterOf(connection: Connection): unknown {
  return connection.rows("PRAGMA data_version")[0]?.[0];
}

function connectionOf(database: DatabaseSync): Reading {
  const columns = new Map<string, ReadonlySet<string>>();
  let schema: unknown;
  const rows = (sql: string, ...parameters: SQLInputValue[]): unknown[][] => {
    const statement = database.prepare(sql);
    statement.setReturnArrays(true);
    return statement.all(...parameters) as unknown as unknown[][];
  };
  const columnsOf = (table: string): ReadonlySet<string> => {
    let names = columns.get(table);
    if (names === undefined) {
      names = new Set(rows("SELECT name FROM pragma_table_info(?)", table).map((row) => String(row[0])));
      columns.set(table, names);
    }
    return names;
  };
  return {
    all: (sql, ...parameters) => database.prepare(sql).all(...parameters) as Record<string, unknown>[],
    rows,
    change: (sql, ...parameters) => Number(database.prepare(sql).run(...parameters).changes),
    columns: columnsOf,
    noteSchema() {
      const now = rows("PRAGMA schema_version")[0]?.[0];
      if (now !== schema) columns.clear();
      schema = now;
    },
    has: (table, column) => (column === undefined ? columnsOf(table).size > 0 : columnsOf(table).has(column)),
  };
}

function transaction<T>(database: DatabaseSync, begin: string, work: () => T): T {
  database.exec(begin);
  try {
    const result = work();
    database.exec("COMMIT");
    return result;
  } catch (error) {
    if (database.isTransaction) database.exec("ROLLBACK");
    throw error;
  }
}

function revisionOf(connection: Connection): string {
  if (!connection.has("alembic_version")) return "";
  return String(connection.rows("SELECT version_num FROM alembic_version")[0]?.[0] ?? "");
}

function statOf(path: string): BigIntStats | undefined {
  return statSync(path, { bigint: true, throwIfNoEntry: false });
}

function fileMark(path: string): string {
  return markOf(statOf(path));
}

/** Another one after each change of a file. */
function markOf(stat: BigIntStats | undefined): string {
  return stat === undefined ? "-" : `${stat.ino}:${stat.size}:${stat.mtimeNs}`;
}

import { statSync } from "node:fs";
import { basename, dirname } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { mayWrite } from "#registry/files/mayWrite.ts";
import { RegistryError } from "#registry/model/errors.ts";
import { extendedCode, isReadOnly } from "./errors.ts";

/** A database open for reading. `immutable`: SQLite looks at neither locks nor logs, so it must be opened again when the file changes. */
export interface ReadOnlyDatabase {
  readonly database: DatabaseSync;
  readonly immutable: boolean;
}

/** SQLITE_READONLY_ROLLBACK and SQLITE_READONLY_RECOVERY (sqlite.org/rescode.html): a writer was stopped in the middle of a transaction. */
const needsRecovery: ReadonlySet<number> = new Set([776, 264]);

/** Did a writer stop in the middle, so that what is in the file has to be rolled back before it may be read? */
export function isUnfinished(error: unknown): boolean {
  return needsRecovery.has(extendedCode(error) ?? 0);
}

/**
 * Opens a database that others may write. What a stopped writer left is rolled back first, by SQLite and under its own locks: until then
 * the file holds values of a transaction that never happened. A database in write-ahead mode in a folder that cannot be written is opened
 * as `immutable`, and only where no log and no journal is beside it.
 */
export function openReadOnly(path: string, blockingWait: number): ReadOnlyDatabase {
  try {
    return { database: openChecked(path, blockingWait), immutable: false };
  } catch (error) {
    if (isUnfinished(error)) {
      rollBack(path, blockingWait);
      return { database: openChecked(path, blockingWait), immutable: false };
    }
    if (!isReadOnly(error) || !isAtRest(path)) throw error;
    const file = new URL(`file://${encodeURI(path.replaceAll("\\", "/")).replaceAll("?", "%3f").replaceAll("#", "%23")}`);
    file.searchParams.set("immutable", "1");
    return { database: new DatabaseSync(file, { readOnly: true }), immutable: true };
  }
}

function openChecked(path: string, timeout: number): DatabaseSync {
  const database = new DatabaseSync(path, { readOnly: true, timeout });
  try {
    database.prepare("SELECT count(*) FROM sqlite_master").get();
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

/** Lets SQLite undo what a stopped writer left, as any writer's next connection would. Throws `unavailable` where that is not permitted. */
export function rollBack(path: string, timeout: number): void {
  const name = basename(path);
  try {
    const database = new DatabaseSync(path, { timeout });
    try {
      database.prepare("SELECT count(*) FROM sqlite_master").get();
    } finally {
      database.close();
    }
  } catch (error) {
    if (!isReadOnly(error)) throw error;
    throw new RegistryError(
      "unavailable",
      `${name} holds changes of a writer that was stopped, which have to be rolled back before it can be read.`,
      "Open it once with MLflow where it may be written.",
      { cause: error },
    );
  }
}

/** Nobody here can write it, and nobody who can has left anything beside it. */
function isAtRest(path: string): boolean {
  return !mayWrite(dirname(path)) && sizeOf(`${path}-wal`) === 0 && sizeOf(`${path}-journal`) === 0;
}

/**
 * Whether a transaction can be written to the database now: to the file, and to the journal that SQLite makes beside it. In write-ahead
 * mode the log and its index are there while another process has the database open.
 */
export function mayWriteDatabase(path: string): boolean {
  return mayWrite(path) && (mayWrite(dirname(path)) || (mayWrite(`${path}-wal`) && mayWrite(`${path}-shm`)));
}

function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}

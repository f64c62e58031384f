import { RegistryError } from "#registry/model/errors.ts";

/** SQLite's primary result codes that have a meaning for people (sqlite.org/rescode.html); the low byte of an extended code. */
const codes = { busy: 5, locked: 6, readOnly: 8, io: 10, corrupt: 11, full: 13, cannotOpen: 14, notADatabase: 26 };

/** SQLite's extended result code of an error that `node:sqlite` threw; undefined for other errors. */
export function extendedCode(error: unknown): number | undefined {
  if (typeof error !== "object" || error === null || !("errcode" in error) || typeof error.errcode !== "number") return undefined;
  return error.errcode;
}

/** Its primary result code. */
export function sqliteCode(error: unknown): number | undefined {
  const code = extendedCode(error);
  return code === undefined ? undefined : code & 0xff;
}

/** True when another process holds the lock right now: waiting helps. */
export function isBusy(error: unknown): boolean {
  const code = sqliteCode(error);
  return code === codes.busy || code === codes.locked;
}

export function isReadOnly(error: unknown): boolean {
  const code = sqliteCode(error);
  return code === codes.readOnly || code === codes.cannotOpen;
}

/** An error of SQLite in words for people; `name` is the file's name. */
export function sqliteError(error: unknown, name: string, revision: string): RegistryError {
  if (error instanceof RegistryError) return error;
  const cause = { cause: error };
  switch (sqliteCode(error)) {
    case codes.busy:
    case codes.locked:
      return new RegistryError(
        "unavailable",
        `${name} is locked by another process.`,
        "It is tried again when that process is done.",
        cause,
      );
    case codes.notADatabase:
      return new RegistryError("invalid", `${name} is not an SQLite database.`, "Choose another file as the registry.", cause);
    case codes.corrupt:
      return new RegistryError(
        "invalid",
        `${name} is damaged or half-written.`,
        "Restore it from a copy, or wait until copying it ends.",
        cause,
      );
    case codes.readOnly:
    case codes.cannotOpen:
      return new RegistryError(
        "forbidden",
        `${name} cannot be opened for this.`,
        "Check the permissions of the file and its folder.",
        cause,
      );
    case codes.full:
      return new RegistryError("unavailable", `There is no space left for ${name}.`, "Make room on its disk, then try again.", cause);
    case codes.io:
      return new RegistryError("unavailable", `${name} cannot be read or written: ${text(error)}.`, "Check the disk.", cause);
    default:
      return schemaError(error, name, revision);
  }
}

function schemaError(error: unknown, name: string, revision: string): RegistryError {
  const missing = /no such (?:table|column): (\S+)/.exec(text(error))?.[1];
  const cause = { cause: error };
  if (missing === undefined)
    return new RegistryError("unavailable", `${name} cannot be read: ${text(error)}.`, "Open the log for details.", cause);
  return new RegistryError(
    "unsupported",
    `${name} was written by a version of MLflow that Slipway cannot read: it has no ${missing} (schema ${revision || "unknown"}).`,
    "Start an MLflow server on it and connect to that, or update Slipway.",
    cause,
  );
}

function text(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

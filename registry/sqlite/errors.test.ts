import assert from "node:assert/strict";
import { RegistryError, type RegistryErrorKind } from "#registry/model/errors.ts";
import { isBusy, isReadOnly, sqliteCode, sqliteError } from "./errors.ts";
import { isUnfinished } from "./openReadOnly.ts";

/** As `node:sqlite` throws them. */
const thrown = (errcode: number, message = "what SQLite says") => Object.assign(new Error(message), { code: "ERR_SQLITE_ERROR", errcode });

describe("an error of SQLite in words for people", () => {
  const cases: readonly (readonly [title: string, error: unknown, kind: RegistryErrorKind, message: string, next: string])[] = [
    ["busy", thrown(5), "unavailable", "m.db is locked by another process.", "It is tried again when that process is done."],
    ["a table is locked", thrown(6), "unavailable", "m.db is locked by another process.", "It is tried again when that process is done."],
    ["busy, of a kind", thrown(517), "unavailable", "m.db is locked by another process.", "It is tried again when that process is done."],
    ["no database", thrown(26), "invalid", "m.db is not an SQLite database.", "Choose another file as the registry."],
    ["damaged", thrown(11), "invalid", "m.db is damaged or half-written.", "Restore it from a copy, or wait until copying it ends."],
    ["read-only", thrown(8), "forbidden", "m.db cannot be opened for this.", "Check the permissions of the file and its folder."],
    ["not to be opened", thrown(14), "forbidden", "m.db cannot be opened for this.", "Check the permissions of the file and its folder."],
    ["disk full", thrown(13, "full"), "unavailable", "There is no space left for m.db.", "Make room on its disk, then try again."],
    ["disk broken", thrown(266, "I/O"), "unavailable", "m.db cannot be read or written: I/O.", "Check the disk."],
    [
      "a column that there is not",
      thrown(1, "no such column: phase"),
      "unsupported",
      "m.db was written by a version of MLflow that Slipway cannot read: it has no phase (schema f00).",
      "Start an MLflow server on it and connect to that, or update Slipway.",
    ],
    [
      "a table that there is not",
      thrown(1, "no such table: runs"),
      "unsupported",
      "m.db was written by a version of MLflow that Slipway cannot read: it has no runs (schema f00).",
      "Start an MLflow server on it and connect to that, or update Slipway.",
    ],
    ["anything else", thrown(1, "odd"), "unavailable", "m.db cannot be read: odd.", "Open the log for details."],
    ["not an error at all", "odd", "unavailable", "m.db cannot be read: odd.", "Open the log for details."],
    ["nothing", null, "unavailable", "m.db cannot be read: null.", "Open the log for details."],
    ["a code that is no number", { errcode: "5" }, "unavailable", "m.db cannot be read: [object Object].", "Open the log for details."],
  ];
  for (const [title, error, kind, message, next] of cases) {
    it(title, () => {
      const said = sqliteError(error, "m.db", "f00");
      assert.deepEqual([said.kind, said.message, said.next], [kind, message, next]);
      assert.equal(said.cause, error ?? null);
    });
  }

  it("a schema without a revision is of an unknown one", () => {
    assert.match(sqliteError(thrown(1, "no such table: runs"), "m.db", "").message, /no runs \(schema unknown\)/);
  });

  it("what already is in words stays as it is", () => {
    const error = new RegistryError("conflict", "Two at once.", "Look again.");
    assert.equal(sqliteError(error, "m.db", ""), error);
  });

  it("waiting helps against a lock, a look at the permissions against a refusal, rolling back against a stopped writer", () => {
    const all = [undefined, null, "5", {}, thrown(1), thrown(5), thrown(6), thrown(8), thrown(14), thrown(261), thrown(264), thrown(776)];
    assert.deepEqual(all.filter(isBusy).map(sqliteCode), [5, 6, 5]);
    assert.deepEqual(all.filter(isReadOnly).map(sqliteCode), [8, 14, 8, 8]);
    assert.deepEqual(all.filter(isUnfinished), all.slice(-2));
    assert.deepEqual(all.slice(0, 4).map(sqliteCode), [undefined, undefined, undefined, undefined]);
  });
});

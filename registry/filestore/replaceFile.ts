import { randomUUID } from "node:crypto";
import { chmodSync, closeSync, fsyncSync, openSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { statAt } from "./keyFiles.ts";

/**
 * Writes a file whole or not at all: under another name in `folder`, then renamed, so that nobody reads half of it, and one that is stopped leaves what
 * was there. `folder` is on the same disk and one that MLflow takes no other file from: in one of tags, what is left of a stopped writer would
 * be a tag.
 */
export function replaceFile(path: string, text: string, folder: string): void {
  const temporary = `${folder}/.slipway-${randomUUID()}.tmp`;
  const mode = statAt(path)?.mode;
  try {
    const file = openSync(temporary, "wx");
    try {
      // All of it: one write to a disk that is nearly full writes a part, and says nothing.
      writeFileSync(file, text);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    if (mode !== undefined) chmodSync(temporary, mode);
    renameSync(temporary, path);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}

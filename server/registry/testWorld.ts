import { lstat, readdir, stat } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { backends } from "#registry/backends.ts";
import { nodeFiles } from "../nodeFiles.ts";
import type { World } from "../world.ts";

/** A world for tests: real files, a silent log that is kept, no environment and no Git unless given. */
export function testWorld(change: Partial<World> = {}): World & { readonly logged: string[] } {
  const logged: string[] = [];
  const keep = (message: string): void => {
    logged.push(message);
  };
  return {
    files: {
      stat: async (uri, links) => {
        const found = await (links === "stay" ? lstat : stat)(fileURLToPath(uri)).catch(() => undefined);
        return (
          found && {
            type: found.isDirectory() ? "folder" : found.isSymbolicLink() ? "link" : "file",
            size: found.size,
            modified: found.mtimeMs,
          }
        );
      },
      readText: async () => "",
      pieces: nodeFiles.pieces,
      list: async (uri) => {
        const entries = await readdir(fileURLToPath(uri), { withFileTypes: true }).catch(() => []);
        return entries.map((entry) => ({ name: entry.name, type: entry.isDirectory() ? ("folder" as const) : ("file" as const) }));
      },
    },
    backends,
    fetch: () => Promise.reject(new Error("no network in this test")),
    base64: (bytes) => Buffer.from(bytes).toString("base64"),
    now: () => 1_760_000_000_000,
    random: () => 0.5,
    environment: {},
    log: { info: keep, warn: keep, error: keep },
    ...change,
    logged,
  };
}

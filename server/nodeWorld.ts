import { execFile } from "node:child_process";
import { lstat, readdir, readFile, stat } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import type { Log, World } from "./world.ts";

const run = promisify(execFile);
/** ms; a Git that waits for a password or a network drive must not hold an answer for ever. */
const GIT_TIMEOUT = 10_000;
const GIT_OUTPUT = 16 * 1024 * 1024;

/** The world on Node: real files, network, clock and Git. */
export function nodeWorld(log: Log): World {
  return {
    files: {
      async stat(uri, links) {
        try {
          const found = await (links === "stay" ? lstat : stat)(fileURLToPath(uri));
          return {
            type: found.isDirectory() ? "folder" : found.isSymbolicLink() ? "link" : "file",
            size: found.size,
            modified: found.mtimeMs,
          };
        } catch {
          return undefined;
        }
      },
      readText: (uri) => readFile(fileURLToPath(uri), "utf8"),
      async list(uri) {
        try {
          return await readdir(fileURLToPath(uri));
        } catch {
          return [];
        }
      },
    },
    fetch: (input, init) => globalThis.fetch(input, init),
    now: () => Date.now(),
    random: () => Math.random(),
    environment: process.env,
    log,
    git: async (folderUri, args) => {
      const { stdout } = await run("git", [...args], {
        cwd: fileURLToPath(folderUri),
        timeout: GIT_TIMEOUT,
        maxBuffer: GIT_OUTPUT,
        windowsHide: true,
        // No prompts, no pager, no lock files for a mere look.
        env: { ...process.env, GIT_TERMINAL_PROMPT: "0", GIT_OPTIONAL_LOCKS: "0", GIT_PAGER: "cat" },
      });
      return stdout;
    },
  };
}

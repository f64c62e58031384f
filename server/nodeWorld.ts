import { fileURLToPath } from "node:url";
import { nodeFiles } from "./nodeFiles.ts";
import { runGit } from "./nodeGit.ts";
import type { Log, World } from "./world.ts";

/** The world on Node: real files, network, clock and Git. */
export function nodeWorld(log: Log): World {
  return {
    files: nodeFiles,
    fetch: (input, init) => globalThis.fetch(input, init),
    now: () => Date.now(),
    random: () => Math.random(),
    environment: process.env,
    log,
    git: (folderUri, args, signal) => runGit(fileURLToPath(folderUri), args, signal),
  };
}

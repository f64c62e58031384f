import { fileURLToPath } from "node:url";
import type { Backend } from "#registry/backend.ts";
import { nodeFiles } from "./nodeFiles.ts";
import { runGit } from "./nodeGit.ts";
import { nodeNetwork } from "./nodeNetwork.ts";
import { nodePerson } from "./nodePerson.ts";
import type { Log, World } from "./world.ts";

/** The world on Node: real files, network, clock and Git. */
export function nodeWorld(log: Log, backends: readonly Backend[]): World {
  return {
    files: nodeFiles,
    backends,
    ...nodeNetwork(process.env),
    base64: (bytes) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("base64"),
    now: () => Date.now(),
    random: () => Math.random(),
    environment: process.env,
    person: nodePerson(process.env),
    log,
    git: (folderUri, args, signal) => runGit(fileURLToPath(folderUri), args, signal),
  };
}

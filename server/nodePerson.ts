import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { homedir } from "node:os";
import { resolve } from "node:path";
import { promisify } from "node:util";
import type { Person } from "#registry/backend.ts";

/** What the person of this computer has set up for other tools. */
export function nodePerson(environment: Person["environment"]): Person {
  return {
    environment,
    readFile: (path) => readFile(resolve(homedir(), path), "utf8").catch(() => undefined),
    run: async (program, args, signal) => {
      // In the home folder: on Windows, a program of this name in the folder that is open would be started otherwise.
      const running = promisify(execFile)(program, [...args], { cwd: homedir(), signal, windowsHide: true });
      // `signal` alone asks it to end, and it may not listen.
      signal.addEventListener("abort", () => void running.child.kill("SIGKILL"), { once: true });
      // Nobody is there to answer what it may ask.
      running.child.stdin?.on("error", () => {}).end();
      return (await running).stdout;
    },
  };
}

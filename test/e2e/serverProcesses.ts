import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { repositoryRoot } from "./editorWindow.ts";

/** Process ids of Slipway's background processes, as Linux tells them. */
export async function servers(): Promise<number[]> {
  const found: number[] = [];
  for (const pid of (await readdir("/proc")).filter((name) => /^\d+$/.test(name))) {
    const command = await readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => "");
    if (command.includes(join(repositoryRoot, "dist/server.cjs"))) found.push(Number(pid));
  }
  return found;
}

import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { type EditorWindow, repositoryRoot } from "./editorWindow.ts";

/** Kills Slipway's background processes in a window, and in no other that is open beside it. Linux tells which they are. */
export async function killServersOf(window: EditorWindow): Promise<void> {
  for (const pid of await processesOf(window, join(repositoryRoot, "dist/server.cjs"))) process.kill(pid, "SIGKILL");
}

/** The same while the extension host stands still: it hears of the end, and of all that `meanwhile` does in the window, at one time. */
export async function killServersUnheard(window: EditorWindow, meanwhile: () => Promise<void>): Promise<void> {
  const hosts = await processesOf(window, "extensionHost");
  if (hosts.length === 0) throw new Error("No extension host was found.");
  for (const pid of hosts) process.kill(pid, "SIGSTOP");
  try {
    await killServersOf(window);
    await meanwhile();
  } finally {
    for (const pid of hosts) process.kill(pid, "SIGCONT");
  }
}

async function processesOf({ pid: group }: EditorWindow, part: string): Promise<number[]> {
  const found: number[] = [];
  for (const pid of (await readdir("/proc")).filter((name) => /^\d+$/.test(name))) {
    const read = (file: string) => readFile(`/proc/${pid}/${file}`, "utf8").catch(() => "");
    const stat = await read("stat");
    // The name of the program, in parentheses, may have any sign; behind it state, parent and group.
    const [, , ownGroup] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    if (Number(ownGroup) === group && (await read("cmdline")).includes(part)) found.push(Number(pid));
  }
  return found;
}

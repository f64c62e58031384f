import { glob, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

const prefix = "slipway-demo-";
const ownerFile = "owner.pid";

/** A folder for one demo, which says whose it is. */
export async function demoFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), prefix));
  await writeFile(join(folder, ownerFile), String(process.pid));
  return folder;
}

/** Removes the folders of demos that were killed before they could do it themselves. Those of running ones, and what is not ours, stay. */
export async function removeLeftovers(): Promise<void> {
  for await (const file of glob(join(tmpdir(), `${prefix}*`, ownerFile))) {
    const owner = Number(await readFile(file, "utf8").catch(() => ""));
    if (Number.isSafeInteger(owner) && owner > 0 && !isRunning(owner))
      await rm(join(file, ".."), { recursive: true, force: true, maxRetries: 3 });
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Somebody else's process may not be signalled, but runs.
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

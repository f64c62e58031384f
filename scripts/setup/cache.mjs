import { existsSync } from "node:fs";
import { mkdir, open, readFile, rm, writeFile } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";

/** Where things that several checkouts can share are kept. */
export const cacheRoot = join(process.env.XDG_CACHE_HOME || join(homedir(), ".cache"), "slipway");

/** Says what set-up does. Standard error, so that a task's own output stays clean. */
export function say(text) {
  console.error(`[set-up] ${text}`);
}

/**
 * The folder `name` of the cache, made by `make(folder)` when it is not complete. A stamp written last tells a finished folder from one
 * whose making was interrupted, which is made again; a lock keeps two set-ups from making it at once.
 */
export async function cached(name, why, make) {
  const folder = join(cacheRoot, name);
  const stamp = join(folder, ".complete");
  if (existsSync(stamp)) return folder;
  await mkdir(cacheRoot, { recursive: true });
  const unlock = await lock(join(cacheRoot, `${name}.lock`));
  try {
    if (existsSync(stamp)) return folder;
    say(why);
    await rm(folder, { recursive: true, force: true });
    await mkdir(folder, { recursive: true });
    await make(folder);
    await writeFile(stamp, "");
    return folder;
  } finally {
    await unlock();
  }
}

/** Waits until the lock file is ours. A lock whose process has ended is stale and is taken over. */
async function lock(path) {
  for (let waited = false; ; waited = true) {
    const handle = await open(path, "wx").catch(() => undefined);
    if (handle !== undefined) {
      await handle.write(String(process.pid));
      await handle.close();
      return () => rm(path, { force: true });
    }
    const owner = Number(await readFile(path, "utf8").catch(() => ""));
    if (owner > 0 && !isAlive(owner)) await rm(path, { force: true });
    if (!waited) say(`waiting for another set-up (process ${owner || "unknown"}) to finish`);
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === "EPERM";
  }
}

import { existsSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { say } from "./cache.mjs";
import { run } from "./run.mjs";

/** `npm ci` when it has not run to its end since package-lock.json changed. */
export async function dependencies(root) {
  const stamp = join(root, "node_modules/.slipway-complete");
  const lock = join(root, "package-lock.json");
  if (existsSync(stamp) && statSync(stamp).mtimeMs >= statSync(lock).mtimeMs) return;
  say("installing the dependencies of package-lock.json (about half a minute, once)");
  await run("npm", ["ci", "--no-audit", "--no-fund"], { cwd: root });
  writeFileSync(stamp, "");
}

/** Path of a Node that is 24 or newer: the one that came with the dependencies, else the running one. */
export function node24(root) {
  const platform = process.platform === "win32" ? "win" : process.platform;
  const program = process.platform === "win32" ? "bin/node.exe" : "bin/node";
  const packaged = join(root, "node_modules", `node-${platform}-${process.arch}`, program);
  if (existsSync(packaged)) return packaged;
  if (Number(process.versions.node.split(".")[0]) >= 24) return process.execPath;
  throw new Error(
    `No npm package carries Node 24 for ${process.platform} ${process.arch}, and this is Node ${process.versions.node}. ` +
      "Install Node 24 or newer, then run the command again.",
  );
}

import { createHash } from "node:crypto";
import { copyFileSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { cached } from "./cache.mjs";
import { run } from "./run.mjs";

/** Folder of a real VS Code server (`out/server-main.js` in it), from the npm package code-server. */
export async function editorHost(root) {
  const manifests = join(root, "scripts/editor-host");
  const lock = readFileSync(join(manifests, "package-lock.json"));
  const hash = createHash("sha256").update(lock).digest("hex").slice(0, 12);
  const folder = await cached(
    `editor-${hash}`,
    "installing VS Code 1.139.1 from npm (600 MB on disk, up to a minute, once)",
    async (target) => {
      for (const file of ["package.json", "package-lock.json"]) copyFileSync(join(manifests, file), join(target, file));
      const install = ["--omit=dev", "--ignore-scripts", "--no-audit", "--no-fund"];
      await run("npm", ["ci", ...install], { cwd: target });
      // Its own install step would compile native modules; none of them is needed, and the scripts are off.
      await run("npm", ["install", ...install], { cwd: join(target, "node_modules/code-server/lib/vscode") });
    },
  );
  return join(folder, "node_modules/code-server/lib/vscode");
}

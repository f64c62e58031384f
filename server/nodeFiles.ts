import { lstat, readdir, readFile, stat } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import type { World } from "./world.ts";

/** Files of this computer, by `file:` URIs. */
export const nodeFiles: World["files"] = {
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
};

import type { Dirent } from "node:fs";
import { lstat, open, readdir, readFile, stat } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import type { FolderEntry, World } from "./world.ts";

/** bytes */
const PIECE = 2 ** 20;

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
  readText: (uri, bytes) => (bytes === undefined ? readFile(fileURLToPath(uri), "utf8") : readHead(uri, bytes)),
  async *pieces(uri) {
    const file = await open(fileURLToPath(uri));
    try {
      for (;;) {
        const { buffer, bytesRead } = await file.read(Buffer.alloc(PIECE), 0, PIECE, null);
        if (bytesRead === 0) return;
        yield buffer.subarray(0, bytesRead);
      }
    } finally {
      await file.close();
    }
  },
  async list(uri) {
    try {
      const entries = await readdir(fileURLToPath(uri), { withFileTypes: true });
      return entries.map((entry) => ({ name: entry.name, type: typeOf(entry) }));
    } catch {
      return [];
    }
  },
};

async function readHead(uri: string, bytes: number): Promise<string> {
  const file = await open(fileURLToPath(uri));
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(bytes), 0, bytes, 0);
    return buffer.toString("utf8", 0, bytesRead);
  } finally {
    await file.close();
  }
}

function typeOf(entry: Dirent): FolderEntry["type"] {
  if (entry.isFile()) return "file";
  if (entry.isDirectory()) return "folder";
  return entry.isSymbolicLink() ? "link" : "other";
}

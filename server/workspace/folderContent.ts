import type { FolderContent } from "#registry/backend.ts";
import type { World } from "../world.ts";

/** What the folder at a URI holds. */
export function contentOf(folder: string, { files }: World): FolderContent {
  const at = (path: string) => `${folder.replace(/\/$/, "")}/${path}`;
  return {
    exists: async (path) => (await files.stat(at(path))) !== undefined,
    list: async (path) => (await files.list(at(path))).map(({ name }) => name),
  };
}

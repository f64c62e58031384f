import type { FolderContent } from "#registry/backend.ts";
import { storeIn } from "#registry/discovery.ts";
import type { World } from "../world.ts";
import type { Workspace } from "./workspace.ts";

/** The folder to look for a local store in: the one that was chosen, else that of the policy, else the first one of the workspace that has a store. */
export async function folderWithStore(
  { folders, world, trusted, chosen }: Workspace,
  policyFolder: string | undefined,
): Promise<string | undefined> {
  if (chosen !== undefined) return chosen;
  const ordered = [...new Set([policyFolder, ...folders])].filter((folder) => folder !== undefined);
  if (!trusted) return ordered[0];
  for (const folder of ordered) if ((await storeIn(contentOf(folder, world), world.backends)) !== undefined) return folder;
  return ordered[0];
}

/** What the folder at a URI holds. */
export function contentOf(folder: string, { files }: World): FolderContent {
  const at = (path: string) => `${folder.replace(/\/$/, "")}/${path}`;
  return {
    exists: async (path) => (await files.stat(at(path))) !== undefined,
    list: async (path) => (await files.list(at(path))).map(({ name }) => name),
  };
}

import type { StoreInFolder } from "#protocol/registryRequests.ts";
import { absoluteRegistryUri, storesIn } from "#registry/discovery.ts";
import { contentOf } from "../workspace/folderContent.ts";
import type { World } from "../world.ts";

/** The stores that lie in a folder, in the order in which one of them would be opened by itself. */
export async function storesInFolder(folder: string | undefined, world: World): Promise<readonly StoreInFolder[]> {
  if (folder === undefined) return [];
  const names = await storesIn(contentOf(folder, world), world.backends);
  return names.map((name) => ({ name, uri: absoluteRegistryUri(name, folder, world.backends) }));
}

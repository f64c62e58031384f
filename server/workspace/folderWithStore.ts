import type { Workspace } from "./workspace.ts";

/** What MLflow leaves in a folder. */
const stores = ["mlflow.db", "mlruns"];

/** The folder to look for a local store in: the one that was chosen, else that of the policy, else the first one of the workspace that has a store. */
export async function folderWithStore(
  { folders, world, trusted, chosen }: Workspace,
  policyFolder: string | undefined,
): Promise<string | undefined> {
  if (chosen !== undefined) return chosen;
  const ordered = [...new Set([policyFolder, ...folders])].filter((folder) => folder !== undefined);
  if (!trusted) return ordered[0];
  for (const folder of ordered) {
    for (const store of stores) if ((await world.files.stat(`${folder.replace(/\/$/, "")}/${store}`)) !== undefined) return folder;
  }
  return ordered[0];
}

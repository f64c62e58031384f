import { fileURLToPath } from "node:url";
import type { Backend, FolderContent } from "#registry/backend.ts";
import { RegistryError } from "#registry/model/errors.ts";
import { fileStoreSource, openFileStoreRegistry } from "./fileStoreRegistry.ts";

const usualName = "mlruns";

/** MLflow's file store: `file:///x/mlruns`, `file:///C:/x/mlruns`. */
export const fileStoreBackend: Backend = {
  schemes: ["file"],
  example: "file:///path/mlruns",
  blocks: true,
  authKinds: [],
  findIn: async (folder) => ((await hasExperiments(folder)) ? usualName : undefined),
  // A plain path is a file store for MLflow.
  absolute: (written, inFolder) => (isPath(written) ? fileUri(inFolder(written)) : undefined),
  describe: (uri) => fileStoreSource(pathOf(uri)),
  open: (uri, world) => openFileStoreRegistry(pathOf(uri), world.now),
};

/** So many folders are looked into for an experiment. */
const mostFolders = 100;

/** As MLflow itself decides (3.17.2, `_has_existing_mlruns_data`): beside a database or a server `mlruns` holds artifacts alone. */
async function hasExperiments({ exists, list }: FolderContent): Promise<boolean> {
  const experiments = (await list(usualName)).filter((name) => /^\d+$/.test(name));
  for (const id of experiments.slice(0, mostFolders)) if (await exists(`${usualName}/${id}/meta.yaml`)) return true;
  return false;
}

function isPath(written: string): boolean {
  return written !== "" && !/^[A-Za-z][A-Za-z0-9+.-]+:/.test(written);
}

function fileUri(path: string): string {
  return `file://${path
    .replaceAll("\\", "/")
    .replace(/[%?#]/g, encodeURIComponent)
    .replace(/^(?=[A-Za-z]:)/, "/")}`;
}

function pathOf(uri: string): string {
  try {
    return fileURLToPath(new URL(uri.replace(/[?#].*$/s, ""))).replace(/(?<=[^:\\/])[\\/]+$/, "");
  } catch (error) {
    throw new RegistryError("invalid", "The address of the registry is not that of a folder.", "Use one such as file:///path/mlruns.", {
      cause: error,
    });
  }
}

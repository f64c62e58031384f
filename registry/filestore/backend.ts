import { fileURLToPath } from "node:url";
import type { Backend } from "#registry/backend.ts";
import { RegistryError } from "#registry/model/errors.ts";
import { openFileStoreRegistry } from "./fileStoreRegistry.ts";

/** MLflow's file store: `file:///x/mlruns`, `file:///C:/x/mlruns`. */
export const fileStoreBackend: Backend = {
  schemes: ["file"],
  example: "file:///path/mlruns",
  blocks: true,
  open: (uri) => openFileStoreRegistry(pathOf(uri)),
};

function pathOf(uri: string): string {
  try {
    return fileURLToPath(new URL(uri.replace(/[?#].*$/s, ""))).replace(/(?<=[^:\\/])[\\/]+$/, "");
  } catch (error) {
    throw new RegistryError("invalid", "The address of the registry is not that of a folder.", "Use one such as file:///path/mlruns.", {
      cause: error,
    });
  }
}

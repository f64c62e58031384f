import type { Backend } from "#registry/backend.ts";
import { RegistryError } from "#registry/model/errors.ts";
import { openMlflowRegistry } from "./mlflowRegistry.ts";

/** An MLflow server. */
export const mlflowBackend: Backend = {
  schemes: ["http", "https"],
  example: "http://host:5000",
  blocks: false,
  open(uri, world) {
    if (!URL.canParse(uri))
      throw new RegistryError("invalid", "The address of the registry is not valid.", "Use one such as http://host:5000.");
    return openMlflowRegistry(new URL(uri), world);
  },
};

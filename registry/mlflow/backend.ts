import type { Backend } from "#registry/backend.ts";
import { RegistryError } from "#registry/model/errors.ts";
import { openMlflowRegistry, serverSource } from "./mlflowRegistry.ts";

/** An MLflow server. */
export const mlflowBackend: Backend = {
  schemes: ["http", "https"],
  example: "http://host:5000",
  blocks: false,
  authKinds: ["basic", "token"],
  describe: (uri) => serverSource(addressOf(uri)),
  open: (uri, world) => openMlflowRegistry(addressOf(uri), world),
};

function addressOf(uri: string): URL {
  if (URL.canParse(uri)) return new URL(uri);
  throw new RegistryError("invalid", "The address of the registry is not valid.", `Use one such as ${mlflowBackend.example}.`);
}

import type { Backend, OpenWorld } from "#registry/backend.ts";
import { RegistryError } from "#registry/model/errors.ts";
import { clientOf, openMlflowRegistry, serverSource } from "./mlflowRegistry.ts";
import { makeScratch } from "./scratch.ts";

/** An MLflow server. */
export const mlflowBackend: Backend = {
  schemes: ["http", "https"],
  example: "http://host:5000",
  blocks: false,
  authKinds: ["basic", "token"],
  describe: (uri) => serverSource(addressOf(uri)),
  open: (uri, world) => openMlflowRegistry(addressOf(uri), world),
  scratch: (uri, world, signal) => makeScratch(clientOf(addressOf(uri), world), mlflowBackend.open(uri, world), suffix(world), signal),
};

/** What a name gets to be a new one. */
function suffix({ now, random }: OpenWorld): string {
  return `${now().toString(36)}-${random().toString(36).slice(2, 8)}`;
}

function addressOf(uri: string): URL {
  if (URL.canParse(uri)) return new URL(uri);
  throw new RegistryError("invalid", "The address of the registry is not valid.", `Use one such as ${mlflowBackend.example}.`);
}

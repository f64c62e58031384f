import type { Backend, OpenWorld } from "#registry/backend.ts";
import { addressOf, clientOf } from "#registry/rest/client.ts";
import { openMlflowRegistry, serverSource } from "./mlflowRegistry.ts";
import { makeScratch } from "./scratch.ts";

const example = "http://host:5000";

/** An MLflow server. */
export const mlflowBackend: Backend = {
  schemes: ["http", "https"],
  example,
  blocks: false,
  authKinds: ["basic", "token"],
  describe: (uri) => serverSource(addressOf(uri, example)),
  open: (uri, world) => openMlflowRegistry(addressOf(uri, example), world),
  scratch: (uri, world, signal) =>
    makeScratch(clientOf(addressOf(uri, example), world), mlflowBackend.open(uri, world), suffix(world), signal),
};

/** What a name gets to be a new one. */
function suffix({ now, random }: OpenWorld): string {
  return `${now().toString(36)}-${random().toString(36).slice(2, 8)}`;
}

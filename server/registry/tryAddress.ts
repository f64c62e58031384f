import type { AddressTrial, Credentials } from "#protocol/registryRequests.ts";
import type { AuthorizeRequest } from "#registry/backend.ts";
import { absoluteRegistryUri } from "#registry/discovery.ts";
import { originOf } from "#registry/model/address.ts";
import { RegistryError } from "#registry/model/errors.ts";
import { openRegistry } from "#registry/open.ts";
import type { Workspace } from "../workspace/workspace.ts";
import type { World } from "../world.ts";
import { problemOf } from "./answer.ts";
import { CredentialStore } from "./credentialStore.ts";
import { sleep } from "./sleep.ts";

interface Trial {
  /** As a person writes it. */
  readonly uri: string;
  /** How to sign in there, when it was just said. */
  readonly credentials?: Credentials;
}

/**
 * Asks the registry at an address for one experiment: what is wrong is better known before it is opened than after. Where a server answers
 * that knows no such call, MLflow is looked for at the addresses above. Contacts nothing before the workspace is trusted.
 */
export async function tryAddress({ uri, credentials }: Trial, workspace: Workspace, signal: AbortSignal): Promise<AddressTrial> {
  if (!workspace.trusted) return {};
  const { world } = workspace;
  const store = new CredentialStore(world, credentials === undefined ? [] : [credentials]);
  try {
    const address = absoluteRegistryUri(uri.trim(), workspace.folders[0], world.backends);
    const error = await failureAt(address, world, store, signal);
    if (error === undefined) return {};
    for (const above of RegistryError.is(error, "unsupported") ? addressesAbove(address) : []) {
      if ((await failureAt(above, world, store, signal)) === undefined) return { problem: problemOf(error), better: above };
    }
    return { problem: problemOf(error) };
  } catch (error) {
    signal.throwIfAborted();
    return { problem: problemOf(error) };
  }
}

async function failureAt(uri: string, world: World, store: CredentialStore, signal: AbortSignal): Promise<unknown> {
  const { fetch, now, random, backends, person } = world;
  const authorize = ({ origin, own }: AuthorizeRequest) => store.of(origin, own);
  const registry = openRegistry(uri, { fetch, now, random, sleep, authorize, ...(person === undefined ? {} : { person }) }, backends);
  try {
    await registry.experiments({ limit: 1 }, signal);
    return undefined;
  } catch (error) {
    signal.throwIfAborted();
    return error;
  } finally {
    registry.close();
  }
}

/** `http://host/a/b/#/c` → `http://host/a`, `http://host`, with the name and password that it has. */
function addressesAbove(uri: string): string[] {
  if (originOf(uri) === undefined) return [];
  const url = new URL(uri);
  const parts = url.pathname.split("/").filter((part) => part !== "");
  url.hash = url.search = "";
  return parts.map((_, index) => {
    url.pathname = parts.slice(0, parts.length - 1 - index).join("/");
    return url.href.replace(/\/$/, "");
  });
}

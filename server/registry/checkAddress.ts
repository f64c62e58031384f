import { problemText } from "#protocol/message.ts";
import type { AddressCheck } from "#protocol/registryRequests.ts";
import type { Backend } from "#registry/backend.ts";
import { absoluteRegistryUri } from "#registry/discovery.ts";
import { RegistryError } from "#registry/model/errors.ts";
import { backendOf } from "#registry/open.ts";

/** Looks at an address as a person writes it; contacts nothing. A relative path belongs to `folder`. */
export function checkAddress(written: string, folder: string | undefined, backends: readonly Backend[]): AddressCheck {
  try {
    const uri = absoluteRegistryUri(written.trim(), folder, backends);
    const backend = backendOf(uri, backends);
    backend.describe(uri);
    return { authKinds: backend.authKinds };
  } catch (error) {
    if (!RegistryError.is(error)) throw error;
    return { problem: problemText(error), authKinds: [] };
  }
}

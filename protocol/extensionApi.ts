import type { LinkMessage } from "#registry/model/linkMessage.ts";
import { notification, request } from "./message.ts";
import type { RegistryRef } from "./registryRequests.ts";

/** Calls of a registry between the processes, in both directions: of one that another extension brings, and of the open one that it reads. */
export const linkMessage = notification<LinkMessage>("slipway/link");

/** What a link leads to that the server starts: the registry at an address, opened by the extension that brings its scheme. */
export interface AboutBackend {
  readonly uri: string;
}

/** What a link leads to that the window starts: the read half of a registry that is open. */
export interface AboutReads {
  readonly registry: RegistryRef;
}

/** The schemes of registries that other extensions bring, all of them, and which of them is another one than before. */
export interface OtherSchemes {
  readonly schemes: readonly string[];
  readonly changed: readonly string[];
}
export const otherSchemesChanged = notification<OtherSchemes>("slipway/otherSchemes");

/** A registry that is open; the same as `RegistrySource` of the registry's API. */
export interface OpenSource {
  readonly uri: string;
  readonly kind: string;
  readonly shared: boolean;
  readonly label: string;
  readonly runPage?: string;
}
/** The registry that is open for a folder (its URI), or the one that the side bar shows; null: none. */
export const openSourceRequest = request<{ readonly folder?: string }, OpenSource | null>("slipway/openSource");
/** Which registries are open is not as it was. */
export const openSourcesChanged = notification<null>("slipway/openSources");

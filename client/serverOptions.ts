import type { ServerOptions } from "#server/world.ts";
import { readProxySettings } from "./host/proxySettings.ts";
import type { CredentialStore } from "./host/secrets.ts";
import { readServerSettings } from "./host/settings.ts";
import { isTrusted } from "./host/trust.ts";

/** What the server is told when it starts. Credentials are read only for a trusted workspace. */
export async function serverOptions(
  credentials: CredentialStore,
  folder: string | undefined,
  otherSchemes: readonly string[],
): Promise<ServerOptions> {
  const trusted = isTrusted();
  return {
    trusted,
    settings: readServerSettings(),
    credentials: trusted ? await credentials.all() : [],
    proxy: readProxySettings(),
    otherSchemes,
    ...(folder === undefined ? {} : { folder }),
  };
}

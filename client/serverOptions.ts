import type { ServerOptions, Settings } from "#server/world.ts";
import type { CredentialStore } from "./host/secrets.ts";
import { readSetting } from "./host/settings.ts";
import { isTrusted } from "./host/trust.ts";

/** The settings that the server works with, as they are now. */
export function serverSettings(): Settings {
  return {
    registry: readSetting("slipway.registry"),
    pollingInterval: readSetting("slipway.pollingInterval"),
    metric: readSetting("slipway.metric"),
    policyRef: readSetting("slipway.policyRef"),
    rules: readSetting("slipway.rules"),
  };
}

/** What the server is told when it starts. Credentials are read only for a trusted workspace. */
export async function serverOptions(credentials: CredentialStore): Promise<ServerOptions> {
  const trusted = isTrusted();
  return { trusted, settings: serverSettings(), credentials: trusted ? await credentials.all() : [] };
}

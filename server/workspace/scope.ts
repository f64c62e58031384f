import { isSameUri } from "#protocol/folderUri.ts";
import type { ServerSettings } from "#protocol/settings.ts";
import type { CachedRegistryFacts } from "../features/registryFacts.ts";
import type { Git } from "../git/git.ts";
import type { WaitingCount } from "../promotion/waitingCount.ts";
import type { RegistrySession } from "../registry/registrySession.ts";
import type { LoadedRuns } from "../runs/loadedRuns.ts";
import type { PolicyFile } from "./policyFile.ts";

/** A registry that is kept open, with what is kept of it, for all folders that lead to it. */
export interface Source {
  readonly session: RegistrySession;
  readonly facts: CachedRegistryFacts;
  /** Runs that are kept for the Runs pages. */
  readonly loadedRuns: LoadedRuns;
  /** What waits there for the reader, while another registry is shown. */
  readonly waiting: WaitingCount;
}

/** What belongs together: a folder, the registry that it leads to, the policy that its promotions follow, and that policy's repository. */
export interface Scope extends Source {
  /** URI; undefined: no folder is open. */
  readonly folder: string | undefined;
  readonly policyFile: PolicyFile;
  readonly git: Git;
}

/** A folder of a workspace may have a registry of its own in its settings. */
export function settingsOf(settings: ServerSettings, folder: string | undefined): ServerSettings {
  const own = Object.entries(settings.registryOf).find(([uri]) => folder !== undefined && isSameUri(uri, folder));
  return own === undefined ? settings : { ...settings, registry: own[1] };
}

export function representativeOf(scope: Scope, all: readonly Scope[]): Scope | undefined {
  const alike = all.filter(
    ({ session, policyFile }) => session === scope.session && (policyFile === scope.policyFile || !policyFile.isThere),
  );
  return alike.find(({ folder, policyFile }) => folder === policyFile.folder) ?? alike[0];
}

export function hasPolicy({ policyFile }: Scope): boolean {
  return policyFile.isThere;
}

export function hasRegistry({ session }: Scope): boolean {
  return session.state.state !== "none" && session.state.state !== "untrusted";
}

export function closeSource({ facts, session }: Source): void {
  facts.close();
  session.close();
}

import type { Credentials, SourceState } from "#protocol/registryRequests.ts";
import { defaultSettings, type ServerSettings } from "#protocol/settings.ts";
import type { Registry } from "#registry/api.ts";
import type { OpenWorld } from "#registry/backend.ts";
import { type Discovery, discoverRegistry } from "#registry/discovery.ts";
import { originOf, withoutSignIn } from "#registry/model/address.ts";
import { anyChange, type ChangeSet, isNoChange } from "#registry/model/changes.ts";
import { RegistryError } from "#registry/model/errors.ts";
import { schemeOf } from "#registry/model/schemes.ts";
import { openRegistry } from "#registry/open.ts";
import { idleTimeout } from "../idleTimeout.ts";
import { contentOf } from "../workspace/folderContent.ts";
import type { World } from "../world.ts";
import { problemOf } from "./answer.ts";
import { CredentialStore } from "./credentialStore.ts";
import { nextLook } from "./nextLook.ts";
import { sleep } from "./sleep.ts";

/** What decides which registry is open. */
export interface SessionInput {
  readonly trusted: boolean;
  readonly settings: ServerSettings;
  /** URI of the workspace folder; undefined: none is open. */
  readonly folder: string | undefined;
  /** `registry:` of slipway.yaml. */
  readonly policyRegistry: string | undefined;
}

export interface SessionEvents {
  /** Another registry, or it failed, or it is back; `isReach`: one of the last two. */
  sourceChanged(state: SourceState, isReach: boolean): void;
  /** Something in the registry changed: views that show it ask again. */
  registryChanged(changes: ChangeSet): void;
}

/**
 * Keeps one registry open and watches it. Nothing is looked at or contacted before the workspace is trusted. A registry that fails stays
 * open and is tried again, so that views keep what they have and come back by themselves.
 */
export class RegistrySession {
  private readonly world: World;
  private readonly events: SessionEvents;
  private readonly credentials: CredentialStore;
  private input: SessionInput = {
    trusted: false,
    settings: defaultSettings,
    folder: undefined,
    policyRegistry: undefined,
  };
  private current: Registry | undefined;
  private found: Discovery | undefined;
  private shown: SourceState = { state: "untrusted" };
  /** It did when it was last known whether it answers. */
  private hasFailed = false;
  /** What the server asked for at the last look, ms. */
  private retryAfter: number | undefined;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private looking: Promise<void> | undefined;
  private readonly stop = new AbortController();
  private looked = Promise.withResolvers<void>();
  /** Ends the look that is under way, when what it looks for is no longer wanted. */
  private superseded = new AbortController();

  constructor(world: World, events: SessionEvents, credentials = new CredentialStore(world, [])) {
    this.world = world;
    this.events = events;
    this.credentials = credentials;
  }

  /** Resolves when it is known which registry the last `configure` leads to, whether or not that has answered. */
  get known(): Promise<void> {
    return this.looked.promise;
  }

  /** The open registry; also while it fails, so that a request says why. */
  get registry(): Registry | undefined {
    return this.current;
  }

  get state(): SourceState {
    return this.shown;
  }

  /** Takes new settings, trust, folder or policy; opens another registry only when they lead to one. */
  async configure(change: Partial<SessionInput>): Promise<SourceState> {
    this.input = { ...this.input, ...change };
    this.looked.resolve();
    this.looked = Promise.withResolvers<void>();
    this.superseded.abort();
    return this.look();
  }

  /** Takes effect at once, without opening anything anew. */
  async signIn(credentials: Credentials): Promise<void> {
    this.credentials.set(credentials);
    if (originOf(this.current?.source.uri) !== originOf(credentials.origin)) return;
    this.superseded.abort();
    await this.look();
    this.events.registryChanged(anyChange);
  }

  /** Opens the registry again, as if the window had just been opened. */
  async refresh(): Promise<SourceState> {
    this.superseded.abort();
    this.closeCurrent();
    const state = await this.look();
    this.events.registryChanged(anyChange);
    return state;
  }

  /** Looks now instead of at the next interval: after a write of ours, say. */
  async look(): Promise<SourceState> {
    clearTimeout(this.timer);
    // One look at a time; what was configured meanwhile needs another.
    while (this.looking !== undefined) await this.looking;
    if (this.stop.signal.aborted) return this.shown;
    this.superseded = new AbortController();
    this.looking = this.lookOnce(AbortSignal.any([this.stop.signal, this.superseded.signal])).finally(() => {
      this.looking = undefined;
      this.schedule();
    });
    await this.looking;
    return this.shown;
  }

  /** What we wrote is told at once: a server's own lists may not tell it of an older run, or only at the next interval. */
  wrote(changes: ChangeSet): void {
    this.events.registryChanged(changes);
  }

  close(): void {
    this.stop.abort();
    clearTimeout(this.timer);
    this.closeCurrent();
    this.looked.resolve();
  }

  private async lookOnce(signal: AbortSignal): Promise<void> {
    if (!this.input.trusted) {
      this.closeCurrent();
      this.show({ state: "untrusted" });
      this.looked.resolve();
      return;
    }
    try {
      const found = await discoverFor(this.input, this.world);
      if (signal.aborted) return;
      this.use(found);
      this.looked.resolve();
    } catch (error) {
      this.closeCurrent();
      this.show({ state: "failed", problem: problemOf(error) });
      this.looked.resolve();
      return;
    }
    if (this.current !== undefined) await this.check(this.current, signal);
  }

  /** Opens what was found, unless it is open already. */
  private use(found: Discovery | undefined): void {
    if (found === undefined) {
      this.closeCurrent();
      this.show({ state: "none" });
      return;
    }
    if (this.found?.uri === found.uri && this.current !== undefined) return;
    this.closeCurrent();
    this.found = found;
    try {
      const { fetch, now, random, backends, person } = this.world;
      const authorize: OpenWorld["authorize"] = ({ origin, own }) => this.credentials.of(origin, own);
      this.current = openRegistry(
        found.uri,
        { fetch, now, random, sleep, authorize, ...(person === undefined ? {} : { person }) },
        backends,
      );
      this.show({ ...this.named(), state: "opening" });
    } catch (error) {
      this.show({ ...this.named(), state: "failed", problem: problemOf(error) });
    }
  }

  private async check(registry: Registry, signal: AbortSignal): Promise<void> {
    try {
      const changes = await registry.changes(signal);
      if (this.current !== registry) return;
      this.retryAfter = undefined;
      this.show({ ...this.named(), state: "open", asOf: this.world.now() });
      if (!isNoChange(changes)) this.events.registryChanged(changes);
    } catch (error) {
      if (this.current !== registry || signal.aborted) return;
      this.retryAfter = RegistryError.is(error) ? error.retryAfter : undefined;
      if (!RegistryError.is(error)) this.world.log.error(error instanceof Error ? (error.stack ?? error.message) : String(error));
      const { asOf } = this.shown;
      this.show({ ...this.named(), state: "failed", problem: problemOf(error), ...(asOf === undefined ? {} : { asOf }) });
    }
  }

  private named(): Pick<SourceState, "uri" | "label" | "why" | "runPage"> {
    const why = this.found?.why ?? "";
    if (this.current === undefined) {
      const uri = withoutSignIn(this.found?.uri ?? "");
      return { uri, label: uri.split("/").at(-1) ?? uri, why };
    }
    const { uri, label, runPage } = this.current.source;
    return { uri, label, why, ...(runPage === undefined ? {} : { runPage }) };
  }

  private show(shown: SourceState): void {
    const before = this.shown;
    this.shown = shown;
    if (visibleState(before) === visibleState(shown)) return;
    this.world.log.info(`Registry ${shown.uri ?? ""}: ${shown.state}${shown.problem ? `, ${shown.problem.message}` : ""}`);
    const isReach = shown.state === "failed" || (shown.state === "open" && this.hasFailed);
    if (shown.state !== "opening") this.hasFailed = shown.state === "failed";
    this.events.sourceChanged(shown, isReach);
  }

  private schedule(): void {
    clearTimeout(this.timer);
    if (this.stop.signal.aborted || !this.input.trusted) return;
    const interval = nextLook(this.current?.source.shared === true, this.input.settings.pollingInterval, this.retryAfter);
    this.timer = idleTimeout(() => void this.look(), interval);
  }

  private closeCurrent(): void {
    this.current?.close();
    this.current = undefined;
    this.found = undefined;
  }
}

/** The registry that a folder leads to. Throws `invalid` where what is named cannot be one. */
export function discoverFor(input: Omit<SessionInput, "trusted">, world: World): Promise<Discovery | undefined> {
  const { settings, policyRegistry, folder } = input;
  return discoverRegistry({
    setting: settings.registry,
    policy: policyRegistry,
    environment: world.environment["MLFLOW_TRACKING_URI"],
    folder,
    backends: world.backends,
    content: contentOf(folder ?? "", world),
  });
}

/** Is a registry of files what settings and environment lead to, or what a folder may have? Only a guess, before policies and folders are read. */
export function mayLeadToFiles({ registry }: ServerSettings, { environment, backends }: World): boolean {
  const named = [registry, environment["MLFLOW_TRACKING_URI"] ?? ""].find((uri) => uri.trim() !== "");
  const scheme = named === undefined ? "" : schemeOf(named.trim());
  return scheme === "" || backends.some(({ schemes, blocks }) => blocks && schemes.includes(scheme));
}

/** What a person sees of a state: the time of the last answer alone is no news. */
export function visibleState({ asOf: _asOf, ...state }: SourceState): string {
  return JSON.stringify(state);
}

import type { Capabilities, Registry, RegistryReads, RegistryWrites } from "#registry/api.ts";
import type { ChangeSet } from "#registry/model/changes.ts";
import type { RegistryErrorKind } from "#registry/model/errors.ts";

/** What `activate()` of Slipway gives to other extensions. Within a version things are added; nothing is taken away or means something else. */
export interface SlipwayApi {
  readonly version: 1;

  /**
   * Brings a kind of registry: from now on `slipway.registry: "acme:…"` opens what `factory` makes. Throws a `RegistryFailure` of kind `invalid`
   * for a scheme that is Slipway's or MLflow's own, and `conflict` for one that somebody has brought already. Disposing closes
   * what is open of it.
   */
  registerBackend(scheme: string, factory: BackendFactory): SlipwayDisposable;

  /**
   * The registry that is open for a workspace folder (`folder.uri`), or, without one, that the side bar shows. Undefined where none is open,
   * as before the workspace is trusted. Calls go to the registry as long as it is open, after that they fail with `unavailable`.
   */
  registry(folder?: UriLike): Promise<OpenRegistry | undefined>;

  /** Tells of what changed in a registry that is open, and of registries that were opened and closed. */
  onDidChange(listener: (change: RegistryChanged) => void): SlipwayDisposable;
}

/** `vscode.Uri`, or the same as text. */
export interface UriLike {
  toString(): string;
}

/** `vscode.Disposable` is one. */
export interface SlipwayDisposable {
  dispose(): void;
}

/** An open registry, to read. There is no call that writes, and none that gives a credential. */
export type OpenRegistry = RegistryReads;

/** What is not as it was; ids and names as in `ChangeSet`. */
export interface RegistryChanged extends ChangeSet {
  /** `source.uri` of the registry. Absent: which registries are open changed, or it may be any; ask `registry()` again. */
  readonly registry?: string;
}

/**
 * Makes the registry at an address, `acme:…` as the person wrote it. It is called when the address is opened, never before the workspace is
 * trusted; more than once where the registry is opened again. Each is closed when it is no longer wanted. Where it fails, the next call tries again.
 */
export type BackendFactory = (uri: string) => BackendRegistry | Promise<BackendRegistry>;

/**
 * A registry that another extension brings: the reading half of `Registry`, as much of the writing half as it has, and what changed. A call that it
 * does not have is `unsupported`. `runs` may say `unsupported` to a filter or an order, whatever the page token: Slipway then reads all runs and does both. Every call takes plain data and a signal, and gives plain data; an answer that is something
 * else than the types say is refused. A call gets 60 s.
 */
export interface BackendRegistry
  extends Omit<RegistryReads, "source" | "capabilities" | "transitionRequests">,
    Partial<RegistryWrites & Pick<RegistryReads, "transitionRequests">>,
    Pick<Registry, "changes"> {
  /** What is left out, it cannot do. */
  capabilities(signal: AbortSignal): Promise<Partial<Capabilities>>;
  close?(): void;
}

/**
 * How a call fails: an Error with these. A backend may throw any error that has them; what else it throws is `unavailable`. An aborted call may reject with
 * anything.
 */
export interface RegistryFailure {
  readonly kind: RegistryErrorKind;
  /** What happened, and to what. */
  readonly message: string;
  /** What a person can do about it. */
  readonly next: string;
  /** ms to wait before the next try. */
  readonly retryAfter?: number;
}

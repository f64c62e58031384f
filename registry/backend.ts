import type { Registry, RegistrySource } from "./api.ts";
import type { AuthKind, SignIn } from "./model/address.ts";

/** A request that is about to be made. Asked before every one, so that signing in and out takes effect at once. */
export interface AuthorizeRequest {
  /** Scheme, host and port (`originOf`): what was given for one is never sent to another. */
  readonly origin: string;
  /** What the registry's address itself holds. */
  readonly own: SignIn | undefined;
  /** Aborted when the request is not wanted any more. */
  readonly signal: AbortSignal;
}

/** What the person has set up on this computer for other tools. */
export interface Person {
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Text of a file in the home folder (`.databrickscfg`), or at an absolute path; absent: there is none. */
  readFile(path: string): Promise<string | undefined>;
  /** What a program writes to its standard output. It is started in the home folder, without a shell. Rejects when it fails. */
  run(program: string, args: readonly string[], signal: AbortSignal): Promise<string>;
}

/** What a backend may need from outside. */
export interface OpenWorld {
  readonly fetch: typeof globalThis.fetch;
  /** ms since 1970 */
  now(): number;
  /** 0 ≤ n < 1, spreads retries. */
  random(): number;
  /** Resolves after `ms`; rejects when the signal is aborted. */
  sleep(ms: number, signal: AbortSignal): Promise<void>;
  /** How to sign in for a request. It may take time (a token that is fetched or made new); who cannot rejects with `unauthorized`. */
  authorize(request: AuthorizeRequest): Promise<SignIn | undefined>;
  /** Absent where there is no computer of a person's (web, a thread that reads files). */
  readonly person?: Person;
}

/** What a folder holds; paths are relative to it, with `/`. */
export interface FolderContent {
  /** Is there a file or folder? */
  exists(path: string): Promise<boolean>;
  /** The names in a folder; none where there is no such folder. */
  list(path: string): Promise<readonly string[]>;
}

/** One kind of registry. It has a folder of its own and stands in `backends.ts`; nothing else names it. */
export interface Backend {
  /** Of its URIs, in lower case: `sqlite`. */
  readonly schemes: readonly string[];
  /** Which of the addresses with its schemes are its own; absent: all. The first backend that takes an address has it. */
  takes?(uri: string): boolean;
  /** How a person writes where such a registry is: `http://host:5000`. */
  readonly example: string;
  /** Its calls hold the thread that makes them while they read files: it gets one of its own where others wait for this one. */
  readonly blocks: boolean;
  /** How one may sign in at such a registry, the usual way first; empty: there is nothing to sign in to. */
  readonly authKinds: readonly AuthKind[];
  /** How such a registry in a folder is written, where the folder has one: `mlflow.db`. */
  findIn?(folder: FolderContent): Promise<string | undefined>;
  /** The absolute URI that is meant, where a person writes a registry of this kind otherwise. `inFolder` makes a path absolute. */
  absolute?(written: string, inFolder: (path: string) => string): string | undefined;
  /** How the registry at an absolute URI is named. Opens nothing. Throws `invalid` for an address that cannot be one. */
  describe(uri: string): RegistrySource;
  /** Opens the registry at an absolute URI. Contacts nothing yet. Throws `invalid` for an address that cannot be one. */
  open(uri: string, world: OpenWorld): Registry;
  /** Makes what a server of this kind can be tried on. Absent: what it opens is no server. */
  scratch?(uri: string, world: OpenWorld, signal: AbortSignal): Promise<Scratch>;
}

/** A run that was made to try a registry on. */
export interface ScratchRun {
  readonly id: string;
  readonly name: string;
}

/**
 * An experiment and a model that were made to try a registry on, newest run first. What they hold stands in `scratchRuns`; the deleted
 * run is in the trash. Version 1 was made of the first run of `model/scratchRuns.ts`, version 2 of the second.
 */
export interface Scratch {
  readonly registry: Registry;
  readonly experiment: { readonly id: string; readonly name: string };
  readonly runs: readonly ScratchRun[];
  readonly deleted: ScratchRun;
  readonly model: string;
  /** Takes all of it away again, and closes the registry. Gives what it could not take away, in words. */
  remove(signal: AbortSignal): Promise<readonly string[]>;
}

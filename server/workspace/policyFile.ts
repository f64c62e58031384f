import { type CountingPolicy, countingPolicy } from "./countingPolicy.ts";
import { readLocalPolicy } from "./localPolicy.ts";
import type { Workspace } from "./workspace.ts";

/** ms; a branch that moved is noticed after so long, and by every act at once. */
const shortly = 3000;

/**
 * The policy of a folder. What is typed and not saved promotes nothing, and what is saved only where Git does not keep a policy (`countingPolicy`). While the policy that counts cannot be used, the last one that could
 * stays to be looked at.
 */
export class PolicyFile {
  /** URI; undefined: no folder is open. */
  readonly folder: string | undefined;
  readonly #workspace: Workspace;
  readonly #changed: () => void;
  #state: CountingPolicy = {};
  #lastGood: Pick<CountingPolicy, "policy" | "origin"> = {};
  #edition = "";
  #reading: Promise<boolean> | undefined;
  #readAt = 0;

  /** `changed` is told of every change that a later read finds, whoever asked for it. */
  constructor(workspace: Workspace, folder: string | undefined, changed: () => void = () => undefined) {
    this.#workspace = workspace;
    this.folder = folder;
    this.#changed = changed;
  }

  /** With a `problem` nothing may be written, whatever `policy` is. */
  get state(): CountingPolicy {
    return this.#state;
  }

  /** There is one, good or bad. */
  get isThere(): boolean {
    return this.#state.policy !== undefined || this.#state.problem !== undefined;
  }

  /** `registry:` of the policy. */
  get registry(): string | undefined {
    return this.#state.policy?.registry;
  }

  /** Reads it again, from disk and from Git; true when it says something else now. */
  async read(): Promise<boolean> {
    // What is being read at this moment may be of a moment before the caller's.
    await this.#reading?.catch(() => undefined);
    return this.#start();
  }

  /** For views that ask again and again: what was read a moment ago will do. */
  async refresh(): Promise<void> {
    if (this.#workspace.world.now() - this.#readAt > shortly) await this.#start();
  }

  #start(): Promise<boolean> {
    this.#reading ??= this.#readOnce().finally(() => {
      this.#readAt = this.#workspace.world.now();
      this.#reading = undefined;
    });
    return this.#reading;
  }

  async #readOnce(): Promise<boolean> {
    const { world, trusted, settings } = this.#workspace;
    const { folder } = this;
    if (folder === undefined) return this.#set({});
    const { git } = world;
    const found = await countingPolicy({
      local: await readLocalPolicy(world.files, folder, trusted ? undefined : "stay"),
      git: git !== undefined && trusted ? (...args) => git(folder, args) : undefined,
      ref: settings.policyRef,
    });
    if (found.policy !== undefined) this.#lastGood = { policy: found.policy, ...(found.origin ? { origin: found.origin } : {}) };
    return this.#set(found.problem === undefined ? found : { ...this.#lastGood, ...found });
  }

  #set(state: CountingPolicy): boolean {
    const edition = JSON.stringify(state);
    const before = this.#edition;
    this.#edition = edition;
    this.#state = state;
    if (before !== "" && before !== edition) this.#changed();
    return before !== edition;
  }
}

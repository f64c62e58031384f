import type { Policy } from "#registry/promotion/types.ts";
import { readPolicy } from "../rules/readPolicy.ts";
import type { World } from "../world.ts";

/** What the saved `slipway.yaml` says. Neither field: there is no such file. */
export interface PolicyState {
  readonly policy?: Policy;
  /** Why the policy is not used, as a sentence. */
  readonly problem?: string;
}

export const policyFileName = "slipway.yaml";

/** The policy of the first workspace folder, as saved: what is typed and not saved yet promotes nothing. */
export class PolicyFile {
  readonly #world: World;
  readonly #folder: () => string | undefined;
  #state: PolicyState = {};
  #text: string | undefined;

  constructor(world: World, folder: () => string | undefined) {
    this.#world = world;
    this.#folder = folder;
  }

  get state(): PolicyState {
    return this.#state;
  }

  /** `registry:` of the file, also when the rest of the policy is not used. */
  get registry(): string | undefined {
    return this.#state.policy?.registry;
  }

  /** Reads the file again; true when it says something else now. */
  async read(): Promise<boolean> {
    const folder = this.#folder();
    const uri = folder === undefined ? undefined : `${folder.replace(/\/$/, "")}/${policyFileName}`;
    const stat = uri === undefined ? undefined : await this.#world.files.stat(uri);
    if (uri === undefined || stat === undefined) return this.#set(undefined, {});
    try {
      const text = await this.#world.files.readText(uri);
      return this.#set(text, text === this.#text ? this.#state : stateOf(text));
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      return this.#set(undefined, { problem: `${policyFileName} cannot be read: ${why}` });
    }
  }

  #set(text: string | undefined, state: PolicyState): boolean {
    const changed = text !== this.#text || state.problem !== this.#state.problem;
    this.#text = text;
    this.#state = state;
    return changed;
  }
}

function stateOf(text: string): PolicyState {
  const { policy, problems } = readPolicy(text);
  if (policy !== undefined) return { policy };
  const [first, ...others] = problems;
  const line = (first?.range.start.line ?? 0) + 1;
  const more = others.length === 0 ? "" : ` And ${others.length} more.`;
  return { problem: `Line ${line} of ${policyFileName}: ${first?.message ?? "it cannot be read."}${more}` };
}

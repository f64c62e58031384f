import type { Answer } from "#protocol/message.ts";
import type { Inbox } from "#protocol/registryRequests.ts";
import { type ChangeSet, touches } from "#registry/model/changes.ts";
import type { Policy } from "#registry/promotion/types.ts";

interface Kept {
  readonly count: number;
  readonly me: string;
  /** Of the registry, when it was counted. */
  readonly edition: number;
}

/**
 * How many promotions of a registry wait for the reader, under each of the policies that lead there: the badge of a window that shows
 * another registry. Counted again only after a change that promotions may feel.
 */
export class WaitingCount {
  #kept = new WeakMap<Policy, Kept>();
  #edition = 0;
  /** Whose metrics the gates of what was counted look at. */
  readonly #runs = new Set<string>();

  /** Something in the registry changed. */
  changed({ models, runs }: ChangeSet): void {
    if (models.length === 0 && !touches(runs, this.#runs)) return;
    this.#edition++;
    this.#runs.clear();
  }

  /** The count under a policy, or one of what `read` gives. Undefined: it could not be read, and the next question tries again. */
  async of(
    { policy, me }: { readonly policy?: Policy; readonly me: string },
    read: () => Promise<Answer<Inbox>>,
  ): Promise<number | undefined> {
    if (policy === undefined) return 0;
    const kept = this.#kept.get(policy);
    if (kept?.edition === this.#edition && kept.me === me) return kept.count;
    const edition = this.#edition;
    const answer = await read();
    if (!answer.ok) return undefined;
    const { waiting, runs } = answer.value;
    // A change while it was read: what was counted may be from before it.
    if (edition === this.#edition) {
      this.#kept.set(policy, { count: waiting.length, me, edition });
      for (const run of runs) this.#runs.add(run);
    }
    return waiting.length;
  }
}

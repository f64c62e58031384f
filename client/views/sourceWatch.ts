import type { Asker } from "#client/core/asker.ts";
import { type SourceState, sourceRequest } from "#protocol/registryRequests.ts";

/** Which registry is open, as the server last said. The one owner of this knowledge in the window. */
export class SourceWatch {
  readonly #asker: Asker;
  readonly #listeners = new Set<(state: SourceState) => void>();
  #state: SourceState | undefined;

  constructor(asker: Asker) {
    this.#asker = asker;
  }

  /** Absent until the server has answered once. */
  get state(): SourceState | undefined {
    return this.#state;
  }

  /** The state, asked for when it is not known yet. */
  async current(signal?: AbortSignal): Promise<SourceState> {
    if (this.#state !== undefined) return this.#state;
    const state = await this.#asker.ask(sourceRequest, null, signal);
    // A notification that came while we asked is newer than the answer.
    if (this.#state === undefined) this.set(state);
    return this.#state ?? state;
  }

  set(state: SourceState): void {
    this.#state = state;
    for (const listener of this.#listeners) listener(state);
  }

  onChange(listener: (state: SourceState) => void): void {
    this.#listeners.add(listener);
  }
}

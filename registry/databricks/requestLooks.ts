import { RegistryError } from "#registry/model/errors.ts";
import type { TransitionRequest } from "#registry/model/transitions.ts";

/** Versions that are looked at again at each look, in turn. */
const inTurn = 3;
/** Versions that are remembered: what an inbox asks. */
const mostKnown = 300;

type List = (model: string, version: string, signal: AbortSignal) => Promise<TransitionRequest[]>;

interface Known {
  readonly model: string;
  readonly version: string;
  /** What its list said last. */
  readonly said: string;
}

/**
 * Tells of requests that were made or answered on the web page: nothing of the version tells that. Of the versions whose requests somebody
 * has asked for, a few are asked again at each look, the one that waited longest first.
 */
export class RequestLooks {
  readonly #ask: List;
  /** By version, the one that waited longest first. */
  readonly #known = new Map<string, Known>();
  readonly #untold = new Set<string>();

  constructor(ask: List) {
    this.#ask = ask;
  }

  /** The requests of a version, which is looked at from now on. */
  async list(model: string, version: string, signal: AbortSignal): Promise<TransitionRequest[]> {
    const requests = await this.#ask(model, version, signal);
    const key = JSON.stringify([model, version]);
    const said = JSON.stringify(requests);
    const before = this.#known.get(key);
    if (before !== undefined && before.said !== said) this.#untold.add(model);
    this.#known.delete(key);
    this.#known.set(key, { model, version, said });
    const [oldest] = this.#known.keys();
    if (this.#known.size > mostKnown && oldest !== undefined) this.#known.delete(oldest);
    return requests;
  }

  /** Asks the next ones again. What it finds before it fails is kept. */
  async look(signal: AbortSignal): Promise<void> {
    for (const [key, { model, version }] of [...this.#known].slice(0, inTurn)) {
      try {
        await this.list(model, version, signal);
      } catch (error) {
        if (!RegistryError.is(error, "notFound") && !RegistryError.is(error, "forbidden")) throw error;
        this.#known.delete(key);
        this.#untold.add(model);
      }
    }
  }

  /** The models with other requests than were told; they are told by this. */
  take(): readonly string[] {
    const models = [...this.#untold];
    this.#untold.clear();
    return models;
  }
}

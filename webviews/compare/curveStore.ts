import type { Problem } from "#protocol/message.ts";
import { curvesRequest, type Curve as WireCurve } from "#protocol/views/compare.ts";
import type { Bridge } from "../bridge/bridge.ts";

/** One run's history as it came over the bridge. */
export interface LoadedHistory {
  readonly runId: string;
  readonly steps: Float64Array;
  readonly timestamps: Float64Array;
  readonly values: Float64Array;
  /** Points in the store. */
  readonly total: number;
}

export type LoadedMetric = { readonly histories: readonly LoadedHistory[] } | { readonly problem: Problem };

/** Histories of the metrics whose charts have come into view. What is drawn stays until its successor is there. */
export class CurveStore {
  readonly #bridge: Bridge;
  readonly #onChange: () => void;
  readonly #loaded = new Map<string, LoadedMetric>();
  /** Per metric: what was asked for last. */
  readonly #asked = new Map<string, string>();

  constructor(bridge: Bridge, onChange: () => void) {
    this.#bridge = bridge;
    this.#onChange = onChange;
  }

  get(metric: string): LoadedMetric | undefined {
    return this.#loaded.get(metric);
  }

  /** Reads the metric's histories unless exactly that was asked for already. */
  want(metric: string, runIds: readonly string[], maxPoints: number): void {
    const key = `${maxPoints} ${runIds.join()}`;
    if (this.#asked.get(metric) === key) return;
    this.#asked.set(metric, key);
    this.#read(metric, runIds, maxPoints, key).catch((error: Error) => this.#keep(metric, key, { problem: internal(error) }));
  }

  /** The registry changed: what is on the screen is asked for again. */
  forget(): void {
    this.#asked.clear();
  }

  async #read(metric: string, runIds: readonly string[], maxPoints: number, key: string): Promise<void> {
    const answer = await this.#bridge.ask(curvesRequest, { runIds, metric, maxPoints });
    this.#keep(metric, key, answer.ok ? { histories: answer.value.map(decoded) } : { problem: answer.problem });
  }

  #keep(metric: string, key: string, loaded: LoadedMetric): void {
    if (this.#asked.get(metric) !== key) return;
    this.#loaded.set(metric, loaded);
    this.#onChange();
  }
}

function internal(error: Error): Problem {
  return { kind: "internal", message: error.message, next: "" };
}

function decoded(curve: WireCurve): LoadedHistory {
  return {
    runId: curve.runId,
    steps: floats(curve.steps),
    timestamps: floats(curve.timestamps),
    values: floats(curve.values),
    total: curve.total,
  };
}

function floats(base64: string): Float64Array {
  const characters = atob(base64);
  const bytes = new Uint8Array(characters.length);
  // A loop: `Uint8Array.from` with a function takes ten times as long, and a hundred curves are megabytes.
  for (let index = 0; index < bytes.length; index++) bytes[index] = characters.charCodeAt(index);
  return new Float64Array(bytes.buffer);
}

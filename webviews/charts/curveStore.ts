import type { Problem } from "#protocol/message.ts";
import { curvesRequest, type Curve as WireCurve } from "#protocol/views/compare.ts";
import type { Bridge } from "../bridge/bridge.ts";
import { OneReader } from "../bridge/oneReader.ts";

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

/** A metric's histories as they were asked for last. */
interface Wanted {
  runIds: readonly string[];
  maxPoints: number;
  /** The registry changed since. */
  stale: boolean;
  readonly reader: OneReader;
}

/** Histories of the metrics whose charts have come into view. What is drawn stays until its successor is there. */
export class CurveStore {
  readonly #bridge: Bridge;
  readonly #onChange: () => void;
  readonly #kind: { readonly isFormula?: true };
  readonly #loaded = new Map<string, LoadedMetric>();
  readonly #wanted = new Map<string, Wanted>();

  /** `isFormula`: what it is asked for are formulas over metrics. */
  constructor(bridge: Bridge, onChange: () => void, isFormula = false) {
    this.#bridge = bridge;
    this.#onChange = onChange;
    this.#kind = isFormula ? { isFormula } : {};
  }

  get(metric: string): LoadedMetric | undefined {
    return this.#loaded.get(metric);
  }

  /** Reads the metric's histories unless exactly that was asked for already. */
  want(metric: string, runIds: readonly string[], maxPoints: number): void {
    const known = this.#wanted.get(metric);
    if (known?.maxPoints === maxPoints && known.runIds.join() === runIds.join()) {
      if (known.stale) known.reader.askAgain();
      known.stale = false;
      return;
    }
    const reader = known?.reader ?? new OneReader((signal) => this.#read(metric, signal));
    this.#wanted.set(metric, { runIds, maxPoints, stale: false, reader });
    reader.ask();
  }

  /** The registry changed: what is on the screen is asked for again. */
  forget(): void {
    for (const wanted of this.#wanted.values()) wanted.stale = true;
  }

  async #read(metric: string, signal: AbortSignal): Promise<void> {
    const { runIds = [], maxPoints = 0 } = this.#wanted.get(metric) ?? {};
    try {
      const answer = await this.#bridge.ask(curvesRequest, { runIds, metric, maxPoints, ...this.#kind }, signal);
      this.#keep(metric, answer.ok ? { histories: answer.value.map(decoded) } : { problem: answer.problem });
    } catch (error) {
      if (!signal.aborted) this.#keep(metric, { problem: internal(error as Error) });
    }
  }

  #keep(metric: string, loaded: LoadedMetric): void {
    const before = this.#loaded.get(metric);
    // A registry that cannot be reached takes no curve from the screen: the page says from when it is.
    if ("problem" in loaded && loaded.problem.kind === "unavailable" && before !== undefined && "histories" in before) return;
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

/** Little-endian 64-bit numbers, as the server writes them. */
export function floats(base64: string): Float64Array {
  const characters = atob(base64);
  const bytes = new Uint8Array(characters.length);
  // A loop: `Uint8Array.from` with a function takes ten times as long, and a hundred curves are megabytes.
  for (let index = 0; index < bytes.length; index++) bytes[index] = characters.charCodeAt(index);
  return new Float64Array(bytes.buffer);
}

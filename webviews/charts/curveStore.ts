import type { Answer, Problem } from "#protocol/message.ts";
import { type CurvesQuestion, curvesRequest, type Curve as WireCurve } from "#protocol/views/compare.ts";
import type { Bridge } from "../bridge/bridge.ts";
import { Question } from "../bridge/question.ts";

/** One run's history as it came over the bridge. */
export interface LoadedHistory {
  readonly runId: string;
  readonly steps: Float64Array;
  readonly timestamps: Float64Array;
  readonly values: Float64Array;
  /** Points in the store. */
  readonly total: number;
}

interface LoadedHistories {
  readonly histories: readonly LoadedHistory[];
}

export type LoadedMetric = LoadedHistories | { readonly problem: Problem };

/** Histories of the metrics whose charts have come into view. What is drawn stays until its successor is there. */
export class CurveStore {
  readonly #bridge: Bridge;
  readonly #onChange: () => void;
  readonly #kind: { readonly isFormula?: true };
  readonly #questions = new Map<string, Question<CurvesQuestion, LoadedHistories>>();

  /** `isFormula`: what it is asked for are formulas over metrics. */
  constructor(bridge: Bridge, onChange: () => void, isFormula = false) {
    this.#bridge = bridge;
    this.#onChange = onChange;
    this.#kind = isFormula ? { isFormula } : {};
  }

  /** Where reading failed, what is drawn stays if it has all runs that are wanted: the page says from when it is. */
  get(metric: string): LoadedMetric | undefined {
    const { last, wanted } = this.#questions.get(metric) ?? {};
    const { value, of, problem } = last ?? {};
    const hasAll = wanted?.runIds.every((id) => of?.runIds.includes(id)) === true;
    if (value && (problem === undefined || hasAll)) return value;
    return problem && { problem };
  }

  /** Reads the metric's histories unless exactly that was asked for already. */
  want(metric: string, runIds: readonly string[], maxPoints: number): void {
    const question =
      this.#questions.get(metric) ?? new Question((asked: CurvesQuestion, signal) => this.#read(asked, signal), this.#onChange);
    this.#questions.set(metric, question);
    question.want({ runIds, metric, maxPoints, ...this.#kind });
  }

  /** The registry changed: what is on the screen is asked for again. */
  forget(): void {
    for (const question of this.#questions.values()) question.forget();
  }

  async #read(asked: CurvesQuestion, signal: AbortSignal): Promise<Answer<LoadedHistories>> {
    const answer = await this.#bridge.ask(curvesRequest, asked, signal);
    return answer.ok ? { ok: true, value: { histories: answer.value.map(decoded) } } : answer;
  }
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

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
  /** Points in the store. NaN: of a sample, they were not counted. */
  readonly total: number;
}

interface LoadedHistories {
  readonly histories: readonly LoadedHistory[];
}

export type LoadedMetric = LoadedHistories | { readonly problem: Problem };

/** Of metrics, or of formulas over them. `sampled first`: of long histories some points are shown until all are read, which no number may be taken of. */
export type CurveKind = "metrics" | "metrics, sampled first" | "formulas";

/** Histories of the metrics whose charts have come into view. What is drawn stays until its successor is there. */
export class CurveStore {
  readonly #bridge: Bridge;
  readonly #onChange: () => void;
  readonly #kind: CurveKind;
  readonly #questions = new Map<string, Question<CurvesQuestion, LoadedHistories>>();

  constructor(bridge: Bridge, onChange: () => void, kind: CurveKind = "metrics") {
    this.#bridge = bridge;
    this.#onChange = onChange;
    this.#kind = kind;
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
      this.#questions.get(metric) ?? new Question<CurvesQuestion, LoadedHistories>((...asked) => this.#read(...asked), this.#onChange);
    this.#questions.set(metric, question);
    question.want({ runIds, metric, maxPoints, ...(this.#kind === "formulas" ? { isFormula: true } : {}) });
  }

  /** The registry changed: what is on the screen is asked for again. */
  forget(): void {
    for (const question of this.#questions.values()) question.forget();
  }

  async #read(asked: CurvesQuestion, signal: AbortSignal, show?: (value: LoadedHistories) => void): Promise<Answer<LoadedHistories>> {
    if (show && this.#kind === "metrics, sampled first") {
      const sample = await this.#ask({ ...asked, sample: true }, signal);
      if (sample.ok && sample.value.histories.length > 0) show(sample.value);
    }
    return this.#ask(asked, signal);
  }

  async #ask(asked: CurvesQuestion, signal: AbortSignal): Promise<Answer<LoadedHistories>> {
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
    total: curve.total ?? Number.NaN,
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

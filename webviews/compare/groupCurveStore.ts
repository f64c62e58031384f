import type { Answer, Problem } from "#protocol/message.ts";
import { type GroupCurvesQuestion, groupCurvesRequest, type WireGroupCurve } from "#protocol/views/compare.ts";
import type { GroupCurve } from "#registry/model/compare/groupCurve.ts";
import type { Bridge } from "../bridge/bridge.ts";
import { Question } from "../bridge/question.ts";
import { floats } from "../charts/curveStore.ts";

export interface LoadedGroupCurve extends GroupCurve {
  readonly thinnedFrom?: number;
}

/** What a curve is of, however many of its points are wanted. */
type Asked = Omit<GroupCurvesQuestion, "maxPoints">;

export type LoadedGroups = { readonly curves: readonly LoadedGroupCurve[] } | { readonly problem: Problem };

/** Curves of groups for the metrics whose charts have come into view. */
export class GroupCurveStore {
  readonly #questions = new Map<string, Question<GroupCurvesQuestion, readonly LoadedGroupCurve[]>>();
  readonly #bridge: Bridge;
  readonly #onChange: () => void;

  constructor(bridge: Bridge, onChange: () => void) {
    this.#bridge = bridge;
    this.#onChange = onChange;
  }

  /** Undefined where nothing was read of these groups over this axis: curves of others are not theirs. */
  get(asked: Asked): LoadedGroups | undefined {
    const { value, of, problem } = this.#questions.get(nameOf(asked))?.last ?? {};
    if (value && of && askedOf(of) === askedOf(asked)) return { curves: value };
    return problem && { problem };
  }

  want(params: GroupCurvesQuestion): void {
    const question =
      this.#questions.get(nameOf(params)) ??
      new Question((asked: GroupCurvesQuestion, signal) => this.#read(asked, signal), this.#onChange);
    this.#questions.set(nameOf(params), question);
    question.want(params);
  }

  forget(): void {
    for (const question of this.#questions.values()) question.forget();
  }

  async #read(params: GroupCurvesQuestion, signal: AbortSignal): Promise<Answer<readonly LoadedGroupCurve[]>> {
    const answer = await this.#bridge.ask(groupCurvesRequest, params, signal);
    return answer.ok ? { ok: true, value: answer.value.map(decoded) } : answer;
  }
}

function nameOf({ metric, isFormula = false }: Pick<Asked, "metric" | "isFormula">): string {
  return `${isFormula} ${metric}`;
}

function askedOf({ groups, axis, xMetric }: Asked): string {
  return JSON.stringify([groups, axis, xMetric]);
}

function decoded({ x, mean, std, min, max, n, ...rest }: WireGroupCurve): LoadedGroupCurve {
  return { x: floats(x), mean: floats(mean), std: floats(std), min: floats(min), max: floats(max), n: floats(n), ...rest };
}

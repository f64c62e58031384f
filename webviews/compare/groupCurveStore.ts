import type { Answer, Problem } from "#protocol/message.ts";
import { groupCurvesRequest, type WireGroupCurve } from "#protocol/views/compare.ts";
import type { GroupCurve } from "#registry/model/compare/groupCurve.ts";
import type { Bridge } from "../bridge/bridge.ts";
import { floats } from "../charts/curveStore.ts";
import { Question } from "./question.ts";

type Params = Parameters<NonNullable<typeof groupCurvesRequest.types>>[0];

export interface LoadedGroupCurve extends GroupCurve {
  readonly thinnedFrom?: number;
}

export type LoadedGroups = { readonly curves: readonly LoadedGroupCurve[] } | { readonly problem: Problem };

/** Curves of groups for the metrics whose charts have come into view. */
export class GroupCurveStore {
  readonly #questions = new Map<string, Question<Params, readonly LoadedGroupCurve[]>>();
  readonly #bridge: Bridge;
  readonly #onChange: () => void;

  constructor(bridge: Bridge, onChange: () => void) {
    this.#bridge = bridge;
    this.#onChange = onChange;
  }

  /** Undefined where nothing was read of these groups over this axis: curves of others are not theirs. */
  get(metric: string, groups: Params["groups"], axis: Params["axis"]): LoadedGroups | undefined {
    const { value, of, problem } = this.#questions.get(metric)?.last ?? {};
    if (value && of?.axis === axis && JSON.stringify(of.groups) === JSON.stringify(groups)) return { curves: value };
    return problem && { problem };
  }

  want(params: Params): void {
    const question =
      this.#questions.get(params.metric) ?? new Question((asked: Params, signal) => this.#read(asked, signal), this.#onChange);
    this.#questions.set(params.metric, question);
    question.want(params);
  }

  forget(): void {
    for (const question of this.#questions.values()) question.forget();
  }

  async #read(params: Params, signal: AbortSignal): Promise<Answer<readonly LoadedGroupCurve[]>> {
    const answer = await this.#bridge.ask(groupCurvesRequest, params, signal);
    return answer.ok ? { ok: true, value: answer.value.map(decoded) } : answer;
  }
}

function decoded({ x, mean, std, min, max, n, ...rest }: WireGroupCurve): LoadedGroupCurve {
  return { x: floats(x), mean: floats(mean), std: floats(std), min: floats(min), max: floats(max), n: floats(n), ...rest };
}

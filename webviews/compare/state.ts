import type { CompareData, CompareRun, CompareState } from "#protocol/views/compare.ts";
import { mostFormulas } from "#registry/model/compare/formula.ts";
import { type GroupKey, mostGroupKeys } from "#registry/model/compare/groupKey.ts";
import { visibleText } from "#registry/model/visibleText.ts";

export function withRuns(state: CompareState, added: readonly string[]): CompareState {
  return { ...state, runIds: [...new Set([...state.runIds, ...added])] };
}

/** Without a run. When it was the baseline, the next run is. */
export function withoutRun(state: CompareState, id: string): CompareState {
  return withoutRuns(state, [id]);
}

export function withoutRuns(state: CompareState, ids: readonly string[]): CompareState {
  const isLeft = (id: string) => !ids.includes(id);
  return { ...state, runIds: state.runIds.filter(isLeft), hidden: state.hidden.filter(isLeft) };
}

/** These runs side by side, every run of them in a column of its own, the others hidden. */
export function withOnly(state: CompareState, ids: readonly string[]): CompareState {
  return { ...state, groupBy: [], hidden: state.runIds.filter((id) => !ids.includes(id)) };
}

/** Grouped by it too, or not any more; a third takes the place of the second. Groups that were hidden are other ones. */
export function withGroupKey(state: CompareState, key: GroupKey | undefined): CompareState {
  const { groupBy = [] } = state;
  const next = key === undefined ? [] : groupBy.includes(key) ? groupBy.filter((other) => other !== key) : [...groupBy, key];
  const kept = next.length > mostGroupKeys && key !== undefined ? [...next.slice(0, mostGroupKeys - 1), key] : next;
  return { ...state, groupBy: kept, hidden: state.hidden.filter((id) => state.runIds.includes(id)) };
}

/** With a chart of the formula, in the place of `instead` where it is given; one that is there already stays. */
export function withFormula(state: CompareState, formula: string, instead?: string): CompareState {
  const { formulas = [], largeChart, ...rest } = state;
  const changed = formulas.includes(instead ?? "")
    ? formulas.map((other) => (other === instead ? formula : other))
    : [...formulas, formula];
  const large = largeChart === undefined ? {} : { largeChart: largeChart === instead ? formula : largeChart };
  return { ...rest, ...large, formulas: [...new Set(changed)].slice(0, mostFormulas) };
}

export function withoutFormula(state: CompareState, formula: string): CompareState {
  const { formulas = [], largeChart, ...rest } = state;
  const left = formulas.filter((other) => other !== formula);
  return {
    ...rest,
    ...(largeChart === undefined || largeChart === formula ? {} : { largeChart }),
    ...(left.length > 0 ? { formulas: left } : {}),
  };
}

/** The baseline stands first, and is shown. */
export function withBaseline(state: CompareState, id: string): CompareState {
  return { ...state, runIds: [id, ...state.runIds.filter((other) => other !== id)], hidden: state.hidden.filter((other) => other !== id) };
}

/** Moves a run by one place, over the places of shown runs only; nothing changes at the ends. */
export function withMoved(state: CompareState, id: string, by: 1 | -1): CompareState {
  const shown = state.runIds.filter((other) => !state.hidden.includes(other));
  const neighbour = shown[shown.indexOf(id) + by];
  if (neighbour === undefined) return state;
  const swap = new Map([
    [id, neighbour],
    [neighbour, id],
  ]);
  return { ...state, runIds: state.runIds.map((other) => swap.get(other) ?? other) };
}

export function withHidden(state: CompareState, id: string, hidden: boolean): CompareState {
  const others = state.hidden.filter((other) => other !== id);
  return { ...state, hidden: hidden ? [...others, id] : others };
}

export function withFold(state: CompareState, section: string): CompareState {
  const others = state.folded.filter((other) => other !== section);
  return { ...state, folded: others.length === state.folded.length ? [...others, section] : others };
}

/** More columns than anyone reads side by side; Relation shows all runs. */
export const mostColumns = 100;

/** Indices of the runs that have a column and a curve: those that are not hidden, the first ones of very many. */
export function shownColumns(data: Pick<CompareData, "runs">, { hidden }: CompareState): number[] {
  const isHidden = new Set(hidden);
  return data.runs.flatMap((run, index) => (isHidden.has(run.id) ? [] : [index])).slice(0, mostColumns);
}

/** Title of the tab: `Compare: gbm-031, gbm-027, +2`. Of more than two runs the baseline is among the counted ones. */
export function pageTitle(runs: readonly Pick<CompareRun, "name">[]): string {
  const named = (runs.length > 2 ? runs.slice(1) : runs).slice(0, 2).map((run) => visibleText(run.name));
  const rest = runs.length - named.length;
  return `Compare: ${[...named, ...(rest > 0 ? [`+${rest}`] : [])].join(", ")}`;
}

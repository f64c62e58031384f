import type { CatalogParams, RunsCatalog, RunsOf, RunsQuery, RunsState } from "#protocol/views/runs.ts";

/** The runs that the page is about. */
export function runsOf({ experimentIds, isDeleted = false }: RunsState): RunsOf {
  return { experimentIds, isDeleted };
}

/** What there is to show of them, their formulas too. */
export function catalogParamsOf(state: RunsState): CatalogParams {
  const { formulas = [], directions = {} } = state;
  return { ...runsOf(state), formulas, directions };
}

/** Which runs, in which order, of all that the page keeps. */
export function queryOf(state: RunsState): RunsQuery {
  const { filter, quick = [], sort, values = {}, directions = {}, formulas = [], groupBy = [], summary = "mean", turned = [] } = state;
  return { ...runsOf(state), filter, quick, sort, values, directions, formulas, groupBy, summary, isFlat: state.isFlat ?? false, turned };
}

/** The catalog before there is one. */
export const noCatalog: RunsCatalog = {
  name: "",
  columns: [],
  defaults: [],
  charted: [],
  isNested: false,
  editsRuns: false,
  me: [],
  total: 0,
  isComplete: false,
};

/** Whether other runs are asked for, not the same ones in another order. */
export function isOfOtherRuns(before: RunsState, after: RunsState): boolean {
  const which = (state: RunsState) => JSON.stringify([runsOf(state), state.filter, state.quick ?? []]);
  return which(before) !== which(after);
}

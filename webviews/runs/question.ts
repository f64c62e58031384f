import type { CatalogParams, RunsOf, RunsQuery, RunsState } from "#protocol/views/runs.ts";

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

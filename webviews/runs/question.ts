import type { RunsOf, RunsQuery, RunsState } from "#protocol/views/runs.ts";

/** The runs that the page is about. */
export function runsOf({ experimentIds, isDeleted = false }: RunsState): RunsOf {
  return { experimentIds, isDeleted };
}

/** Which runs, in which order, of all that the page keeps. */
export function queryOf(state: RunsState): RunsQuery {
  const { filter, quick = [], sort, values = {}, directions = {}, groupBy = [], summary = "mean", turned = [] } = state;
  return { ...runsOf(state), filter, quick, sort, values, directions, groupBy, summary, isFlat: state.isFlat ?? false, turned };
}

import { type AxisId, axisKey, axisKind, type RelationState } from "#protocol/views/compareRelation.ts";
import type { CompareView } from "./view.ts";

const mostParamAxes = 4;
/** Axes that can be chosen: a longer menu could not be read. */
const mostChoices = 60;

/** What can be an axis: the params that differ first, then metrics, then the other params. */
export function axisChoices(view: CompareView): { readonly ids: readonly AxisId[]; readonly total: number } {
  const params = view.data.params.map(({ key, values }) => ({ id: `param:${key}` as const, differs: new Set(values).size > 1 }));
  const metrics = view.metrics.rows.map(({ metric }): AxisId => `metric:${metric.key}`);
  const of = (differs: boolean) => params.filter((param) => param.differs === differs).map(({ id }) => id);
  const ids = [...of(true), ...metrics, ...of(false)];
  return { ids: ids.slice(0, mostChoices), total: ids.length };
}

/** What Relation shows: as chosen, else params that differ from left to right, then the metrics, the most important one last. */
export interface ChosenAxes {
  readonly axes: readonly AxisId[];
  readonly x: AxisId | undefined;
  readonly y: AxisId | undefined;
  readonly size: AxisId | undefined;
  readonly explained: string | undefined;
}

export function chosenAxes(view: CompareView, state: RelationState): ChosenAxes {
  const { ids } = axisChoices(view);
  const metrics = ids.filter((id) => axisKind(id) === "metric").sort((a, b) => Number(isDirected(view, b)) - Number(isDirected(view, a)));
  const differing = view.data.params.filter(({ values }) => new Set(values).size > 1).map(({ key }): AxisId => `param:${key}`);
  const [main, ...others] = metrics;
  // What a run costs is logged once: seconds, bytes. It says more beside the main metric than another of its kind.
  const second = others.find((id) => isDirected(view, id) && isLoggedOnce(view, id)) ?? others[0];
  const own = [...differing.slice(0, mostParamAxes), ...[second, main].filter((id) => id !== undefined)];
  return {
    axes: state.axes ?? own,
    x: state.x ?? second ?? differing[0],
    y: state.y ?? main ?? differing[1],
    size: state.size,
    explained: state.explained ?? (main === undefined ? undefined : axisKey(main)),
  };
}

function isDirected(view: CompareView, id: AxisId): boolean {
  return directionOf(view, id) !== undefined;
}

function isLoggedOnce(view: CompareView, id: AxisId): boolean {
  return view.data.metrics.some(({ key, points }) => key === axisKey(id) && points <= 1);
}

/** Which way is better on an axis; undefined for params and where it is not known. */
export function directionOf(view: CompareView, id: AxisId | undefined): "higher" | "lower" | undefined {
  if (id === undefined || axisKind(id) === "param") return undefined;
  return view.metrics.rows.find(({ metric }) => metric.key === axisKey(id))?.direction.better;
}

import { metricColumnId, type RunsCatalog, type RunsState } from "#protocol/views/runs.ts";
import { mostFormulas } from "#registry/model/compare/formula.ts";
import { keptIds } from "./columns.ts";

/** Charts in the strip where there is room. */
export const mostCharts = 4;

/**
 * With a formula as the first column and the first chart, or in all places of `instead` where that is given. `charts` are those that there are now. One that is
 * there already is shown again, where it stood.
 */
export function withFormula(
  state: RunsState,
  { catalog, charts }: { readonly catalog: RunsCatalog; readonly charts: readonly string[] },
  formula: string,
  instead?: string,
): Partial<RunsState> {
  const { formulas = [] } = state;
  if (instead !== undefined && instead !== formula && !formulas.includes(formula)) return renamed(state, instead, formula);
  const columns = keptIds(catalog, state);
  const id = metricColumnId(formula);
  return {
    formulas: formulas.includes(formula) ? formulas : [...formulas, formula].slice(0, mostFormulas),
    // The usual columns have all formulas.
    columns: state.columns === undefined || columns.includes(id) ? state.columns : [id, ...columns],
    charts: { ...state.charts, metrics: charts.includes(formula) ? charts : [formula, ...charts].slice(0, mostCharts) },
  };
}

/** Without the formula: no column, chart, order or width is left of it. */
export function withoutFormula(state: RunsState, formula: string): Partial<RunsState> {
  const { [formula]: _direction, ...directions } = state.directions ?? {};
  const { [metricColumnId(formula)]: _width, ...widths } = state.widths ?? {};
  const gone = (id: string) => id !== metricColumnId(formula);
  const { metrics, ...charts } = state.charts;
  const left = metrics?.filter((other) => other !== formula) ?? [];
  return {
    formulas: (state.formulas ?? []).filter((other) => other !== formula),
    columns: state.columns?.filter(gone),
    sort: state.sort.filter(({ column }) => gone(column)),
    frozen: (state.frozen ?? []).filter(gone),
    charts: left.length > 0 ? { ...charts, metrics: left } : charts,
    directions,
    widths,
  };
}

function renamed(state: RunsState, from: string, to: string): Partial<RunsState> {
  const id = <T extends string>(own: T): T => (own === metricColumnId(from) ? (metricColumnId(to) as string as T) : own);
  const key = (own: string) => (own === from ? to : own);
  const { [metricColumnId(from)]: _width, ...widths } = state.widths ?? {};
  const { [from]: _direction, ...directions } = state.directions ?? {};
  const { metrics } = state.charts;
  return {
    formulas: (state.formulas ?? []).map(key),
    columns: state.columns?.map(id),
    sort: state.sort.map((by) => ({ ...by, column: id(by.column) })),
    frozen: (state.frozen ?? []).map(id),
    charts: { ...state.charts, ...(metrics === undefined ? {} : { metrics: metrics.map(key) }) },
    // Another formula may be better the other way, and longer.
    directions,
    widths,
  };
}

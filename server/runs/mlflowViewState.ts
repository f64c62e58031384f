import { type ColumnId, metricColumnId, type RunsState, type SortBy } from "#protocol/views/runs.ts";
import type { ViewState } from "#protocol/views/runsViews.ts";
import { parseFilter } from "#registry/model/filter.ts";
import { isRecord } from "#registry/model/isRecord.ts";
import { keyOf, kindOf } from "./columnValues.ts";

/**
 * State of a saved view of MLflow's runs page (3.17.2, `ExperimentPageUIState` with its search facets), as far as it is looked at here. Whatever else
 * stands in it stays.
 */
export type MlflowViewState = Readonly<Record<string, unknown>>;

/** What MLflow's page begins with. */
const fresh: MlflowViewState = {
  searchFilter: "",
  orderByKey: "attributes.start_time",
  orderByAsc: false,
  startTime: "ALL",
  lifecycleFilter: "Active",
  datasetsFilter: [],
  modelVersionFilter: "All Runs",
  selectedColumns: ["attributes.`Source`", "attributes.`Models`", "attributes.`Dataset`"],
  columnOrder: [],
  columnWidths: {},
  runsHiddenMode: "FIRST_10_RUNS",
  viewMaximized: false,
  runListHidden: false,
  isAccordionReordered: false,
  useGroupedValuesInCharts: true,
  hideEmptyCharts: true,
  groupBy: null,
  groupsExpanded: {},
  globalLineChartConfig: { xAxisKey: "step", lineSmoothness: 0, selectedXAxisMetricKey: "" },
};

const attributes: readonly (readonly [ours: ColumnId, theirs: string])[] = [
  ["attribute:user_id", "attributes.`User`"],
  ["attribute:duration", "attributes.`Duration`"],
  ["attribute:start_time", "attributes.`Created`"],
  ["attribute:dataset", "attributes.`Dataset`"],
  ["attribute:version", "attributes.`Models`"],
];
const kinds: readonly (readonly [ours: string, theirs: string])[] = [
  ["metric", "metrics"],
  ["param", "params"],
  ["tag", "tags"],
];

/** Our column of one of MLflow's; absent where there is none. */
function columnOf(theirs: unknown): ColumnId | undefined {
  if (typeof theirs !== "string") return undefined;
  const attribute = attributes.find(([, id]) => id === theirs);
  if (attribute !== undefined) return attribute[0];
  const [, kind, key] = /^(metrics|params|tags)\.`(.*)`$/s.exec(theirs) ?? [];
  const own = kinds.find(([, name]) => name === kind)?.[0];
  return own === undefined ? undefined : (`${own}:${key}` as ColumnId);
}

function theirColumn(id: ColumnId): string | undefined {
  const attribute = attributes.find(([ours]) => ours === id);
  if (attribute !== undefined) return attribute[1];
  const kind = kinds.find(([ours]) => ours === kindOf(id))?.[1];
  return kind === undefined ? undefined : `${kind}.\`${keyOf(id)}\``;
}

/** A view of MLflow's as one of ours, and what of it cannot be shown. */
export function fromMlflow(theirs: MlflowViewState): { readonly state: ViewState; readonly notes: readonly string[] } {
  const notes: string[] = [];
  const column = sortedColumn(theirs["orderByKey"]);
  if (column === undefined && typeof theirs["orderByKey"] === "string")
    notes.push(`The order by ${theirs["orderByKey"]} is not known here.`);
  if (theirs["lifecycleFilter"] === "Deleted") notes.push("Deleted runs are not shown here.");
  if (typeof theirs["startTime"] === "string" && theirs["startTime"] !== "ALL") notes.push("Its time window is not kept here.");
  const columns = Array.isArray(theirs["selectedColumns"]) ? theirs["selectedColumns"].flatMap((id) => columnOf(id) ?? []) : undefined;
  const widths = isRecord(theirs["columnWidths"]) ? widthsOf(theirs["columnWidths"]) : {};
  const isNewest = column === "attribute:start_time" && theirs["orderByAsc"] !== true;
  return {
    state: {
      filter: typeof theirs["searchFilter"] === "string" ? theirs["searchFilter"] : "",
      sort: column === undefined || isNewest ? [] : [{ column, descending: theirs["orderByAsc"] !== true }],
      ...(columns === undefined ? {} : { columns }),
      folded: [],
      groupBy: groupingOf(theirs["groupBy"]),
      widths,
      charts: chartsOf(theirs),
    },
    notes,
  };
}

/** A view of ours as one of MLflow's, on top of what stood there, and what of it MLflow has no place for. */
export function toMlflow(
  { formulas = [], ...own }: ViewState,
  before: MlflowViewState | undefined,
): { readonly state: MlflowViewState; readonly notes: readonly string[] } {
  const base = { ...fresh, ...before };
  const state = withoutFormulas(own, formulas);
  const [first, second] = state.sort;
  const key = first === undefined ? "attributes.start_time" : sortKeyOf(first);
  const known = Array.isArray(base["selectedColumns"]) ? (base["selectedColumns"] as unknown[]) : [];
  // What is no column here (the source, a description) stays as it is.
  const others = known.filter((id) => columnOf(id) === undefined);
  const grouping = theirGrouping(state);
  const notes = [
    ...(isPlain(state.filter)
      ? []
      : ["MLflow cannot open the filter: it has OR, NOT, parentheses or a formula, which its page does not know."]),
    ...(second === undefined ? [] : ["The second key of the order is not kept."]),
    ...(key === undefined ? [`The order by ${keyOf(first?.column as ColumnId)} is not kept.`] : []),
    ...((state.quick ?? []).length > 0 ? ["The switches beside the filter are not kept."] : []),
    ...(Object.keys(state.values ?? {}).length > 0 ? ["MLflow shows the last value of each metric."] : []),
    ...((state.pinned ?? []).length > 0 || (state.frozen ?? []).length > 0 ? ["Pinned runs and frozen columns are not kept."] : []),
    ...(formulas.length > 0
      ? [`MLflow's views have no place for formulas: ${formulas.join(", ")} ${formulas.length === 1 ? "is" : "are"} not kept.`]
      : []),
    ...grouping.notes,
  ];
  return {
    state: {
      ...base,
      searchFilter: state.filter,
      orderByKey: key ?? base["orderByKey"],
      orderByAsc: first === undefined ? false : !first.descending,
      ...(state.columns === undefined ? {} : { selectedColumns: [...others, ...state.columns.flatMap((id) => theirColumn(id) ?? [])] }),
      columnWidths: { ...(isRecord(base["columnWidths"]) ? base["columnWidths"] : {}), ...theirWidths(state.widths ?? {}) },
      groupBy: grouping.groupBy,
      globalLineChartConfig: {
        ...(isRecord(base["globalLineChartConfig"]) ? base["globalLineChartConfig"] : {}),
        xAxisKey: { step: "step", time: "time", relative: "time-relative" }[state.charts.xAxis],
        lineSmoothness: Math.round(state.charts.smoothing * 100),
      },
    },
    notes,
  };
}

/** Without the columns and the order that MLflow would look for among the metrics. */
function withoutFormulas(state: ViewState, formulas: readonly string[]): ViewState {
  const ids = new Set<string>(formulas.map(metricColumnId));
  if (ids.size === 0) return state;
  const { columns, widths = {}, sort, ...rest } = state;
  return {
    ...rest,
    ...(columns === undefined ? {} : { columns: columns.filter((id) => !ids.has(id)) }),
    sort: sort.filter(({ column }) => !ids.has(column)),
    widths: Object.fromEntries(Object.entries(widths).filter(([id]) => !ids.has(id))),
  };
}

function sortedColumn(key: unknown): SortBy["column"] | undefined {
  if (key === "attributes.start_time" || key === "attributes.`start_time`" || key === undefined) return "attribute:start_time";
  if (key === "attributes.`Run Name`") return "attribute:run_name";
  return columnOf(key);
}

function sortKeyOf({ column }: SortBy): string | undefined {
  if (column === "attribute:start_time") return "attributes.start_time";
  if (column === "attribute:run_name") return "attributes.`Run Name`";
  return kindOf(column as ColumnId) === "attribute" ? undefined : theirColumn(column as ColumnId);
}

function isPlain(filter: string): boolean {
  try {
    const parsed = parseFilter(filter);
    const parts = parsed.kind === "and" ? parsed.parts : [parsed];
    return parts.every((part) => part.kind === "comparison" && part.isPlain);
  } catch {
    return false;
  }
}

/** As an object, or as the text that older versions wrote: `param.average.depth`. */
function groupingOf(groupBy: unknown): ColumnId[] {
  if (typeof groupBy === "string") {
    const [, mode, key] = /^([a-z]+)\.[a-z]+\.(.+)$/s.exec(groupBy) ?? [];
    return groupedColumn(mode, key);
  }
  const keys = isRecord(groupBy) ? groupBy["groupByKeys"] : undefined;
  if (!Array.isArray(keys)) return [];
  return keys.flatMap((key) => (isRecord(key) ? groupedColumn(key["mode"], key["groupByData"]) : [])).slice(0, 2);
}

function groupedColumn(mode: unknown, key: unknown): ColumnId[] {
  if (mode === "dataset") return ["attribute:dataset"];
  return (mode === "param" || mode === "tag") && typeof key === "string" ? [`${mode}:${key}`] : [];
}

function theirGrouping({ groupBy = [], summary }: ViewState): { readonly groupBy: unknown; readonly notes: readonly string[] } {
  const keys = groupBy.flatMap((id) => {
    if (id === "attribute:dataset") return [{ mode: "dataset", groupByData: "dataset" }];
    return kindOf(id) === "param" || kindOf(id) === "tag" ? [{ mode: kindOf(id), groupByData: keyOf(id) }] : [];
  });
  const notes = [
    ...(keys.length < groupBy.length ? ["MLflow groups by params, tags and data sets only."] : []),
    ...(keys.length > 0
      ? [`MLflow shows the mean of a group${summary === "median" ? ", not the median" : ""}, without its deviation.`]
      : []),
  ];
  return { groupBy: keys.length === 0 ? null : { aggregateFunction: "average", groupByKeys: keys }, notes };
}

function widthsOf(widths: Readonly<Record<string, unknown>>): Readonly<Record<string, number>> {
  return Object.fromEntries(
    Object.entries(widths).flatMap(([id, width]) => {
      const own = columnOf(id);
      return own === undefined || typeof width !== "number" ? [] : [[own, width]];
    }),
  );
}

function theirWidths(widths: Readonly<Record<string, number>>): Readonly<Record<string, number>> {
  return Object.fromEntries(Object.entries(widths).flatMap(([id, width]) => [[theirColumn(id as ColumnId) ?? id, width]]));
}

function chartsOf(theirs: MlflowViewState): RunsState["charts"] {
  const config = isRecord(theirs["globalLineChartConfig"]) ? theirs["globalLineChartConfig"] : {};
  const xAxis = ({ time: "time", "time-relative": "relative" } as const)[String(config["xAxisKey"])] ?? "step";
  const smoothness = typeof config["lineSmoothness"] === "number" ? config["lineSmoothness"] : 0;
  return { isFolded: false, xAxis, smoothing: Math.min(0.99, Math.max(0, smoothness / 100)) };
}

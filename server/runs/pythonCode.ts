import { metricColumnId, type RunsQuery, type SortBy } from "#protocol/views/runs.ts";
import { type Filter, parseFilter } from "#registry/model/filter.ts";
import { writtenName } from "#registry/model/writtenFilter.ts";
import { keyOf, kindOf } from "./columnValues.ts";

/** The call of MLflow's client that gives these runs in this order: by the filter where MLflow takes it and sorts alike, else by their ids. */
export function pythonOf(query: RunsQuery & { readonly ids?: readonly string[] }, ids: readonly string[], uri: string): string {
  const search = query.ids === undefined && isPlain(parseFilter(query.filter)) ? orderBy(query) : undefined;
  const deleted = query.isDeleted ? ["    run_view_type=ViewType.DELETED_ONLY,"] : [];
  const first = [
    "import mlflow",
    ...(query.isDeleted ? ["from mlflow.entities import ViewType"] : []),
    "",
    `mlflow.set_tracking_uri(${text(uri)})`,
  ];
  const experiment = `    experiment_ids=[${query.experimentIds.map(text).join(", ")}],`;
  if (search !== undefined && (query.quick ?? []).length === 0) {
    const filter = query.filter.trim() === "" ? [] : [`    filter_string=${text(query.filter.trim())},`];
    const order = search.length === 0 ? [] : [`    order_by=[${search.map(text).join(", ")}],`];
    return [...first, "runs = mlflow.search_runs(", experiment, ...deleted, ...filter, ...order, ")", ""].join("\n");
  }
  return [
    ...first,
    "run_ids = [",
    ...ids.map((id) => `    ${text(id)},`),
    "]",
    "runs = mlflow.search_runs(",
    experiment,
    ...deleted,
    `    filter_string="attributes.run_id IN (" + ", ".join(f"'{run_id}'" for run_id in run_ids) + ")",`,
    ")",
    `runs = runs.set_index("run_id").loc[run_ids].reset_index()`,
    "",
  ].join("\n");
}

/** MLflow takes the filter as it is written: comparisons joined by AND. */
function isPlain(filter: Filter): boolean {
  if (filter.kind === "comparison") return filter.isPlain;
  return filter.kind === "and" && filter.parts.every((part) => part.kind === "comparison" && part.isPlain);
}

/** MLflow's order; absent where it would be another one: of chosen values, of formulas, and of texts, which MLflow sorts by their characters. */
function orderBy({ sort, values = {}, formulas = [] }: RunsQuery): string[] | undefined {
  const keys = sort.map(({ column, descending }) => {
    const name = formulas.some((formula) => column === metricColumnId(formula)) ? undefined : sortedName(column, values);
    return name === undefined ? undefined : `${name} ${descending ? "DESC" : "ASC"}`;
  });
  return keys.every((key) => key !== undefined) ? keys : undefined;
}

function sortedName(column: SortBy["column"], values: NonNullable<RunsQuery["values"]>): string | undefined {
  if (column === "attribute:start_time") return "attributes.start_time";
  const id = column === "attribute:run_name" ? undefined : column;
  if (id === undefined || kindOf(id) !== "metric" || values[keyOf(id)] !== undefined) return undefined;
  return writtenName("metric", keyOf(id));
}

/** A text of JSON is one of Python. */
function text(value: string): string {
  return JSON.stringify(value);
}

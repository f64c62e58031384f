import {
  attributeKeys,
  type CatalogParams,
  type ColumnId,
  type ColumnKind,
  metricColumnId,
  type RunsCatalog,
  type RunsColumn,
} from "#protocol/views/runs.ts";
import { metricDirection } from "#registry/model/metricDirection.ts";
import { systemMetricPrefix } from "#registry/model/mostLogged.ts";
import { naturalOrder } from "#registry/model/naturalOrder.ts";
import type { RunPage, TextColumn } from "#registry/model/types.ts";
import { isNumeric, wordAt } from "./columnValues.ts";
import { formulaColumns, withFormulas } from "./formulaColumns.ts";
import type { Loaded, NamedRunPage } from "./loadedRuns.ts";
import { parentRows } from "./tree.ts";

const mostMetrics = 8;
const mostParams = 10;
const mostTags = 4;
const mostCharted = 30;
const widestText = 40;

/** Directions that the policy's gates know, by metric. */
export type Directions = ReadonlyMap<string, "higher" | "lower" | undefined>;

export function directionOf(key: string, directions: Directions): "higher" | "lower" | undefined {
  return directions.get(key) ?? metricDirection(key);
}

/** Names of the person, formulas that are columns, and directions that a person chose, which are those of formulas too. */
export type CatalogWishes = Pick<CatalogParams, "formulas" | "directions"> & { readonly me?: readonly string[] };

/** What there is to show, and what is shown until a person chooses: gated metrics first, then what most runs have; params and tags that differ. */
export function catalogOf(
  { page, isComplete }: Loaded,
  name: string,
  directions: Directions,
  { me = [], formulas, directions: said }: CatalogWishes = {},
): Omit<RunsCatalog, "editsRuns"> {
  const total = page.ids.length;
  const metrics = page.metrics.map(({ key, rows, values }): RunsColumn => {
    const isEqual = rows.length === total && values.every((value) => Object.is(value, values[0]));
    return {
      id: metricColumnId(key),
      kind: "metric",
      key,
      count: rows.length,
      isEqual,
      isNumeric: true,
      width: 10,
      ...knownOf(key, directions),
    };
  });
  const own = formulaColumns(withFormulas(page, formulas), formulas, (key) => {
    const chosen = said?.[key];
    return chosen === undefined ? knownOf(key, directions) : { better: chosen, betterFrom: "policy" };
  });
  const isFormula = new Set(own.map(({ id }) => id));
  const columns = [
    ...metrics.filter(({ id }) => !isFormula.has(id)),
    ...page.params.map((column) => textColumn("param", column, total)),
    ...page.tags.filter(({ key }) => !key.startsWith("mlflow.")).map((column) => textColumn("tag", column, total)),
  ].sort((a, b) => kinds.indexOf(a.kind) - kinds.indexOf(b.kind) || naturalOrder(a.key, b.key));
  // Which experiment a run is of is a question where there are several.
  const keys = attributeKeys.filter((key) => key !== "experiment" || page.experimentNames !== undefined);
  const attributes = keys.map((key) => attributeColumn(key, page));
  const all = [...columns, ...attributes];
  return {
    name,
    // What a person asked for is seen without a search.
    columns: [...own, ...all],
    defaults: [...own.map(({ id }) => id), ...defaultsOf(all, directions)],
    charted: chartedOf(page, all, directions),
    isNested: parentRows(page) !== undefined,
    me,
    total,
    isComplete,
  };
}

function knownOf(key: string, directions: Directions): Pick<RunsColumn, "better" | "betterFrom"> {
  const better = directionOf(key, directions);
  return better === undefined ? {} : { better, betterFrom: directions.get(key) === undefined ? "name" : "policy" };
}

const kinds: readonly ColumnKind[] = ["metric", "param", "tag", "attribute"];

function textColumn(kind: "param" | "tag", column: TextColumn, total: number): RunsColumn {
  const { key, rows, values } = column;
  const isEqual = rows.length === total && values.every((value) => value === values[0]);
  const width = Math.min(widestText, Math.max(0, ...values.slice(0, 200).map((value) => value.length)));
  return { id: `${kind}:${key}`, kind, key, count: rows.length, isEqual, isNumeric: isNumeric(column), width };
}

function attributeColumn(key: (typeof attributeKeys)[number], page: NamedRunPage): RunsColumn {
  const id: ColumnId = `attribute:${key}`;
  const word = wordAt(page, id);
  const words =
    key === "user_id" || key === "dataset" || key === "status" || key === "experiment"
      ? page.ids.map((_id, row) => word(row) ?? "")
      : undefined;
  // `v13 @champion` is not known before it is asked for.
  const unread = key === "version" ? 18 : 12;
  const width = words === undefined ? unread : Math.min(widestText, Math.max(4, ...words.slice(0, 200).map((each) => each.length)));
  const isEqual = words !== undefined && new Set(words).size < 2;
  return { id, kind: "attribute", key, count: page.ids.length, isEqual, isNumeric: key === "duration", width };
}

function defaultsOf(columns: readonly RunsColumn[], directions: Directions): ColumnId[] {
  const of = (kind: ColumnKind) => columns.filter((column) => column.kind === kind);
  const metrics = thoseThatMatter(columns, directions).slice(0, mostMetrics);
  const params = of("param")
    .filter(({ isEqual }) => !isEqual)
    .sort((a, b) => b.count - a.count)
    .slice(0, mostParams);
  // What somebody wrote to tell runs apart is seen where it was written.
  const tags = of("tag")
    .filter(({ isEqual }) => !isEqual)
    .sort((a, b) => b.count - a.count)
    .slice(0, mostTags);
  // The status is an icon beside the name already: its column is there for those who want it.
  const attributes = of("attribute").filter(({ isEqual, key }) => !isEqual && key !== "status");
  const shown = new Set([...metrics, ...params, ...tags, ...attributes].map(({ id }) => id));
  return columns.filter(({ id }) => shown.has(id)).map(({ id }) => id);
}

/** Gated metrics first, then results, then what most runs logged; without MLflow's own. */
function thoseThatMatter(columns: readonly RunsColumn[], directions: Directions): RunsColumn[] {
  const gated = (column: RunsColumn) => Number(directions.has(column.key));
  // What is known to be better one way is a result; the rest may be thousands of gradients.
  const isResult = ({ better }: RunsColumn) => Number(better !== undefined);
  return columns
    .filter(({ kind, key }) => kind === "metric" && !key.startsWith(systemMetricPrefix))
    .sort((a, b) => gated(b) - gated(a) || isResult(b) - isResult(a) || b.count - a.count);
}

/** Of the metrics that matter those with a curve: what was logged once has its one step, the first. */
function chartedOf(page: RunPage, columns: readonly RunsColumn[], directions: Directions): string[] {
  const curves = new Set(page.metrics.filter(({ steps }) => steps.some((step) => step > 0)).map(({ key }) => key));
  return thoseThatMatter(columns, directions)
    .filter(({ key }) => curves.has(key))
    .slice(0, mostCharted)
    .map(({ key }) => key);
}

import type { Answer } from "#protocol/message.ts";
import type {
  Better,
  CatalogParams,
  ColumnId,
  RunsCatalog,
  RunsOf,
  RunsQuery,
  RunsTableRow,
  RunsWindow,
  WindowParams,
} from "#protocol/views/runs.ts";
import { columnOf, metricAt } from "#registry/model/columns.ts";
import { RegistryError } from "#registry/model/errors.ts";
import type { RunPage } from "#registry/model/types.ts";
import type { CompareContext } from "../compare/context.ts";
import { gatesOfModels } from "../compare/metrics.ts";
import { type RunVersion, versionsOfRuns } from "../compare/versionsOfRuns.ts";
import { answer } from "../registry/answer.ts";
import { catalogOf, type Directions, directionOf } from "./catalog.ts";
import type { ChosenValues } from "./chosenValues.ts";
import { directionOfFormula, formulaNotes, withFormulas } from "./formulaColumns.ts";
import { runsOfItems, type TableItem, tableItems } from "./items.ts";
import type { Loaded, LoadedRuns } from "./loadedRuns.ts";
import { orderedRows, passingRows } from "./order.ts";
import { type RowsOf, shownRows } from "./rows.ts";
import { flatItems, rowsById } from "./tree.ts";

const mostRows = 500;
const mostIds = 10_000;
const mostPinned = 20;
const mostFollowed = 3;

/** What the requests of a Runs page work on. */
export interface RunsContext extends Pick<CompareContext, "registry" | "policy" | "world"> {
  readonly loaded: LoadedRuns;
  readonly chosen: ChosenValues;
}

/** The table that a query asks for. */
export interface Table extends Loaded, Pick<RowsOf, "directionOf" | "passing" | "groups"> {
  /** The rows that pass, as they are sorted. */
  readonly order: readonly number[];
  readonly items: readonly TableItem[];
  readonly notes: readonly string[];
}

export async function tableOf(loaded: Loaded, query: RunsQuery, context: RunsContext, signal: AbortSignal): Promise<Table> {
  const known = directionsOf(context);
  const logged = (metric: string): Better | undefined => query.directions?.[metric] ?? directionOf(metric, known);
  const chosen = await context.chosen.in(context.registry, loaded.page, query, logged, signal);
  const page = withFormulas(chosen.page, query.formulas);
  const notes = [...chosen.notes, ...(loaded.isComplete ? formulaNotes(loaded.page, query.formulas) : [])];
  const direction = directionsWith(query, logged);
  const passing = passingRows(page, query, { now: context.world.now(), me: namesOf(context), tested: loaded.page });
  const order = orderedRows(page, passing, query.sort);
  return { ...loaded, page, notes, passing, order, directionOf: direction, ...tableItems(page, order, query) };
}

/** Of metrics as they are known, or as a person says; of formulas as their metrics' are. */
function directionsWith({ directions, formulas }: RunsQuery, logged: (metric: string) => Better | undefined) {
  return (metric: string): Better | undefined =>
    formulas?.includes(metric) ? (directions?.[metric] ?? directionOfFormula(metric, formulas, logged)) : logged(metric);
}

/** As MLflow finds the user's name: Python's `getpass.getuser`. */
function namesOf({ world: { environment } }: RunsContext): string[] {
  const names = ["LOGNAME", "USER", "LNAME", "USERNAME"].flatMap((name) => environment[name] || []);
  return [...new Set(names)];
}

/** What there is to show of an experiment's runs. */
export function runsCatalog(of: CatalogParams, context: RunsContext, signal: AbortSignal): Promise<Answer<RunsCatalog>> {
  return answer(
    async () => {
      const [{ editsRuns }, experiments, loaded] = await Promise.all([
        context.registry.capabilities(signal),
        Promise.all(of.experimentIds.map((id) => context.registry.experiment(id, signal))),
        context.loaded.some(context.registry, of, signal),
      ]);
      const name = experiments.map((each) => each.name).join(", ");
      return { ...catalogOf(loaded, name, directionsOf(context), { ...of, me: namesOf(context) }), editsRuns };
    },
    context.world.log,
    signal,
  );
}

/** The rows of a part of the table. */
export function runsWindow(params: WindowParams, context: RunsContext, signal: AbortSignal): Promise<Answer<RunsWindow>> {
  return answer(
    async () => {
      const loaded = await context.loaded.some(context.registry, params, signal);
      const table = await tableOf(loaded, params, context, signal);
      const first = Math.max(0, Math.min(Math.floor(params.first), table.items.length));
      const items = table.items.slice(first, first + Math.min(params.count, mostRows));
      const base = await baseOf(table, params, context, signal);
      const [rows, pinned] = await Promise.all([
        rowsOf(table, items, { ...params, ...base }, context, signal),
        pinnedRows(table, { ...params, ...base }, context, signal),
      ]);
      return {
        places: placesOf(table, params.followed),
        ...{ first, rows, pinned, length: table.items.length, matching: table.order.length, total: table.page.ids.length },
        ...{ notes: table.notes, isComplete: table.isComplete, asOf: context.world.now() },
      };
    },
    context.world.log,
    signal,
  );
}

/** Where rows stand, by their ids. */
function placesOf({ page, items }: Table, ids: readonly string[] = []): (number | null)[] {
  return ids.slice(0, mostFollowed).map((id) => {
    const place = items.findIndex((item) => (item.kind === "run" ? page.ids[item.row] : item.id) === id);
    return place < 0 ? null : place;
  });
}

/** Of some runs those that are not among these any more. */
export function runsGone(
  { ids, ...of }: RunsOf & { readonly ids: readonly string[] },
  context: RunsContext,
  signal: AbortSignal,
): Promise<Answer<readonly string[]>> {
  return answer(
    async () => {
      const there = rowsById((await context.loaded.all(context.registry, of, signal)).page);
      return ids.slice(0, mostIds).filter((id) => !there.has(id));
    },
    context.world.log,
    signal,
  );
}

/** Ids of a part of the table, in its order. */
export function runIds(
  params: RunsQuery & { readonly first: number; readonly count: number },
  context: RunsContext,
  signal: AbortSignal,
): Promise<Answer<readonly string[]>> {
  return answer(
    async () => {
      const loaded = await context.loaded.some(context.registry, params, signal);
      const { page, items } = await tableOf(loaded, params, context, signal);
      return runsOfItems(page, items.slice(params.first, params.first + params.count)).slice(0, mostIds);
    },
    context.world.log,
    signal,
  );
}

function directionsOf({ policy }: RunsContext): Directions {
  if (policy === undefined) return new Map();
  return new Map([...gatesOfModels(policy, [])].map(([key, { better }]) => [key, better]));
}

/** Versions stand beside runs: worth a question where their column is shown, not worth failing for. */
async function versionsOf(
  page: RunPage,
  rows: readonly number[],
  columns: readonly ColumnId[],
  { registry, policy }: RunsContext,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, RunVersion>> {
  if (!columns.includes("attribute:version")) return new Map();
  try {
    return await versionsOfRuns(
      registry,
      policy,
      rows.map((row) => page.ids[row] ?? ""),
      signal,
    );
  } catch (error) {
    if (RegistryError.is(error)) return new Map();
    throw error;
  }
}

export async function rowsOf(
  table: Table,
  items: readonly TableItem[],
  shown: Pick<RowsOf, "columns" | "groupBy" | "summary" | "base">,
  context: RunsContext,
  signal: AbortSignal,
): Promise<RunsTableRow[]> {
  const rows = items.flatMap((item) => (item.kind === "run" ? [item.row] : []));
  const versions = await versionsOf(table.page, rows, shown.columns, context, signal);
  return shownRows({ ...table, ...shown, versions, now: context.world.now() }, items);
}

/** Rows that stay in view; those of other experiments, and of deleted runs, are asked for by their ids. */
async function pinnedRows(
  table: Table,
  params: WindowParams & Pick<RowsOf, "base">,
  context: RunsContext,
  signal: AbortSignal,
): Promise<RunsTableRow[]> {
  const ids = [...new Set(params.pinned)].slice(0, mostPinned);
  const here = rowsById(table.page);
  const near = ids.flatMap((id) => here.get(id) ?? []);
  const far = ids.filter((id) => !here.has(id));
  const rows = await rowsOf(table, flatItems(near), params, context, signal);
  if (far.length > 0) {
    const page = withFormulas(await context.registry.runsById({ ids: far }, signal), params.formulas);
    const passing = [...page.ids.keys()];
    const others = await rowsOf({ ...table, page, passing, groups: [] }, flatItems(passing), params, context, signal);
    rows.push(...others.map((row) => ({ ...row, isElsewhere: true as const })));
  }
  const byId = new Map(rows.map((row) => [row.id, row]));
  // What is best is said in the table, once.
  return ids.flatMap((id) => byId.get(id) ?? []).map((row) => ({ ...row, best: [] }));
}

/** The values that metrics are shown as the difference to; nothing where that is not wanted. */
async function baseOf(
  { page }: Table,
  { deltaTo, formulas }: WindowParams,
  context: RunsContext,
  signal: AbortSignal,
): Promise<Pick<RowsOf, "base">> {
  if (deltaTo === undefined) return {};
  const here = rowsById(page).get(deltaTo);
  const [row, of] =
    here === undefined ? [0, withFormulas(await context.registry.runsById({ ids: [deltaTo] }, signal), formulas)] : [here, page];
  return { base: { id: deltaTo, of: (metric) => metricAt(columnOf(of.metrics, metric), row) } };
}

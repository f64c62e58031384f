import type { Answer } from "#protocol/message.ts";
import type { ColumnId, RunsCatalog, RunsQuery, RunsTableRow, RunsTextParams, RunsWindow, WindowParams } from "#protocol/views/runs.ts";
import { RegistryError } from "#registry/model/errors.ts";
import { tableText } from "#registry/model/tableText.ts";
import type { RunPage } from "#registry/model/types.ts";
import type { CompareContext } from "../compare/context.ts";
import { gatesOfModels } from "../compare/metrics.ts";
import { type RunVersion, versionsOfRuns } from "../compare/versionsOfRuns.ts";
import { answer } from "../registry/answer.ts";
import { catalogOf, type Directions, directionOf } from "./catalog.ts";
import { keyOf, kindOf, shownCells } from "./columnValues.ts";
import type { LoadedRuns } from "./loadedRuns.ts";
import { bestRows, orderedRows } from "./order.ts";

const mostRows = 500;
const mostIds = 10_000;

/** What the requests of a Runs page work on. */
export interface RunsContext extends Pick<CompareContext, "registry" | "policy" | "world"> {
  readonly loaded: LoadedRuns;
}

/** What there is to show of an experiment's runs. */
export function runsCatalog(
  { experimentId }: { readonly experimentId: string },
  context: RunsContext,
  signal: AbortSignal,
): Promise<Answer<RunsCatalog>> {
  return answer(
    async () => {
      const [{ name }, loaded] = await Promise.all([
        context.registry.experiment(experimentId, signal),
        context.loaded.some(context.registry, experimentId),
      ]);
      return catalogOf(loaded, name, directionsOf(context));
    },
    context.world.log,
    signal,
  );
}

/** The rows of a part of the table. */
export function runsWindow(params: WindowParams, context: RunsContext, signal: AbortSignal): Promise<Answer<RunsWindow>> {
  return answer(
    async () => {
      const { page, isComplete } = await context.loaded.some(context.registry, params.experimentId);
      const order = orderedRows(page, params);
      const first = Math.max(0, Math.min(Math.floor(params.first), order.length));
      const rows = order.slice(first, first + Math.min(params.count, mostRows));
      const versions = await versionsOf(page, rows, params.columns, context, signal);
      const shown = tableRows(page, rows, order, params.columns, versions, directionsOf(context));
      return { first, rows: shown, matching: order.length, total: page.ids.length, isComplete, asOf: context.world.now() };
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
      const { page } = await context.loaded.some(context.registry, params.experimentId);
      const order = orderedRows(page, params);
      return order.slice(params.first, params.first + Math.min(params.count, mostIds)).map((row) => page.ids[row] ?? "");
    },
    context.world.log,
    signal,
  );
}

/** The table, or chosen rows of it, as text to paste. Waits for all runs. */
export function runsText(params: RunsTextParams, context: RunsContext, signal: AbortSignal): Promise<Answer<string>> {
  return answer(
    async () => {
      const { page } = await context.loaded.all(context.registry, params.experimentId);
      const wanted = params.ids === undefined ? undefined : new Set(params.ids);
      const order = orderedRows(page, params);
      const rows = wanted === undefined ? order : order.filter((row) => wanted.has(page.ids[row] ?? ""));
      const versions = await versionsOf(page, rows, params.columns, context, signal);
      const shown = tableRows(page, rows, order, params.columns, versions, new Map());
      const head = ["run", ...params.columns.map(keyOf)];
      return tableText([head, ...shown.map((row) => [row.name, ...row.cells.map((cell) => cell ?? "")])], params.format);
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

function tableRows(
  page: RunPage,
  rows: readonly number[],
  order: readonly number[],
  columns: readonly ColumnId[],
  versions: ReadonlyMap<string, RunVersion>,
  directions: Directions,
): RunsTableRow[] {
  const label = (row: number) => versions.get(page.ids[row] ?? "")?.label ?? "";
  const cells = columns.map((id) =>
    id === "attribute:version" ? rows.map((row) => label(row) || null) : shownCells(page, id, rows, order),
  );
  const best = columns.map((id) => (kindOf(id) === "metric" ? bestRows(page, id, order, directionOf(keyOf(id), directions)) : undefined));
  return rows.map((row, at) => {
    const start = page.startTimes[row] ?? Number.NaN;
    return {
      id: page.ids[row] ?? "",
      name: page.names[row] || (page.ids[row] ?? "").slice(0, 8),
      status: page.statuses[row] ?? "UNKNOWN",
      ...(Number.isNaN(start) ? {} : { startTime: start }),
      cells: cells.map((column) => column[at] ?? null),
      best: best.flatMap((found, column) => (found?.has(row) ? [column] : [])),
    };
  });
}

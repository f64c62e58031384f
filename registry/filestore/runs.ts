import type { NamedRunsQuery, RunQuery, RunViewType } from "#registry/api.ts";
import { byCodePoints } from "#registry/model/codePoints.ts";
import { RegistryError } from "#registry/model/errors.ts";
import { systemMetricPrefix } from "#registry/model/mostLogged.ts";
import { neededColumns } from "#registry/model/neededColumns.ts";
import { headTags, RunColumns } from "#registry/model/runColumns.ts";
import { isPlain, pageWanted, rowsWanted, type WantedPage, type WantedRuns, wantedPage, wantedRuns } from "#registry/model/runsInMemory.ts";
import type { RunPage, WantedColumns } from "#registry/model/types.ts";
import { fileProblem } from "./errors.ts";
import type { FileStore } from "./fileStore.ts";
import type { IndexedRun } from "./indexedRun.ts";
import { keysIn } from "./keyFiles.ts";
import { RunContent } from "./runContent.ts";
import type { Turns } from "./turns.ts";

/** A runs query whose parts have been read: making it throws `invalid` for a bad filter, sort key or token, before the store is touched. */
export interface RunsQuestion extends WantedRuns, WantedPage {
  readonly experimentIds: ReadonlySet<string>;
  readonly viewType: RunViewType;
  readonly columns: WantedColumns;
}

export function runsQuestion(query: RunQuery): RunsQuestion {
  return {
    experimentIds: new Set(query.experimentIds),
    viewType: query.viewType ?? "ACTIVE_ONLY",
    ...wantedRuns(query),
    ...wantedPage(query),
    columns: query.columns ?? {},
  };
}

/** One page of runs. Of all runs only the files are read that the filter and the order need; of those on the page, all. */
export async function readRuns(store: FileStore, question: RunsQuestion, turns: Turns): Promise<RunPage> {
  const { experimentIds, viewType, columns } = question;
  const all: IndexedRun[] = [];
  for (const id of experimentIds) all.push(...(await runsOf(store, id, turns, viewType)));
  const found = isPlain(question) ? all.sort(byStart) : await matching(all, question, turns);
  const { items, nextPageToken } = pageWanted(found, question);
  return pageOf(items, columns, nextPageToken, turns);
}

/** The newest first, as `sortedRows` has them without a key. */
function byStart(one: IndexedRun, other: IndexedRun): number {
  const [isNone, isOtherNone] = [Number.isNaN(one.startTime), Number.isNaN(other.startTime)];
  if (isNone || isOtherNone) return Number(isNone) - Number(isOtherNone) || byCodePoints(one.id, other.id);
  return other.startTime - one.startTime || byCodePoints(one.id, other.id);
}

async function matching(all: readonly IndexedRun[], wanted: WantedRuns, turns: Turns): Promise<IndexedRun[]> {
  const page = (await columnsOf(all, neededColumns(wanted.filter, wanted.order), turns)).page(undefined);
  const users = all.map(({ head }) => head.user);
  return rowsWanted(page, wanted, users).flatMap((row) => all[row] ?? []);
}

/** Those of an experiment that are not deleted; none where there is no such experiment. */
export function activeRuns(store: FileStore, experimentId: string, turns: Turns): Promise<IndexedRun[]> {
  return runsOf(store, experimentId, turns, "ACTIVE_ONLY");
}

async function runsOf(store: FileStore, experimentId: string, turns: Turns, viewType: RunViewType): Promise<IndexedRun[]> {
  const folder = store.experimentFolder(experimentId);
  if (folder === undefined) return [];
  const runs = await store.runs.of(folder, experimentId, turns);
  return viewType === "ALL" ? runs : runs.filter(({ isDeleted }) => isDeleted === (viewType === "DELETED_ONLY"));
}

/**
 * The named runs in the order asked for. Gates read them: what cannot be read must not count as not logged. Throws `unavailable` for a run of
 * which something cannot be read.
 */
export async function readRunsById(store: FileStore, { ids, columns = {} }: NamedRunsQuery, turns: Turns): Promise<RunPage> {
  const found = await findRuns(store, ids, turns);
  const page = await pageOf(found, columns, undefined, turns);
  const [problem] = page.problems ?? [];
  if (problem === undefined) return page;
  throw new RegistryError(
    "unavailable",
    `Run ${page.names[problem.row] || page.ids[problem.row]} cannot be read: ${problem.why}.`,
    `Look at its folder in ${store.name}; if it is being written, try again.`,
  );
}

/** The runs of these ids, each once, in whichever experiments they are; those that do not exist are left out. */
export async function findRuns(store: FileStore, ids: readonly string[], turns: Turns): Promise<IndexedRun[]> {
  const experiments = store.experimentFolders();
  const found: IndexedRun[] = [];
  for (const id of new Set(ids)) {
    // As MLflow 3.17.2 has it (`_validate_run_id`): an id is no path.
    if (!/^[a-zA-Z0-9][\w-]{0,255}$/.test(id)) continue;
    for (const experiment of experiments) {
      if (turns.isDue) await turns.take();
      const run = await store.runs.one(experiment.folder, experiment.id, id);
      if (run === undefined) continue;
      found.push(run);
      break;
    }
  }
  return found;
}

async function pageOf(runs: readonly IndexedRun[], asked: WantedColumns, token: string | undefined, turns: Turns): Promise<RunPage> {
  const wanted = await withCommonMetrics(runs, asked, turns);
  // Whichever tags are wanted, a page reads these.
  const read = wanted.tags === undefined ? wanted : { ...wanted, tags: [...new Set([...wanted.tags, ...headTags])] };
  return (await columnsOf(runs, wanted, turns, read)).page(token);
}

/** The columns that are wanted, of files of the keys that are named in `read`. */
async function columnsOf(runs: readonly IndexedRun[], wanted: WantedColumns, turns: Turns, read = wanted): Promise<RunColumns> {
  const columns = new RunColumns(
    runs.map(({ head }) => head),
    wanted,
  );
  const content = new RunContent(columns, read);
  for (const [row, run] of runs.entries()) {
    if (turns.isDue) await turns.take();
    const problems = content.add(row, run);
    if (problems.length > 0) columns.problem(row, problems.join("; "));
  }
  return columns;
}

/** The metrics that most runs logged by name: for that their folders are listed, and no file is read. */
async function withCommonMetrics(runs: readonly IndexedRun[], wanted: WantedColumns, turns: Turns): Promise<WantedColumns> {
  const { metrics, commonMetrics, ...rest } = wanted;
  if (metrics === undefined || !commonMetrics) return wanted;
  const counts = new Map<string, number>();
  for (const { folder } of runs) {
    if (turns.isDue) await turns.take();
    for (const key of namesOfMetrics(folder)) if (!key.startsWith(systemMetricPrefix)) counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  const common = [...counts].sort((a, b) => b[1] - a[1] || byCodePoints(a[0], b[0])).slice(0, commonMetrics);
  return { ...rest, metrics: [...new Set([...metrics, ...common.map(([key]) => key)])] };
}

/** None where they cannot be listed: reading them says so. */
function namesOfMetrics(folder: string): string[] {
  try {
    return keysIn(`${folder}/metrics`);
  } catch (error) {
    if (fileProblem(error) === undefined) throw error;
    return [];
  }
}

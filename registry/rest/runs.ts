import type { NamedRunsQuery, PageQuery, RunQuery } from "#registry/api.ts";
import { runDataset } from "#registry/model/dataset.ts";
import { RegistryError } from "#registry/model/errors.ts";
import { parseFilter } from "#registry/model/filter.ts";
import { inParallel } from "#registry/model/inParallel.ts";
import { checkedLimit } from "#registry/model/pageToken.ts";
import { RunColumns } from "#registry/model/runColumns.ts";
import type { Page, RunPage, WantedColumns } from "#registry/model/types.ts";
import { oneRun, page, type RunWire, runs, wholeRuns } from "./answers.ts";
import { filteredRuns, splitFilter } from "./filteredRuns.ts";
import { pointOf } from "./histories.ts";
import { atOnce, type HttpClient } from "./http.ts";
import { isRunId } from "./json.ts";
import { read, unreadable } from "./schema.ts";

/** Largest page that MLflow gives (3.17.2, `SEARCH_MAX_RESULTS_THRESHOLD`). */
const largestPage = 50_000;

export async function searchRuns(http: HttpClient, query: RunQuery, signal: AbortSignal): Promise<RunPage> {
  const { sent, rest } = splitFilter(query.filter, parseFilter(query.filter));
  if (query.experimentIds.length === 0) return runPage([], undefined);
  const search = (page: PageQuery) => searchPage(http, { ...query, filter: sent }, page, signal);
  if (rest !== undefined) return filteredRuns(query, rest, search, runPage);
  const { items, nextPageToken } = await search(query);
  return runPage(items, nextPageToken, query.columns);
}

async function searchPage(http: HttpClient, query: RunQuery, { limit, pageToken }: PageQuery, signal: AbortSignal): Promise<Page<RunWire>> {
  const filter = query.filter.trim();
  const answer = await http.search(
    "/api/2.0/mlflow/runs/search",
    {
      experiment_ids: query.experimentIds,
      run_view_type: query.viewType ?? "ACTIVE_ONLY",
      max_results: Math.min(checkedLimit(limit), largestPage),
      order_by: query.orderBy,
      ...(filter === "" ? {} : { filter }),
      ...(pageToken === undefined ? {} : { page_token: pageToken }),
    },
    signal,
  );
  const found = read(runs, answer);
  return page(found.runs, found);
}

/** Fewer runs than this are asked for one by one. */
const fewRuns = 4;
/** Runs named in one search. */
const runsPerSearch = 100;

/**
 * Runs by id, deleted ones too. Of many, one is asked for, and the others of its experiment with one search: MLflow has no call for
 * several runs, and 100 runs would be 100 requests. Where a server refuses that search they are asked for one by one.
 */
export async function getRuns(http: HttpClient, { ids, columns }: NamedRunsQuery, signal: AbortSignal): Promise<RunPage> {
  const unique = [...new Set(ids)];
  const found = new Map<string, RunWire>();
  let rest = unique;
  for (let searching = true; searching && rest.length >= fewRuns; ) {
    const [first = "", ...others] = rest;
    const run = await getRun(http, first, signal);
    rest = others;
    if (run === undefined) continue;
    found.set(first, run);
    const named = others.filter(isRunId).slice(0, runsPerSearch);
    const siblings = await runsOfExperiment(http, run.info.experiment_id, named, signal);
    searching = siblings !== undefined;
    for (const [id, sibling] of siblings ?? []) found.set(id, sibling);
    rest = rest.filter((id) => !found.has(id));
  }
  for (const [id, run] of await inParallel(rest, atOnce, async (one) => [one, await getRun(http, one, signal)] as const)) {
    if (run !== undefined) found.set(id, run);
  }
  const runs = unique.map((id) => found.get(id)).filter((run) => run !== undefined);
  return runPage(runs, undefined, columns);
}

/** Absent: there is no such run. An id that no run can have is refused as invalid: it does not exist either. */
export async function getRun(http: HttpClient, id: string, signal: AbortSignal): Promise<RunWire | undefined> {
  try {
    const { run } = read(oneRun, await http.get("/api/2.0/mlflow/runs/get", [["run_id", id]], signal));
    if (headOf(run).id !== id) throw unreadable("run.info.run_id", "that of another run");
    return run;
  } catch (error) {
    if (RegistryError.is(error, "notFound") || RegistryError.is(error, "invalid")) return undefined;
    throw error;
  }
}

/** Undefined: the server does not take such a search. */
async function runsOfExperiment(
  http: HttpClient,
  experimentId: string,
  ids: readonly string[],
  signal: AbortSignal,
): Promise<ReadonlyMap<string, RunWire> | undefined> {
  if (ids.length === 0) return new Map();
  const query = {
    experiment_ids: [experimentId],
    filter: `attributes.run_id IN (${ids.map((id) => `'${id}'`).join(", ")})`,
    run_view_type: "ALL",
    max_results: ids.length,
  };
  try {
    const answer = read(wholeRuns, await http.search("/api/2.0/mlflow/runs/search", query, signal));
    return new Map(answer.runs.map((run) => [headOf(run).id, run] as const).filter(([id]) => ids.includes(id)));
  } catch (error) {
    if (RegistryError.is(error, "unsupported") || RegistryError.is(error, "invalid")) return undefined;
    throw error;
  }
}

/** MLflow has no call that leaves columns out: they are left out here. */
export function runPage(runs: readonly RunWire[], token: string | undefined, wanted?: WantedColumns): RunPage {
  const heads = runs.map(headOf);
  const columns = new RunColumns(heads, wanted);
  for (const [row, { data, inputs }] of runs.entries()) {
    for (const metric of data.metrics) columns.metric(row, { key: metric.key, ...pointOf(metric) });
    for (const { key, value } of data.params) columns.param(row, key, value);
    for (const { key, value } of data.tags) columns.tag(row, key, value);
    for (const { dataset, tags } of inputs.dataset_inputs) {
      const context = tags.find(({ key }) => key === "mlflow.data.context")?.value ?? "";
      const { name, digest, profile, source_type: sourceType, source, schema } = dataset;
      const details = columns.wantsDatasetDetails ? { details: { sourceType, source, schema } } : {};
      columns.dataset(row, runDataset({ name, digest, context, profile, ...details }));
    }
  }
  return columns.page(token);
}

function headOf({ info }: RunWire) {
  return {
    id: info.run_id || info.run_uuid,
    name: info.run_name,
    experimentId: info.experiment_id,
    status: info.status,
    lifecycle: info.lifecycle_stage,
    user: info.user_id,
    startTime: info.start_time,
    endTime: info.end_time,
    artifactUri: info.artifact_uri,
  };
}

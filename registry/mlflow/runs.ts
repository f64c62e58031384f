import type { NamedRunsQuery, PageQuery, RunQuery } from "#registry/api.ts";
import { RegistryError } from "#registry/model/errors.ts";
import { parseFilter } from "#registry/model/filter.ts";
import { inParallel } from "#registry/model/inParallel.ts";
import { checkedLimit } from "#registry/model/pageToken.ts";
import { RunColumns, runDataset } from "#registry/model/runColumns.ts";
import type { Page, RunPage, WantedColumns } from "#registry/model/types.ts";
import { filteredRuns, splitFilter } from "./filteredRuns.ts";
import { pointsOf } from "./histories.ts";
import { atOnce, type HttpClient } from "./http.ts";
import { asObject, isRunId, listed, number, objects, page, readableObjects, readableText, text, unreadable, type Wire } from "./json.ts";

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

async function searchPage(http: HttpClient, query: RunQuery, { limit, pageToken }: PageQuery, signal: AbortSignal): Promise<Page<Wire>> {
  const filter = query.filter.trim();
  const answer = await http.search(
    "/api/2.0/mlflow/runs/search",
    {
      experiment_ids: query.experimentIds,
      run_view_type: "ACTIVE_ONLY",
      max_results: Math.min(checkedLimit(limit), largestPage),
      order_by: query.orderBy,
      ...(filter === "" ? {} : { filter }),
      ...(pageToken === undefined ? {} : { page_token: pageToken }),
    },
    signal,
  );
  return page(listed(answer, "runs"), answer);
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
  const found = new Map<string, Wire>();
  let rest = unique;
  for (let searching = true; searching && rest.length >= fewRuns; ) {
    const [first = "", ...others] = rest;
    const run = await getRun(http, first, signal);
    rest = others;
    if (run === undefined) continue;
    found.set(first, run);
    const named = others.filter(isRunId).slice(0, runsPerSearch);
    const siblings = await runsOfExperiment(http, text(asObject(run["info"]), "experiment_id"), named, signal);
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
async function getRun(http: HttpClient, id: string, signal: AbortSignal): Promise<Wire | undefined> {
  try {
    const run = asObject((await http.get("/api/2.0/mlflow/runs/get", [["run_id", id]], signal))["run"]);
    checkRun(run, id);
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
): Promise<ReadonlyMap<string, Wire> | undefined> {
  if (ids.length === 0) return new Map();
  const query = {
    experiment_ids: [experimentId],
    filter: `attributes.run_id IN (${ids.map((id) => `'${id}'`).join(", ")})`,
    run_view_type: "ALL",
    max_results: ids.length,
  };
  try {
    const runs = listed(await http.search("/api/2.0/mlflow/runs/search", query, signal), "runs");
    const byId = new Map(runs.map((run) => [headOf(asObject(run["info"])).id, run]));
    const wanted = ids.flatMap((id) => (byId.has(id) ? [[id, byId.get(id) ?? {}] as const] : []));
    for (const [id, run] of wanted) checkRun(run, id);
    return new Map(wanted);
  } catch (error) {
    if (RegistryError.is(error, "unsupported") || RegistryError.is(error, "invalid")) return undefined;
    throw error;
  }
}

/**
 * Gates read the runs that were asked for one by one: what cannot be read must not count as not logged, nor as 0. Throws `unavailable`.
 * In a list of many runs, a part that cannot be read is left out.
 */
function checkRun(run: Wire, id: string): void {
  if (headOf(asObject(run["info"])).id !== id) throw unreadable("run_id");
  const data = asObject(run["data"]);
  for (const metric of readableObjects(data, "metrics")) {
    const key = readableText(metric, "key");
    if (number(metric, "value") === undefined) throw unreadable(`the value of metric ${key.slice(0, 100)}`);
  }
  for (const list of ["params", "tags"]) for (const each of readableObjects(data, list)) readableText(each, "key");
}

/** MLflow has no call that leaves columns out: they are left out here. */
function runPage(runs: readonly Wire[], token: string | undefined, wanted?: WantedColumns): RunPage {
  const heads = runs.map((run) => headOf(asObject(run["info"])));
  const columns = new RunColumns(heads, wanted);
  for (const [row, run] of runs.entries()) {
    const data = asObject(run["data"]);
    for (const metric of objects(data, "metrics")) {
      for (const point of pointsOf(metric)) columns.metric(row, { key: text(metric, "key"), ...point });
    }
    for (const param of objects(data, "params")) columns.param(row, text(param, "key"), text(param, "value"));
    for (const tag of objects(data, "tags")) columns.tag(row, text(tag, "key"), text(tag, "value"));
    for (const input of objects(asObject(run["inputs"]), "dataset_inputs")) {
      const dataset = asObject(input["dataset"]);
      const context = objects(input, "tags").find((tag) => text(tag, "key") === "mlflow.data.context");
      const shown = context === undefined ? "" : text(context, "value");
      columns.dataset(row, runDataset(text(dataset, "name"), text(dataset, "digest"), shown, text(dataset, "profile")));
    }
  }
  return columns.page(token);
}

function headOf(info: Wire) {
  return {
    id: text(info, "run_id") || text(info, "run_uuid"),
    name: text(info, "run_name"),
    experimentId: text(info, "experiment_id"),
    status: text(info, "status"),
    lifecycle: text(info, "lifecycle_stage"),
    user: text(info, "user_id"),
    startTime: number(info, "start_time"),
    endTime: number(info, "end_time"),
    artifactUri: text(info, "artifact_uri"),
  };
}

import type { HistoryQuery, PageQuery, RangeQuery, RunQuery } from "#registry/api.ts";
import { downsample } from "#registry/model/downsample.ts";
import { RegistryError } from "#registry/model/errors.ts";
import { parseFilter } from "#registry/model/filter.ts";
import { unclamp } from "#registry/model/infinity.ts";
import { inParallel } from "#registry/model/inParallel.ts";
import { allPages } from "#registry/model/pages.ts";
import { checkedLimit } from "#registry/model/pageToken.ts";
import { RunColumns, runDataset } from "#registry/model/runColumns.ts";
import type { MetricHistory, MetricRange, Page, RunPage } from "#registry/model/types.ts";
import { filteredRuns, splitFilter } from "./filteredRuns.ts";
import { atOnce, type HttpClient } from "./http.ts";
import { asObject, isRunId, listed, number, objects, page, readableObjects, readableText, text, unreadable, type Wire } from "./json.ts";

/** Largest page that MLflow gives (3.17.2, `SEARCH_MAX_RESULTS_THRESHOLD`). */
const largestPage = 50_000;
/** Points in one bulk answer, over all its runs (`MAX_HISTORY_RESULTS`); later runs silently get none. */
const bulkPoints = 25_000;
/** Each bucket's extremes are kept, so that few points tell the range. */
const pointsForExtremes = 16;

interface Point {
  readonly value: number;
  readonly step: number;
  readonly timestamp: number;
}

export async function searchRuns(http: HttpClient, query: RunQuery, signal: AbortSignal): Promise<RunPage> {
  const { sent, rest } = splitFilter(query.filter, parseFilter(query.filter));
  if (query.experimentIds.length === 0) return runPage([], undefined);
  const search = (page: PageQuery) => searchPage(http, { ...query, filter: sent }, page, signal);
  if (rest !== undefined) return filteredRuns(query, rest, search, runPage);
  const { items, nextPageToken } = await search(query);
  return runPage(items, nextPageToken);
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
export async function getRuns(http: HttpClient, ids: readonly string[], signal: AbortSignal): Promise<RunPage> {
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
  return runPage(runs, undefined);
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

function runPage(runs: readonly Wire[], token: string | undefined): RunPage {
  const columns = new RunColumns(runs.map((run) => headOf(asObject(run["info"]))));
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

/** One point; none for a value that is no number. */
function pointsOf(metric: Wire): Point[] {
  const value = number(metric, "value");
  if (value === undefined) return [];
  return [{ value: unclamp(value), step: number(metric, "step") ?? 0, timestamp: number(metric, "timestamp") ?? 0 }];
}

/** One bulk request for all runs; runs that do not fit in its answer, or all where there is no bulk request, are read one by one. */
export async function getHistory(http: HttpClient, query: HistoryQuery, signal: AbortSignal): Promise<MetricHistory[]> {
  const ids = [...new Set(query.runIds)];
  if (ids.length === 0) return [];
  const bulk = await bulkHistory(http, ids, query.metric, signal);
  const rest = await inParallel(
    ids.filter((id) => !bulk.complete(id)),
    atOnce,
    async (id) => [id, await wholeHistory(http, id, query.metric, signal)] as const,
  );
  const points = new Map([...bulk.points, ...rest]);
  return ids.flatMap((id) => {
    const history = points.get(id) ?? [];
    return history.length === 0 ? [] : [asHistory(id, history, query)];
  });
}

/** No call gives ranges: they are read off the histories, whose downsampling keeps the extremes. */
export async function getRanges(http: HttpClient, { runIds, metrics }: RangeQuery, signal: AbortSignal): Promise<MetricRange[]> {
  const histories = await inParallel(metrics, atOnce, (metric) =>
    getHistory(http, { runIds, metric, maxPoints: pointsForExtremes }, signal),
  );
  const byRun = Map.groupBy(histories.flat(), ({ runId }) => runId);
  return [...new Set(runIds)].flatMap((runId) => (byRun.get(runId) ?? []).map(rangeOf));
}

function rangeOf({ runId, metric, values, total }: MetricHistory): MetricRange {
  const real = values.filter((value) => !Number.isNaN(value));
  const over = (choose: (a: number, b: number) => number) => (real.length === 0 ? Number.NaN : real.reduce((a, b) => choose(a, b)));
  return { runId, metric, min: over(Math.min), max: over(Math.max), total };
}

interface Bulk {
  readonly points: ReadonlyMap<string, Point[]>;
  complete(runId: string): boolean;
}

async function bulkHistory(http: HttpClient, ids: readonly string[], metric: string, signal: AbortSignal): Promise<Bulk> {
  const points = new Map<string, Point[]>();
  const query = [...ids.map((id) => ["run_id", id] as const), ["metric_key", metric], ["max_results", String(bulkPoints)]] as const;
  let metrics: readonly Wire[];
  try {
    metrics = listed(await http.get("/ajax-api/2.0/mlflow/metrics/get-history-bulk", query, signal), "metrics");
  } catch (error) {
    // The call belongs to MLflow's own page: other servers need not have it.
    if (!RegistryError.is(error, "unsupported")) throw error;
    return { points, complete: () => false };
  }
  for (const wire of metrics) {
    const id = text(wire, "run_id");
    const history = points.get(id) ?? [];
    history.push(...pointsOf(wire));
    points.set(id, history);
  }
  // Runs come in the order of their ids; a full answer may have cut the last one short.
  const last = metrics.length < bulkPoints ? undefined : text(metrics.at(-1) ?? {}, "run_id");
  return { points, complete: (id) => last === undefined || id < last };
}

function wholeHistory(http: HttpClient, id: string, metric: string, signal: AbortSignal): Promise<Point[]> {
  return allPages(async ({ pageToken }) => {
    const query = [
      ["run_id", id],
      ["metric_key", metric],
      ["max_results", String(bulkPoints)],
      ...(pageToken === undefined ? [] : [["page_token", pageToken] as const]),
    ] as const;
    const answer = await http.get("/api/2.0/mlflow/metrics/get-history", query, signal);
    return page(listed(answer, "metrics").flatMap(pointsOf), answer);
  });
}

function asHistory(runId: string, points: readonly Point[], { metric, maxPoints }: HistoryQuery): MetricHistory {
  const kept = downsample(
    Float64Array.from(points, ({ value }) => value),
    maxPoints,
  );
  const column = (key: keyof Point) => Float64Array.from(kept, (index) => points[index]?.[key] ?? Number.NaN);
  return { runId, metric, steps: column("step"), timestamps: column("timestamp"), values: column("value"), total: points.length };
}

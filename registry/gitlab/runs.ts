import type { NamedRunsQuery, PageQuery, RunQuery } from "#registry/api.ts";
import { inParallel } from "#registry/model/inParallel.ts";
import { allPages } from "#registry/model/pages.ts";
import { checkedLimit } from "#registry/model/pageToken.ts";
import { isPlain, pageWanted, rowsWanted, wantedPage, wantedRuns } from "#registry/model/runsInMemory.ts";
import type { Page, RunPage } from "#registry/model/types.ts";
import { type MetricWire, page, type RunWire, runs } from "#registry/rest/answers.ts";
import { atOnce, type HttpClient } from "#registry/rest/http.ts";
import { getRun, runPage } from "#registry/rest/runs.ts";
import { read } from "#registry/rest/schema.ts";

/** Largest page that GitLab gives. */
const largestPage = 1000;
/** Fewer runs than this are asked for one by one. */
const fewRuns = 4;

/**
 * GitLab takes one experiment, the order of creation or of one metric, and no filter: it passes over what it does not know. The newest runs of one
 * experiment come page by page as they are made there; for anything else all runs are read, and chosen and sorted here.
 */
export async function searchRuns(http: HttpClient, query: RunQuery, signal: AbortSignal): Promise<RunPage> {
  const wanted = wantedRuns(query);
  const [only, ...others] = new Set(query.experimentIds);
  // Deleted runs are gone there.
  if (only === undefined || query.viewType === "DELETED_ONLY") return runPage([], undefined, query.columns);
  if (others.length === 0 && isPlain(wanted)) {
    const { items, nextPageToken } = await searchPage(http, only, query, signal);
    return runPage(items, nextPageToken, query.columns);
  }
  const place = wantedPage(query);
  const all = (await inParallel([only, ...others], atOnce, (id) => runsOf(http, id, signal))).flat();
  const whole = runPage(all, undefined);
  const users = all.map(({ info }) => info.user_id);
  const { items, nextPageToken } = pageWanted(rowsWanted(whole, wanted, users), place);
  return runPage(
    items.flatMap((row) => all[row] ?? []),
    nextPageToken,
    query.columns,
  );
}

/** A page of an experiment's runs, the one made last first. */
export async function searchPage(http: HttpClient, experimentId: string, query: PageQuery, signal: AbortSignal): Promise<Page<RunWire>> {
  const { limit, pageToken } = query;
  const body = {
    experiment_ids: [experimentId],
    max_results: Math.min(checkedLimit(limit), largestPage),
    ...(pageToken === undefined ? {} : { page_token: pageToken }),
  };
  const found = read(runs, await http.search("/api/2.0/mlflow/runs/search", body, signal));
  return page(found.runs.map(withLatest), found);
}

function runsOf(http: HttpClient, experimentId: string, signal: AbortSignal): Promise<RunWire[]> {
  return allPages((next) => searchPage(http, experimentId, { limit: largestPage, ...next }, signal));
}

/** Of many, one is asked for, and the others are looked for among the runs of its experiment. */
export async function runsById(http: HttpClient, { ids, columns }: NamedRunsQuery, signal: AbortSignal): Promise<RunPage> {
  const found = new Map<string, RunWire>();
  let rest = [...new Set(ids)];
  while (rest.length >= fewRuns) {
    const [first = "", ...others] = rest;
    rest = others;
    const run = await getRun(http, first, signal);
    if (run === undefined) continue;
    found.set(first, run);
    const wanted = new Set(others);
    for (const sibling of await runsOf(http, run.info.experiment_id, signal)) {
      const id = sibling.info.run_id || sibling.info.run_uuid;
      if (wanted.has(id)) found.set(id, sibling);
    }
    rest = rest.filter((id) => !found.has(id));
  }
  for (const [id, run] of await inParallel(rest, atOnce, async (one) => [one, await getRun(http, one, signal)] as const)) {
    if (run !== undefined) found.set(id, run);
  }
  const named = [...new Set(ids)].flatMap((id) => found.get(id) ?? []);
  return runPage(named.map(withLatest), undefined, columns);
}

/** A run of GitLab has every point of its metrics: the latest of each is what MLflow gives. */
function withLatest(run: RunWire): RunWire {
  const latest = new Map<string, MetricWire>();
  for (const metric of run.data.metrics) {
    const known = latest.get(metric.key);
    if (known === undefined || isLater(metric, known)) latest.set(metric.key, metric);
  }
  return { ...run, data: { ...run.data, metrics: [...latest.values()] } };
}

function isLater(one: MetricWire, other: MetricWire): boolean {
  const by = (one.step ?? 0) - (other.step ?? 0) || (one.timestamp ?? 0) - (other.timestamp ?? 0) || one.value - other.value;
  return by > 0;
}

import type { PageQuery } from "#registry/api.ts";
import { inParallel } from "#registry/model/inParallel.ts";
import { checkedLimit } from "#registry/model/pageToken.ts";
import type { Experiment, ExperimentActivity, Page } from "#registry/model/types.ts";
import { experiments, page } from "#registry/rest/answers.ts";
import { atOnce, type HttpClient } from "#registry/rest/http.ts";
import { experimentOf } from "#registry/rest/models.ts";
import { read } from "#registry/rest/schema.ts";
import { searchPage } from "./runs.ts";

/** Largest page that GitLab gives. */
const largestPage = 1000;

/** The one made last first: GitLab knows no time of a change. */
export async function listExperiments(http: HttpClient, { limit, pageToken }: PageQuery, signal: AbortSignal): Promise<Page<Experiment>> {
  const body = { max_results: Math.min(checkedLimit(limit), largestPage), ...(pageToken === undefined ? {} : { page_token: pageToken }) };
  const found = read(experiments, await http.search("/api/2.0/mlflow/experiments/search", body, signal));
  return page(
    found.experiments.map(experimentOf).filter(({ lifecycle }) => lifecycle === "active"),
    found,
  );
}

/** The start of the run made last. */
export function activity(http: HttpClient, ids: readonly string[], signal: AbortSignal): Promise<ExperimentActivity[]> {
  return inParallel(ids, atOnce, async (experimentId) => {
    const { items } = await searchPage(http, experimentId, { limit: 1 }, signal);
    // A run that says nothing of its start has 0.
    const lastStart = items[0]?.info.start_time || undefined;
    return { experimentId, ...(lastStart === undefined ? {} : { lastStart }) };
  });
}

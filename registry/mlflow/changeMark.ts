import type { HttpClient } from "./http.ts";
import { objects, text, type Wire } from "./json.ts";

const newestRuns = 50;
const newestExperiments = 50;
const models = 100;
const newestVersions = 100;

/**
 * A mark of what the views show first: the newest experiments and runs, the models with their aliases, and the newest versions with their
 * tags. Neither a tag nor an alias changes any time stamp in MLflow (3.17.2), so the content itself is compared. Four requests.
 */
export async function changeMark(http: HttpClient, signal: AbortSignal): Promise<string> {
  const experiments = http.search(
    "/api/2.0/mlflow/experiments/search",
    { order_by: ["last_update_time DESC"], max_results: newestExperiments },
    signal,
  );
  const answers = await Promise.all([
    experiments,
    experiments.then((found) => recentRuns(http, found, signal)),
    http.get("/api/2.0/mlflow/registered-models/search", [["max_results", String(models)]], signal),
    http.get(
      "/api/2.0/mlflow/model-versions/search",
      [
        ["max_results", String(newestVersions)],
        ["order_by", "last_updated_timestamp DESC"],
      ],
      signal,
    ),
  ]);
  return hash(JSON.stringify(answers));
}

async function recentRuns(http: HttpClient, experiments: Wire, signal: AbortSignal): Promise<Wire> {
  const ids = objects(experiments, "experiments").map((experiment) => text(experiment, "experiment_id"));
  if (ids.length === 0) return {};
  const query = { experiment_ids: ids, order_by: ["attributes.start_time DESC"], max_results: newestRuns };
  return http.search("/api/2.0/mlflow/runs/search", query, signal);
}

async function hash(content: string): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(content));
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

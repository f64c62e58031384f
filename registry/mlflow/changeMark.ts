import type { HttpClient, Query } from "./http.ts";
import { listed, text, unreadable, type Wire } from "./json.ts";

const newestRuns = 50;
const newestExperiments = 50;
const modelsPerPage = 1000;
const newestVersions = 100;
const versionsPerPage = 500;

type Read = (signal: AbortSignal) => Promise<Wire>;

/**
 * Gives marks of what a server holds: another mark means that something changed. Each look compares the newest experiments and runs, and
 * the newest versions. Neither a tag nor an alias changes any time stamp in MLflow (3.17.2), so of all models and all versions one page is
 * compared with what it was, another one at each look: with up to 500 versions every change is seen at the next look. Five requests.
 */
export function changeMarks(http: HttpClient): (signal: AbortSignal) => Promise<string> {
  const known = new Map<string, string>();
  const models = new Turn((page) => `models ${page}`);
  const versions = new Turn((page) => `versions ${page}`);
  let changes = 0;
  return async (signal) => {
    // One after the other: a person's question must not wait behind a look that nobody asked for.
    const experiments = await newestExperimentsOf(http, signal);
    const answers: (readonly [string, Wire])[] = [
      ["experiments", experiments],
      ["runs", await recentRuns(http, experiments, signal)],
      await models.next(pageOf(http, "registered-models", modelsPerPage, "name ASC"), signal),
      ["newest", await pageOf(http, "model-versions", newestVersions, "last_updated_timestamp DESC")("")(signal)],
      await versions.next(pageOf(http, "model-versions", versionsPerPage, "name ASC"), signal),
    ];
    for (const [name, answer] of answers) {
      const content = await hash(answer);
      if ((known.get(name) ?? content) !== content) changes++;
      known.set(name, content);
    }
    return String(changes);
  };
}

/** Reads the pages of a list one by one, from the start again after the last. */
class Turn {
  private readonly name: (page: number) => string;
  private page = 0;
  private token = "";

  constructor(name: (page: number) => string) {
    this.name = name;
  }

  async next(read: (token: string) => Read, signal: AbortSignal): Promise<readonly [string, Wire]> {
    const name = this.name(this.page);
    try {
      const answer = await read(this.token)(signal);
      this.token = text(answer, "next_page_token");
      this.page = this.token === "" ? 0 : this.page + 1;
      // The token tells nothing of what is on the page.
      return [name, { ...answer, next_page_token: "" }];
    } catch (error) {
      this.page = 0;
      this.token = "";
      throw error;
    }
  }
}

function pageOf(http: HttpClient, list: "registered-models" | "model-versions", size: number, order: string): (token: string) => Read {
  return (token) => {
    const query: Query = [["max_results", String(size)], ["order_by", order], ...(token === "" ? [] : [["page_token", token] as const])];
    return async (signal) => {
      const answer = await http.get(`/api/2.0/mlflow/${list}/search`, query, signal);
      listed(answer, list.replace("-", "_"));
      return answer;
    };
  };
}

function newestExperimentsOf(http: HttpClient, signal: AbortSignal): Promise<Wire> {
  const query = { order_by: ["last_update_time DESC"], max_results: newestExperiments };
  return http.search("/api/2.0/mlflow/experiments/search", query, signal);
}

async function recentRuns(http: HttpClient, experiments: Wire, signal: AbortSignal): Promise<Wire> {
  const ids = listed(experiments, "experiments").map((experiment) => text(experiment, "experiment_id"));
  if (ids.length === 0) return {};
  const query = { experiment_ids: ids, order_by: ["attributes.start_time DESC"], max_results: newestRuns };
  return http.search("/api/2.0/mlflow/runs/search", query, signal);
}

async function hash(answer: Wire): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(written(answer)));
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

function written(answer: Wire): string {
  try {
    return JSON.stringify(answer);
  } catch (error) {
    // An answer that is nested too deeply to be written again.
    if (error instanceof RangeError) throw unreadable("an answer");
    throw error;
  }
}

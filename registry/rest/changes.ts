import { custom, type GenericSchema, pipe, transform } from "valibot";
import { bothChanges, type ChangeSet, differences, noChange } from "#registry/model/changes.ts";
import { experiments, oneOfPages } from "./answers.ts";
import type { HttpClient, Query } from "./http.ts";
import { isObject, type Wire } from "./json.ts";
import { fields, listed, name, read, readOrNothing, text, unreadable } from "./schema.ts";

const newestRuns = 50;
const newestExperiments = 50;
const modelsPerPage = 1000;
const newestVersions = 100;
const versionsPerPage = 500;
/** Of a list that has more, the first ones are looked at: 250,000 versions. */
const mostPages = 500;

/** A call that lists something. */
interface ListCall {
  readonly path: string;
  /** Absent: the server takes none. */
  readonly order?: string;
  /** Largest page that the server gives; absent: as MLflow's. */
  readonly most?: number;
}

/** Where a server lists its models and its versions. */
export interface ChangeLists {
  readonly models: ListCall;
  /** Absent: it does not list the versions of all models. */
  readonly versions: ListCall | undefined;
  /** The body that asks for the newest experiments; absent: MLflow's. */
  readonly experiments?: Wire;
  /** The bodies that ask for the newest runs of experiments, newest first, at the n-th look; absent: MLflow's, for all of them at once. */
  runs?(experimentIds: readonly string[], look: number): readonly (Wire & { readonly experiment_ids: readonly string[] })[];
}

const mlflowLists: ChangeLists = {
  models: { path: "/api/2.0/mlflow/registered-models/search", order: "name ASC" },
  versions: { path: "/api/2.0/mlflow/model-versions/search", order: "name ASC" },
};

type Read = (signal: AbortSignal) => Promise<Wire>;

/**
 * Tells what changed on a server between two looks. Each look compares the newest experiments and runs, and the newest versions. Neither a
 * tag nor an alias changes any time stamp in MLflow (3.17.2), so of all models and all versions one page is compared with what it was,
 * another one at each look: with up to 500 versions every change is seen at the next look. Five requests. What moved from one page to
 * another counts as changed, too.
 */
export function serverChanges(http: HttpClient, lists = mlflowLists): (signal: AbortSignal) => Promise<ChangeSet> {
  const known = new Map<string, Answered>();
  const models = new Turn((page) => `models ${page}`);
  const versions = new Turn((page) => `versions ${page}`);
  let untold = noChange;
  let look = 0;
  return async (signal) => {
    // One after the other: a person's question must not wait behind a look that nobody asked for.
    const newest = await newestExperimentsOf(http, lists.experiments, signal);
    const looks: (readonly [Kind, string, Wire])[] = [
      [kinds.experiments, "experiments", newest],
      ...(await recentRuns(http, newest, lists.runs?.bind(lists), look++, signal)),
      [kinds.models, ...(await models.next(pageOf(http, kinds.models, lists.models, modelsPerPage), signal))],
    ];
    if (lists.versions !== undefined) {
      const newest = { ...lists.versions, order: "last_updated_timestamp DESC" };
      looks.push([kinds.versions, "newest", await pageOf(http, kinds.versions, newest, newestVersions)("")(signal)]);
      looks.push([kinds.versions, ...(await versions.next(pageOf(http, kinds.versions, lists.versions, versionsPerPage), signal))]);
    }
    for (const [kind, name, answer] of looks) {
      const before = known.get(name);
      const now = await answered(answer, kind, before);
      known.set(name, now);
      // What a look found before it failed is told by the next one.
      if (before !== undefined) untold = bothChanges(untold, kind.changes(differences(before.items, now.items)));
    }
    const told = untold;
    untold = noChange;
    return told;
  };
}

/** How the items of an answer are told apart, and what it means that some are others now. */
interface Kind {
  readonly list: string;
  readonly id: GenericSchema<unknown, string>;
  changes(ids: readonly string[]): ChangeSet;
}

/** Between the parts of an id; in no name of MLflow's. */
const seam = "\n";
const firstParts = (ids: readonly string[]) => [...new Set(ids.map((id) => id.split(seam)[0] ?? ""))];

const kinds = {
  experiments: {
    list: "experiments",
    id: pipe(
      fields({ experiment_id: name }),
      transform(({ experiment_id }) => experiment_id),
    ),
    changes: (ids) => ({ ...noChange, experiments: ids }),
  },
  runs: {
    list: "runs",
    id: pipe(
      fields({ info: fields({ experiment_id: text, run_id: text }) }),
      transform(({ info }) => `${info.experiment_id}${seam}${info.run_id}`),
    ),
    changes: (ids) => ({ ...noChange, experiments: firstParts(ids), runs: ids.map((id) => id.split(seam)[1] ?? "") }),
  },
  models: {
    list: "registered_models",
    id: pipe(
      fields({ name }),
      transform((model) => model.name),
    ),
    changes: (ids) => ({ ...noChange, models: ids }),
  },
  versions: {
    list: "model_versions",
    id: pipe(
      fields({ name, version: name }),
      transform((version) => `${version.name}${seam}${version.version}`),
    ),
    changes: (ids) => ({ ...noChange, models: firstParts(ids) }),
  },
} as const satisfies Readonly<Record<string, Kind>>;

/** What an answer said: all of it, and each of its items by id. */
interface Answered {
  readonly whole: string;
  readonly items: ReadonlyMap<string, string>;
}

async function answered(answer: Wire, kind: Kind, before: Answered | undefined): Promise<Answered> {
  const whole = await hash(answer);
  if (before?.whole === whole) return before;
  const items = await Promise.all(
    listOf(answer, kind.list).map(async (item) => [readOrNothing(kind.id, item) ?? "", await hash(item)] as const),
  );
  return { whole, items: new Map(items) };
}

/** The objects of an answer's list, whole, as they came. */
function listOf(answer: Wire, list: string): readonly Wire[] {
  return read(fields({ [list]: listed(custom<Wire>(isObject)) }), answer)[list] ?? [];
}

/** Reads the pages of a list one by one, from the start again after the last, or where a server's list does not come to an end. */
class Turn {
  private readonly name: (page: number) => string;
  /** Of the pages since the start. */
  private readonly tokens = new Set<string>();
  private token = "";

  constructor(name: (page: number) => string) {
    this.name = name;
  }

  async next(readPage: (token: string) => Read, signal: AbortSignal): Promise<readonly [string, Wire]> {
    const name = this.name(this.tokens.size);
    try {
      const answer = await readPage(this.token)(signal);
      const { next_page_token: token } = read(oneOfPages, answer);
      if (token === "" || this.tokens.has(token) || this.tokens.size >= mostPages) this.begin();
      else {
        this.tokens.add(token);
        this.token = token;
      }
      // The token tells nothing of what is on the page.
      return [name, { ...answer, next_page_token: "" }];
    } catch (error) {
      this.begin();
      throw error;
    }
  }

  private begin(): void {
    this.tokens.clear();
    this.token = "";
  }
}

function pageOf(http: HttpClient, kind: Kind, { path, order, most }: ListCall, size: number): (token: string) => Read {
  return (token) => {
    const query: Query = [
      ["max_results", String(most ?? size)],
      ...(order === undefined ? [] : [["order_by", order] as const]),
      ...(token === "" ? [] : [["page_token", token] as const]),
    ];
    return async (signal) => {
      const answer = await http.get(path, query, signal);
      listOf(answer, kind.list);
      return answer;
    };
  };
}

function newestExperimentsOf(http: HttpClient, body: Wire | undefined, signal: AbortSignal): Promise<Wire> {
  const query = body ?? { order_by: ["last_update_time DESC"], max_results: newestExperiments };
  return http.search("/api/2.0/mlflow/experiments/search", query, signal);
}

async function recentRuns(
  http: HttpClient,
  newest: Wire,
  runsOf: ChangeLists["runs"],
  look: number,
  signal: AbortSignal,
): Promise<(readonly [Kind, string, Wire])[]> {
  const ids = read(experiments, newest).experiments.map(({ experiment_id }) => experiment_id);
  const search = (query: Wire) => http.search("/api/2.0/mlflow/runs/search", query, signal);
  if (runsOf !== undefined) {
    const found: (readonly [Kind, string, Wire])[] = [];
    for (const query of runsOf(ids, look)) found.push([kinds.runs, `runs of ${query.experiment_ids.join()}`, await search(query)]);
    return found;
  }
  if (ids.length === 0) return [[kinds.runs, "runs", {}]];
  const query = { experiment_ids: ids, order_by: ["attributes.start_time DESC"], max_results: newestRuns };
  return [[kinds.runs, "runs", await search(query)]];
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
    if (error instanceof RangeError) throw unreadable("the answer", "nested too deeply");
    throw error;
  }
}

import { custom, type GenericSchema, pipe, transform } from "valibot";
import { bothChanges, type ChangeSet, differences, noChange } from "#registry/model/changes.ts";
import { RegistryError } from "#registry/model/errors.ts";
import { experiments, oneOfPages } from "./answers.ts";
import type { HttpClient, Query } from "./http.ts";
import { isObject, type Wire } from "./json.ts";
import { fields, listed, name, read, readOrNothing, text, unreadable } from "./schema.ts";

const newestRuns = 50;
const runningPerPage = 200;
const experimentsPerPage = 1000;
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
  /** The body that asks for experiments, the newest first; absent: MLflow's. */
  readonly experiments?: Wire;
  /** The bodies that ask for the newest runs of experiments, newest first, at the n-th look; absent: MLflow's, for all of them at once. */
  runs?(experimentIds: readonly string[], look: number): readonly (Wire & { readonly experiment_ids: readonly string[] })[];
}

const mlflowLists: ChangeLists = {
  models: { path: "/api/2.0/mlflow/registered-models/search", order: "name ASC" },
  versions: { path: "/api/2.0/mlflow/model-versions/search", order: "name ASC" },
};

type Read = (signal: AbortSignal) => Promise<Wire>;
/** An answer, under a name by which it is compared with the last one of it. */
type Look = readonly [Kind, string, Wire];

/**
 * Tells what changed on a server between two looks. Each look compares the experiments that changed last, their newest runs and those that go
 * on, and the newest versions. A run changes no time stamp of its experiment in MLflow (3.17.2), a tag or an alias none at all, so of all other
 * experiments with their runs, of runs that go on, of all models and of all versions one page is compared with what it was, another one at each
 * look: with up to 1,000 experiments, 200 runs that go on and 500 versions every change is seen at the next look, but for those of older runs that
 * have ended. Six requests, nine with more experiments. What moved from one page to another counts as changed, too.
 */
export function serverChanges(http: HttpClient, lists = mlflowLists): (signal: AbortSignal) => Promise<ChangeSet> {
  const known = new Map<string, Answered>();
  const experiments = new Turn((page) => `experiments ${page}`);
  const runs = new RunLooks(http, lists.runs?.bind(lists));
  const models = new Turn((page) => `models ${page}`);
  const versions = new Turn((page) => `versions ${page}`);
  let untold = noChange;
  return async (signal) => {
    // One after the other: a person's question must not wait behind a look that nobody asked for.
    const page = experimentsOf(http, lists.experiments);
    const { next_page_token: more = "", ...newest } = await page("")(signal);
    const looks: Look[] = [[kinds.experiments, "experiments", newest], ...(await runs.of("", newest, signal))];
    if (typeof more === "string" && more !== "") {
      const [name, others] = await experiments.next(page, signal, more);
      looks.push([kinds.experiments, name, others], ...(await runs.of(name, others, signal)));
    }
    looks.push([kinds.models, ...(await models.next(pageOf(http, kinds.models, lists.models, modelsPerPage), signal))]);
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

  /** `from`: the token of the page that is the first of them. */
  async next(readPage: (token: string) => Read, signal: AbortSignal, from = ""): Promise<readonly [string, Wire]> {
    const name = this.name(this.tokens.size);
    try {
      const answer = await readPage(this.token || from)(signal);
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

function experimentsOf(http: HttpClient, body: Wire | undefined): (token: string) => Read {
  const query = body ?? { order_by: ["last_update_time DESC"], max_results: experimentsPerPage };
  const from = (token: string) => (token === "" ? {} : { page_token: token });
  return (token) => (signal) => http.search("/api/2.0/mlflow/experiments/search", { ...query, ...from(token) }, signal);
}

/** Looks at the runs of experiments that are on one page. */
class RunLooks {
  private readonly http: HttpClient;
  private readonly runsOf: ChangeLists["runs"];
  /** Of the runs that go on, by the page of their experiments. */
  private readonly running = new Map<string, Turn>();
  private look = 0;

  constructor(http: HttpClient, runsOf: ChangeLists["runs"]) {
    this.http = http;
    this.runsOf = runsOf;
  }

  async of(page: string, answer: Wire, signal: AbortSignal): Promise<Look[]> {
    const ids = read(experiments, answer).experiments.map(({ experiment_id }) => experiment_id);
    if (this.runsOf !== undefined) {
      const found: Look[] = [];
      for (const query of this.runsOf(ids, this.look++))
        found.push([kinds.runs, `runs of ${query.experiment_ids.join()}`, await this.search(query)(signal)]);
      return found;
    }
    if (ids.length === 0) return [[kinds.runs, `runs ${page}`, {}]];
    const query = { experiment_ids: ids, order_by: ["attributes.start_time DESC"] };
    const newest = await this.search({ ...query, max_results: newestRuns })(signal);
    const turn = this.running.get(page) ?? new Turn((at) => `running ${page} ${at}`);
    this.running.set(page, turn);
    const running = { ...query, filter: "attributes.status = 'RUNNING'", max_results: runningPerPage };
    const looks: Look[] = [[kinds.runs, `runs ${page}`, { ...newest, next_page_token: "" }]];
    try {
      const some = await turn.next((token) => this.search(token === "" ? running : { ...running, page_token: token }), signal);
      looks.push([kinds.runs, ...some]);
    } catch (error) {
      // A server that is like MLflow's but for such filters: its newest runs are seen.
      if (!RegistryError.is(error, "invalid")) throw error;
    }
    return looks;
  }

  private search(query: Wire): Read {
    return (signal) => this.http.search("/api/2.0/mlflow/runs/search", query, signal);
  }
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

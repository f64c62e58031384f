import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

interface FakeMetric {
  readonly key: string;
  readonly value: number;
  readonly timestamp: number;
  readonly step?: number;
}

export interface FakeRun {
  readonly eid: string;
  readonly iid: number;
  readonly experiment: number;
  readonly name: string;
  readonly start: number;
  readonly status: string;
  readonly metrics: FakeMetric[];
  readonly params: Readonly<Record<string, string>>;
  readonly tags: Record<string, string>;
  /** By path; stored escaped, as the files of a package are. */
  readonly files: Readonly<Record<string, string>>;
  /** A package of the form before that of models. */
  readonly isGeneric?: boolean;
}

interface FakeVersion {
  readonly id: number;
  readonly name: string;
  readonly semver: string;
  readonly run: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly files: Readonly<Record<string, string>>;
}

type Given = Readonly<Record<string, unknown>>;

class Refusal extends Error {
  readonly status: number;
  readonly body: unknown;

  constructor(status: number, body: unknown) {
    super(JSON.stringify(body));
    this.status = status;
    this.body = body;
  }
}

const notThere = () => new Refusal(404, { error_code: "RESOURCE_DOES_NOT_EXIST" });
const keyValues = (map: Readonly<Record<string, string>>) => Object.entries(map).map(([key, value]) => ({ key, value }));

/**
 * A fake of what GitLab answers to MLflow's client, made from its documentation (“MLflow client compatibility”) and from its public source
 * (`lib/api/ml`, `lib/api/entities/ml`): the calls that it has and no other, an order as one text, filters passed over, one experiment at a time,
 * every point of a metric in the run, seconds for milliseconds, the id of a version as its version and its name as its alias, tokens with scopes.
 * It proves nothing about a real GitLab that these do not say.
 */
export class FakeGitLab {
  /** Method and path behind the project. */
  readonly came: string[] = [];
  readonly experiments = new Map<number, { readonly name: string; readonly tags: Record<string, string> }>();
  readonly runs: FakeRun[] = [];
  readonly versions: FakeVersion[] = [];
  /** Newer ones give histories. */
  hasHistories = true;
  readonly #server: Server;
  /** Any, until it listens for the first time. */
  #port = 0;

  private constructor() {
    this.#server = createServer((request, response) => void this.#answer(request, response));
  }

  static async start(): Promise<FakeGitLab> {
    const fake = new FakeGitLab();
    await fake.restart();
    fake.#port = (fake.#server.address() as AddressInfo).port;
    return fake;
  }

  /** What `MLFLOW_TRACKING_URI` is. */
  get url(): string {
    return `http://127.0.0.1:${this.#port}/api/v4/projects/20/ml/mlflow`;
  }

  stop(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }

  /** Answers again at the address that it had, with what it had. */
  async restart(): Promise<void> {
    await new Promise<void>((resolve) => this.#server.listen(this.#port, "127.0.0.1", resolve));
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const text = Buffer.concat(chunks).toString();
    const { pathname, searchParams } = new URL(request.url ?? "", "http://fake");
    const send = (status: number, body: unknown) =>
      response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
    try {
      const [, project, path = ""] = /^\/api\/v4\/projects\/([^/]+)\/ml\/mlflow\/api\/2\.0(\/.*)$/.exec(pathname) ?? [];
      if (project === undefined) throw new Refusal(404, { error: "404 Not Found" });
      const call = `${request.method} ${path.replace("/mlflow/", "/")}`;
      this.came.push(call);
      this.#signedIn(request);
      if (project !== "20") throw new Refusal(404, { message: "404 Project Not Found" });
      const file = /^GET \/mlflow-artifacts\/artifacts\/(.+)$/.exec(call)?.[1];
      if (file !== undefined) {
        const content = this.#file(file);
        return void response.writeHead(200, { "content-type": "application/octet-stream" }).end(content);
      }
      send(200, this.#call(call, { ...Object.fromEntries(searchParams), ...(text === "" ? {} : JSON.parse(text)) }));
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      send(error.status, error.body);
    }
  }

  /** Searches are POST: for the scope `read_api` they are changes. */
  #signedIn({ headers, method }: IncomingMessage): void {
    const token = headers.authorization;
    if (token === "Bearer glpat-read" && method !== "GET") throw new Refusal(403, { error: "insufficient_scope" });
    if (token !== "Bearer glpat-api" && token !== "Bearer glpat-read") throw new Refusal(401, { message: "401 Unauthorized" });
  }

  #call(call: string, given: Given): unknown {
    if (given["order_by"] !== undefined && typeof given["order_by"] !== "string") throw new Refusal(400, { error: "order_by is invalid" });
    switch (call) {
      case "POST /experiments/search": {
        const all = [...this.experiments.keys()].reverse().map((id) => this.#experiment(id));
        return this.#page("experiments", all, given);
      }
      case "GET /experiments/get":
        return { experiment: this.#experiment(Number(given["experiment_id"])) };
      case "POST /experiments/set-experiment-tag": {
        const experiment = this.experiments.get(Number(given["experiment_id"]));
        if (experiment === undefined) throw notThere();
        experiment.tags[String(given["key"])] = String(given["value"]);
        return {};
      }
      case "POST /runs/search": {
        const [id] = given["experiment_ids"] as readonly unknown[];
        if (!this.experiments.has(Number(id))) throw notThere();
        const own = this.runs.filter(({ experiment }) => experiment === Number(id)).reverse();
        return this.#page(
          "runs",
          own.map((run) => this.#run(run)),
          given,
        );
      }
      case "GET /runs/get":
        return { run: this.#run(this.#runNamed(given["run_id"])) };
      case "GET /metrics/get-history": {
        if (!this.hasHistories) break;
        const points = this.#runNamed(given["run_id"]).metrics.filter(({ key }) => key === given["metric_key"]);
        return this.#page("metrics", points, given);
      }
      default:
        return this.#modelCall(call, given);
    }
    throw new Refusal(404, { error: "404 Not Found" });
  }

  #modelCall(call: string, given: Given): unknown {
    const names = [...new Set(this.versions.map(({ name }) => name))].sort();
    switch (call) {
      case "GET /registered-models/search":
        return this.#page(
          "registered_models",
          names.map((name) => this.#model(name)),
          given,
        );
      case "GET /registered-models/get":
        if (!names.includes(String(given["name"]))) throw notThere();
        return { registered_model: this.#model(String(given["name"])) };
      case "GET /model-versions/get": {
        const found = this.versions.find(({ name, id }) => name === given["name"] && String(id) === given["version"]);
        if (found === undefined) throw notThere();
        return { model_version: versionWire(found) };
      }
      case "GET /mlflow-artifacts/artifacts": {
        const [place = "", path] = String(given["path"]).split(/\/(.*)/s);
        const files = Object.entries(path ? {} : this.#filesOf(place));
        return { files: files.map(([name, text]) => ({ path: escaped(name), is_dir: false, file_size: text.length })) };
      }
      default:
        throw new Refusal(404, { error: "404 Not Found" });
    }
  }

  /** Pages by a cursor that says nothing; `null` after the last. */
  #page(list: string, all: readonly unknown[], { max_results, page_token }: Given): unknown {
    const at = typeof page_token === "string" ? Number(atob(page_token)) : 0;
    const most = Math.min(Number(max_results ?? 200), 1000);
    return { [list]: all.slice(at, at + most), next_page_token: at + most < all.length ? btoa(String(at + most)) : null };
  }

  #experiment(id: number): unknown {
    const found = this.experiments.get(id);
    if (found === undefined) throw notThere();
    const { name, tags } = found;
    return { experiment_id: String(id), name, lifecycle_stage: "active", artifact_location: "not_implemented", tags: keyValues(tags) };
  }

  #runNamed(eid: unknown): FakeRun {
    const found = this.runs.find((run) => run.eid === eid);
    if (found === undefined) throw notThere();
    return found;
  }

  #run(run: FakeRun): unknown {
    const { eid, iid, experiment, name, start, status, metrics, params, tags, isGeneric } = run;
    const packages = "http://gitlab.example/api/v4/projects/20/packages";
    const info = {
      ...{
        run_id: eid,
        run_uuid: eid,
        experiment_id: String(experiment),
        start_time: start,
        run_name: name,
        status,
        lifecycle_stage: "active",
      },
      artifact_uri: isGeneric ? `${packages}/generic/ml_experiment_1/${iid}/` : `${packages}/ml_models/candidate:${iid}/files/`,
      user_id: "7",
    };
    return { info, data: { metrics, params: keyValues(params), tags: keyValues(tags) } };
  }

  #model(name: string): unknown {
    const own = this.versions.filter((version) => version.name === name);
    const times = { creation_timestamp: 1_700_000_000, last_updated_timestamp: 1_700_000_100 };
    return { name, ...times, description: "", user_id: "7", tags: [], latest_versions: own.map(versionWire) };
  }

  #filesOf(place: string): Readonly<Record<string, string>> {
    const candidate = /^candidate:(\d+)$/.exec(place)?.[1];
    const files =
      candidate === undefined
        ? this.versions.find(({ id }) => String(id) === place)?.files
        : this.runs.find(({ iid }) => String(iid) === candidate)?.files;
    if (files === undefined) throw new Refusal(404, { message: "404 Not Found" });
    return files;
  }

  #file(address: string): string {
    const [place = "", ...path] = address.split("/").map(decodeURIComponent);
    const text = this.#filesOf(place)[path.join("/")];
    if (text === undefined) throw new Refusal(404, { message: "404 File Not Found" });
    return text;
  }
}

/** As `CGI.escape`. */
function escaped(name: string): string {
  return encodeURIComponent(name).replaceAll("%20", "+");
}

function versionWire({ id, name, semver, run, tags }: FakeVersion): unknown {
  return {
    ...{ name, version: String(id), creation_timestamp: 1_700_000_000, last_updated_timestamp: 1_700_000_100, user_id: null },
    ...{ current_stage: "development", description: "", source: `http://gitlab.example/-/ml/models/1/versions/${id}`, run_id: run },
    ...{ status: "READY", status_message: "", tags: keyValues(tags), run_link: "", aliases: [semver] },
  };
}

import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { type FakeVersion, type Parameters, Refusal } from "./fakeParts.ts";
import { FakeTransitions } from "./fakeTransitions.ts";

/** A request as it came, without what differs each time. */
export interface Came {
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly body: unknown;
}

/** Thrown in `onAnswer`: the connection breaks off instead. */
export class LostAnswer extends Error {}

const unity = "/api/2.0/mlflow/unity-catalog";
const usual = "/api/2.0/mlflow";

/**
 * A fake of a Databricks workspace, made from the documented API and from what MLflow's own client asks: its registry has stages and no aliases,
 * that of Unity Catalog names of three levels, aliases, small tags, no filters but one on a name or a run, no order, and pages that may be empty.
 * It proves nothing about a real workspace that the documentation does not say.
 */
export class FakeDatabricks {
  readonly came: Came[] = [];
  /** Tokens that are taken. */
  readonly tokens = new Set(["dapi-pat"]);
  readonly clients = new Map([["id", "s3cr3t"]]);
  /** So many requests are answered with 429 first. */
  busy = 0;
  tokensMade = 0;
  /** Answers instead of the place where machines get their tokens. */
  tokenFault: ((response: ServerResponse) => void) | undefined;
  readonly aliases = new Map<string, Map<string, string>>();
  /** Requests for stages and comments, of the registry of the workspace. */
  readonly transitions = new FakeTransitions({
    version: (name, version) => this.#version(name, version),
    move: (given) => this.#moved(given),
  });
  /** Called after each request that was carried out, before its answer: what throws is no answer at all. */
  onAnswer: ((call: string) => void) | undefined;
  readonly versions: FakeVersion[];
  readonly #server: Server;
  /** Any, until it listens for the first time. */
  #port = 0;

  private constructor(names: readonly string[]) {
    this.versions = names.flatMap((name) =>
      ["1", "3", "2", "10"].map((version) => ({ name, version, run_id: `r${version}`, tags: new Map(), stage: "None" })),
    );
    for (const name of names) this.aliases.set(name, new Map());
    this.#server = createServer((request, response) => void this.#answer(request, response));
  }

  static async start(names: readonly string[]): Promise<FakeDatabricks> {
    const fake = new FakeDatabricks(names);
    await fake.restart();
    fake.#port = (fake.#server.address() as AddressInfo).port;
    return fake;
  }

  get url(): string {
    return `http://127.0.0.1:${this.#port}`;
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
    const { pathname: path, searchParams } = new URL(request.url ?? "", "http://fake");
    const send = (status: number, body: unknown, headers: Record<string, string> = {}) =>
      response.writeHead(status, { "content-type": "application/json", ...headers }).end(JSON.stringify(body));
    try {
      if (path === "/oidc/v1/token" && this.tokenFault !== undefined) return this.tokenFault(response);
      if (path === "/oidc/v1/token") return void send(200, this.#token(request.headers.authorization ?? "", text));
      const query = Object.fromEntries(searchParams);
      const body = text === "" ? undefined : JSON.parse(text);
      if (path.startsWith("/api/2.0/mlflow/")) this.came.push({ method: request.method ?? "", path, query, body });
      if (!this.tokens.has((request.headers.authorization ?? "").replace("Bearer ", ""))) {
        throw new Refusal(401, "UNAUTHENTICATED", "Credential was not sent or was of an unsupported type for this API.");
      }
      if (this.busy-- > 0) return void send(429, { error_code: "REQUEST_LIMIT_EXCEEDED", message: "slow down" }, { "retry-after": "1" });
      const answer = this.#call(`${request.method} ${path}`, { ...query, ...body });
      this.onAnswer?.(`${request.method} ${path.replace(usual, "")}`);
      send(200, answer);
    } catch (error) {
      if (error instanceof LostAnswer) return void response.destroy();
      if (!(error instanceof Refusal)) throw error;
      send(error.status, { error_code: error.code, message: error.message });
    }
  }

  #token(authorization: string, form: string): unknown {
    const [id = "", secret = ""] = Buffer.from(authorization.replace("Basic ", ""), "base64").toString().split(":");
    const asked = new URLSearchParams(form);
    if (this.clients.get(id) !== secret || asked.get("grant_type") !== "client_credentials" || asked.get("scope") !== "all-apis") {
      throw new Refusal(401, "invalid_client", "Client authentication failed");
    }
    const token = `oauth-${++this.tokensMade}`;
    this.tokens.add(token);
    return { access_token: token, token_type: "Bearer", expires_in: 3600 };
  }

  #call(call: string, given: Parameters): unknown {
    const tracking = trackingAnswers[call.replace(usual, "")]?.(given);
    if (tracking !== undefined) return tracking;
    const answer = call.includes(unity) ? this.#unity(call.replace(unity, ""), given) : this.#workspace(call.replace(usual, ""), given);
    if (answer === undefined) throw new Refusal(404, "ENDPOINT_NOT_FOUND", `No API found for '${call}'`);
    return answer;
  }

  #workspace(call: string, given: Parameters): unknown {
    const { name = "", version = "" } = given;
    switch (call) {
      case "GET /registered-models/search":
        return { registered_models: this.#names().map((each) => ({ name: each })) };
      case "GET /registered-models/get":
        return { registered_model: { name: this.#named(name) } };
      case "GET /model-versions/search":
        return { model_versions: this.#listed(given["filter"] ?? "").map((each) => wireOf(each, true)) };
      case "GET /model-versions/get":
        return { model_version: wireOf(this.#version(name, version), true) };
      case "POST /registered-models/get-latest-versions": {
        const stages = given["stages"] as unknown as readonly string[];
        const latest = stages.map((stage) => this.#ofModel(name).find((each) => each.stage === stage));
        return { model_versions: latest.filter((each) => each !== undefined).map((each) => wireOf(each, true)) };
      }
      case "POST /model-versions/transition-stage":
        return { model_version: wireOf(this.#moved(given), true) };
      case "POST /model-versions/set-tag":
        this.#version(name, version).tags.set(given["key"] ?? "", given["value"] ?? "");
        return {};
      case "DELETE /model-versions/delete-tag":
        this.#version(name, version).tags.delete(given["key"] ?? "");
        return {};
      default:
        return this.transitions.answer(call, given);
    }
  }

  #unity(call: string, given: Parameters): unknown {
    const { name = "", version = "", alias = "" } = given;
    if (call !== "GET /registered-models/search" && !call.includes("search")) checkLevels(name);
    switch (call) {
      case "GET /registered-models/search":
        return this.#pageOfModels(given);
      case "GET /registered-models/get":
        return { registered_model: this.#model(this.#named(name)) };
      case "GET /model-versions/search":
        return this.#pageOfVersions(given);
      case "GET /model-versions/get": {
        const aliases = [...(this.aliases.get(name) ?? [])].filter(([, at]) => at === version).map(([each]) => ({ alias: each, version }));
        return { model_version: { ...wireOf(this.#version(name, version), false), aliases } };
      }
      case "POST /model-versions/set-tag":
        return this.#setTag(this.#version(name, version).tags, given["key"] ?? "", given["value"] ?? "");
      case "DELETE /model-versions/delete-tag":
        this.#version(name, version).tags.delete(given["key"] ?? "");
        return {};
      case "POST /registered-models/alias":
        this.#version(name, version);
        this.aliases.get(name)?.set(alias, version);
        return {};
      case "DELETE /registered-models/alias":
        this.aliases.get(this.#named(name))?.delete(alias);
        return {};
      default:
        return undefined;
    }
  }

  #setTag(tags: Map<string, string>, key: string, value: string): unknown {
    if (/[.,\-=/:]/.test(key)) throw new Refusal(400, "INVALID_PARAMETER_VALUE", "Tag keys must not have . , - = / :");
    if (value.length > 1000) throw new Refusal(400, "INVALID_PARAMETER_VALUE", "The value of a tag has at most 1000 characters");
    if (!tags.has(key) && tags.size >= 50) throw new Refusal(400, "RESOURCE_LIMIT_EXCEEDED", "At most 50 tags");
    tags.set(key, value);
    return {};
  }

  /** One model on a page, and an empty page in between. */
  #pageOfModels({ page_token = "0", filter, order_by }: Parameters): unknown {
    if (filter !== undefined || order_by !== undefined) throw new Refusal(400, "INVALID_PARAMETER_VALUE", "No filter, no order");
    const at = Number(page_token);
    const models = at % 2 === 1 ? [] : this.#names().slice(at / 2, at / 2 + 1);
    const next = at + 1 < 2 * this.#names().length - 1 ? { next_page_token: String(at + 1) } : {};
    return { registered_models: models.map((name) => this.#model(name)), ...next };
  }

  #pageOfVersions({ page_token = "0", filter = "", order_by }: Parameters): unknown {
    if (order_by !== undefined) throw new Refusal(400, "INVALID_PARAMETER_VALUE", "No order");
    const found = this.#search(filter);
    const at = Number(page_token);
    const page = found.slice(at, at + 3).map(({ name, version, run_id }) => ({ name, version, run_id, status: "READY" }));
    return { model_versions: page, ...(at + 3 < found.length ? { next_page_token: String(at + 3) } : {}) };
  }

  /** In the order that a workspace is asked for. */
  #listed(filter: string): readonly FakeVersion[] {
    const found = filter === "" ? this.versions : this.#search(filter);
    return found.toSorted((one, other) => one.name.localeCompare(other.name) || Number(other.version) - Number(one.version));
  }

  #search(filter: string): readonly FakeVersion[] {
    const [, key, value] = /^(name|run_id) ?= ?'([^']*)'$/.exec(filter) ?? [];
    if (key === undefined) throw new Refusal(400, "INVALID_PARAMETER_VALUE", `Unsupported filter ${filter}`);
    return this.versions.filter((each) => (key === "name" ? each.name : each.run_id) === value);
  }

  #moved({ name = "", version = "", stage = "", archive_existing_versions }: Parameters): FakeVersion {
    const moved = this.#version(name, version);
    if (String(archive_existing_versions) === "true") {
      for (const other of this.#ofModel(name).filter((each) => each.stage === stage)) other.stage = "Archived";
    }
    moved.stage = stage;
    return moved;
  }

  #model(name: string): unknown {
    const aliases = [...(this.aliases.get(name) ?? [])].map(([alias, version]) => ({ alias, version }));
    return { name, aliases, creation_timestamp: 1_700_000_000_000, description: "", tags: [] };
  }

  #names(): readonly string[] {
    return [...this.aliases.keys()].sort();
  }

  #named(name: string): string {
    if (this.aliases.has(name)) return name;
    throw new Refusal(404, "RESOURCE_DOES_NOT_EXIST", `Registered model ${name} does not exist`);
  }

  #ofModel(name: string): readonly FakeVersion[] {
    return this.versions.filter((each) => each.name === name);
  }

  #version(name: string, version: string): FakeVersion {
    const found = this.#ofModel(name).find((each) => each.version === version);
    if (found !== undefined) return found;
    throw new Refusal(404, "RESOURCE_DOES_NOT_EXIST", `Model version ${name}/${version} does not exist`);
  }
}

/** What the runs logged of their loss, by step. */
const losses: Readonly<Record<string, readonly number[]>> = { r1: [0.5], r10: [0.75, 0.5, 0.25] };
const pointOf = (value: number, step: number) => ({ key: "loss", value, step: step + 1, timestamp: step + 2 });
const runOf = (run_id: string) => ({
  info: { run_id, experiment_id: "7", run_name: run_id === "r1" ? "first" : `of ${run_id}`, status: "FINISHED", start_time: 5 },
  data: { metrics: losses[run_id]?.map(pointOf).slice(-1), params: [{ key: "made_by", value: run_id }] },
});
const experiment = { experiment_id: "7", name: "/Users/ana/fraud", lifecycle_stage: "active" };
const trackingAnswers: Readonly<Record<string, (given: Parameters) => unknown>> = {
  "POST /experiments/search": () => ({ experiments: [experiment] }),
  "GET /experiments/get": () => ({ experiment }),
  "POST /runs/search": () => ({ runs: [runOf("r1"), runOf("r10")] }),
  "GET /runs/get": ({ run_id = "" }) => ({ run: runOf(run_id) }),
  "GET /metrics/get-history": ({ run_id = "" }) => ({ metrics: losses[run_id]?.map(pointOf) }),
};

function checkLevels(name: string): void {
  if (name.split(".").length !== 3) throw new Refusal(400, "INVALID_PARAMETER_VALUE", `${name} is not a name of three levels`);
}

function wireOf({ name, version, run_id, stage, tags }: FakeVersion, hasStage: boolean): Record<string, unknown> {
  const list = [...tags].map(([key, value]) => ({ key, value }));
  return { name, version, run_id, status: "READY", tags: list, ...(hasStage ? { current_stage: stage } : {}) };
}

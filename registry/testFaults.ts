import type { IncomingMessage, ServerResponse } from "node:http";
import { setTimeout as pause } from "node:timers/promises";
import type { RegistryErrorKind } from "#registry/model/errors.ts";
import { everyWrite } from "./testCalls.ts";

/** Answers a request, or does not. */
export type Handler = (request: IncomingMessage, response: ServerResponse) => void;

/** What a server does to every request. */
export interface Fault {
  readonly handler: Handler;
  /** What kind of error it becomes. */
  readonly kind: RegistryErrorKind;
  /** It comes to no end by itself. */
  readonly isEndless?: true;
  /** Such an answer is right for some calls: they may say nothing wrong with it. */
  readonly fine?: readonly string[];
}

/** What no message may repeat. */
export const secret = "s3cret-token";

function says(status: number, body: string, headers: Record<string, string> = {}): Handler {
  return (_request, response) => {
    response.writeHead(status, { "content-type": "application/json", ...headers });
    response.end(body);
  };
}

const html = { "content-type": "text/html" };
/** Of the server's version and of a model's file, nothing is said where something else comes; an artifact may be anything. */
const ofText = ["capabilities", "modelFile"];
const texts = [...ofText, "readArtifact"];
/** An answer without content is that of an empty registry, and of a change that was made. But a stage is said in the answer, and none is there. */
const emptyIsFine = [
  ...["capabilities", "modelFile", "experiments", "experimentActivity", "runs", "runs, filtered", "history", "metricRanges", "models"],
  ...["versions", "changes", "artifacts", "readArtifact", "transitionRequests"],
  ...Object.keys(everyWrite).filter((name) => name !== "setStage" && name !== "approve a request"),
];
/** Lists of what is something else: a member that cannot be read is left out of some, and a change is not told of it. */
const wrongTypes =
  '{"runs": 7, "experiments": "x", "registered_models": {}, "model_versions": 1, "requests": true, "metrics": "m", "files": 3}';
const anotherOne = '{"registered_model": {"name": "other"}, "model_version": {"name": "other", "version": "9"}}';

/** By what a person would say that the server does. */
export const faults: Readonly<Record<string, Fault>> = {
  "reset at once": { handler: (_request, response) => response.destroy(), kind: "unavailable" },
  "reset half-way": {
    handler: (_request, response) => {
      response.writeHead(200, { "content-type": "application/json", "content-length": "1000" });
      response.write('{"a":', () => response.destroy());
    },
    kind: "unavailable",
  },
  stalled: { handler: () => {}, kind: "unavailable", isEndless: true },
  "stalled after its head": {
    handler: (_request, response) => {
      response.writeHead(200, { "content-type": "application/json" });
      response.flushHeaders();
    },
    kind: "unavailable",
    isEndless: true,
  },
  "a slow drip": { handler: (_request, response) => endless(response, " ", 10), kind: "unavailable", isEndless: true },
  "401": { handler: says(401, '{"message":"401 Unauthorized"}'), kind: "unauthorized", fine: ["capabilities"] },
  "403": { handler: says(403, '{"error":"insufficient_scope"}'), kind: "forbidden", fine: ["capabilities"] },
  "404 without a word of MLflow's": { handler: says(404, '{"error":"404 Not Found"}'), kind: "unsupported", fine: ofText },
  "429": { handler: says(429, ""), kind: "rateLimited" },
  "429 with Retry-After": { handler: says(429, "", { "retry-after": "1" }), kind: "rateLimited" },
  "429 for an hour": { handler: says(429, "", { "retry-after": "3600" }), kind: "rateLimited" },
  "500 that repeats what it was sent": { handler: says(500, `token ${secret} failed`), kind: "unavailable" },
  ...Object.fromEntries(
    [500, 502, 503, 504].map((status) => [`${status}`, { handler: says(status, "<html>", html), kind: "unavailable" }]),
  ),
  "501": { handler: says(501, ""), kind: "unsupported", fine: ["capabilities", "modelFile"] },
  "a web page": { handler: says(200, "<html>Sign in</html>", html), kind: "unsupported", fine: ofText },
  "a failing proxy": { handler: says(502, "<html>Bad gateway</html>", html), kind: "unavailable" },
  empty: { handler: says(200, ""), kind: "unavailable", fine: texts },
  "truncated JSON": { handler: says(200, '{"registered_model": {"name": "sco'), kind: "unavailable", fine: texts },
  ...Object.fromEntries(
    ["[]", "null", '"fine"', "7"].map((body) => [`JSON that is ${body}`, { handler: says(200, body), kind: "unavailable", fine: texts }]),
  ),
  "missing fields": { handler: says(200, "{}"), kind: "unavailable", fine: emptyIsFine },
  "wrong types": { handler: says(200, wrongTypes), kind: "unavailable", fine: emptyIsFine },
  "another one than was asked for": { handler: says(200, anotherOne), kind: "unavailable", fine: emptyIsFine },
  "a huge body": {
    handler: (_request, response) => endless(response, "x".repeat(65_536), 0),
    kind: "unsupported",
    fine: ["capabilities", "readArtifact"],
  },
  "a redirect to itself": { handler: says(302, "", { location: "/again" }), kind: "unsupported", fine: ["capabilities"] },
  "a redirect to another origin": {
    handler: says(307, "", { location: "http://localhost:1/steal" }),
    kind: "unsupported",
    fine: ["capabilities"],
  },
} as Readonly<Record<string, Fault>>;

/** An answer that has a page of every list, and what is asked for by itself; the members have this name. */
function pageOf(name: string, token: string): string {
  const [run, tags] = [{ info: { run_id: "r1", run_name: name, experiment_id: "1", start_time: 1 } }, [{ key: "a", value: name }]];
  const [experiment, model] = [
    { experiment_id: "1", name, lifecycle_stage: "active" },
    { name: "scorer", tags },
  ];
  const version = { name: "scorer", version: "1", run_id: "r1", tags };
  const metric = { key: "loss", value: name.length, step: 1, timestamp: 1 };
  return JSON.stringify({
    ...{ run, experiment, registered_model: model, model_version: version, next_page_token: token },
    ...{ runs: [run], experiments: [experiment], registered_models: [model], model_versions: [version], metrics: [metric] },
    files: [{ path: name, is_dir: false }],
  });
}

/** What the n-th answer of a server is whose lists come to no end. */
export const endlessLists: Readonly<Record<string, (at: number) => string>> = {
  "one token": (at) => pageOf(`m${at}`, "again"),
  "two tokens in turn": (at) => pageOf(`m${at}`, at % 2 === 0 ? "one" : "other"),
  "one page": (at) => pageOf("m", `${at}`),
  "two pages in turn": (at) => pageOf(at % 2 === 0 ? "m" : "mm", `${at}`),
  "empty pages": (at) => JSON.stringify({ ...JSON.parse(pageOf("m", `${at}`)), ...noMembers }),
};
const noMembers = { runs: [], experiments: [], registered_models: [], model_versions: [], metrics: [], files: [] };

/** Sends the same again and again, without an end. */
function endless(response: ServerResponse, chunk: string, every: number): void {
  response.writeHead(200, { "content-type": "application/json" });
  const more = async () => {
    while (!response.destroyed) {
      if (!response.write(chunk)) await Promise.race([new Promise((drained) => response.once("drain", drained)), pause(50)]);
      await pause(every);
    }
  };
  void more();
}

import assert from "node:assert/strict";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import type { Registry } from "#registry/api.ts";
import { RegistryError, type RegistryErrorKind } from "#registry/model/errors.ts";
import { nodeNetwork } from "#server/nodeNetwork.ts";
import { everyCall, everyWrite } from "../testCalls.ts";
import { openMlflowRegistry } from "./mlflowRegistry.ts";

/** As the product has it. */
const { fetch } = nodeNetwork({});
const limits = { timeout: 10_000, answer: 200_000 };
/** Short, so that what never ends is seen to end. */
const short = { ...limits, timeout: 70 };
const secret = "s3cret-token";
const wanted = new AbortController().signal;

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

interface Fault {
  readonly handler: Handler;
  /** What kind of error it becomes. */
  readonly kind: RegistryErrorKind;
  /** It comes to no end by itself. */
  readonly isEndless?: true;
  /** Such an answer is right for some calls: they say nothing wrong with it. */
  readonly fine?: readonly string[];
}

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
/** An answer without content is that of an empty registry, and of a change that was made. */
const emptyIsFine = [
  ...["capabilities", "modelFile", "experiments", "experimentActivity", "runs", "runs, filtered", "history", "metricRanges", "models"],
  ...["versions", "changes", "setExperimentTag", "setVersionTag", "deleteVersionTag", "setAlias", "deleteAlias"],
  ...["artifacts", "readArtifact", "setRunTag", "deleteRunTag", "deleteRun", "restoreRun"],
];

const faults: Readonly<Record<string, Fault>> = {
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
  "429": { handler: says(429, ""), kind: "rateLimited" },
  "429 with Retry-After": { handler: says(429, "", { "retry-after": "1" }), kind: "rateLimited" },
  "429 for an hour": { handler: says(429, "", { "retry-after": "3600" }), kind: "rateLimited" },
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

describe("every call of a server that", () => {
  let server: Server;
  let handler: Handler;
  let seen: { method: string; url: string }[] = [];
  let underWay = 0;
  const unhandled: unknown[] = [];
  const keep = (reason: unknown) => void unhandled.push(reason);

  before(async () => {
    process.on("unhandledRejection", keep);
    server = createServer((request, response) => {
      seen.push({ method: request.method ?? "", url: request.url ?? "" });
      underWay++;
      response.once("close", () => underWay--);
      handler(request, response);
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  });
  after(async () => {
    process.off("unhandledRejection", keep);
    server.closeAllConnections();
    server.close();
  });
  beforeEach(() => {
    seen = [];
  });

  function open(within = limits): Registry {
    const url = new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    return openMlflowRegistry(url, { fetch, random: () => 0.5, sleep: async () => {}, authorize: async () => ({ token: secret }) }, within);
  }

  /** The broken off connections reach the server a little later. */
  async function untilIdle(): Promise<void> {
    for (let look = 0; underWay > 0 && look < 200; look++) await pause(10);
    assert.equal(underWay, 0, "requests are still under way");
  }

  for (const [title, { handler: own, kind, isEndless, fine = [] }] of Object.entries(faults)) {
    for (const [call, ask] of Object.entries(everyCall)) {
      const said = fine.includes(call) ? "nothing wrong" : kind;
      it(`is ${title}: ${call} says ${said}`, async () => {
        handler = own;
        const outcome = await ask(open(isEndless ? short : limits), wanted).then(
          (value) => ({ value }),
          (error: unknown) => ({ error }),
        );
        if ("error" in outcome) checkError(outcome.error, call in everyWrite);
        const found = "error" in outcome ? (outcome.error as RegistryError).kind : "nothing wrong";
        if (said === "nothing wrong") assert.ok(found === said || found === kind, found);
        else assert.ok(found === said || (call in everyWrite && found === "unavailable"), found);
        const writes = seen.filter(({ method, url }) => method !== "GET" && !/search|get-latest/.test(url));
        assert.ok(call in everyWrite ? writes.length === 1 || title.startsWith("a redirect") : writes.length === 0, "a write was repeated");
        assert.ok(seen.length <= 12, `${seen.length} requests`);
        await untilIdle();
      });
    }
  }

  function checkError(error: unknown, write: boolean): void {
    assert.ok(error instanceof RegistryError, String(error));
    assert.notEqual(error.message, "");
    assert.notEqual(error.next, "");
    assert.ok(!`${error.message} ${error.next}`.includes(secret), "it repeats the token");
    if (write && error.kind === "unavailable") assert.match(error.message, /not known whether the change was made|does not confirm/);
  }

  for (const [call, ask] of Object.entries(everyCall)) {
    it(`is stalled and not wanted any more: ${call} ends with the reason, on the wire too`, async () => {
      const giveUp = new AbortController();
      const reason = new Error("superseded");
      handler = () => giveUp.abort(reason);
      await assert.rejects(ask(open(), giveUp.signal), reason);
      await untilIdle();
    });
  }

  it("does not listen: every one says so", async () => {
    const gone = createServer();
    await new Promise<void>((resolve) => gone.listen(0, "127.0.0.1", resolve));
    const { port } = gone.address() as AddressInfo;
    await new Promise((resolve) => gone.close(resolve));
    const registry = openMlflowRegistry(
      new URL(`http://127.0.0.1:${port}`),
      { fetch, random: () => 0.5, sleep: async () => {}, authorize: async () => undefined },
      limits,
    );
    for (const [call, ask] of Object.entries(everyCall)) {
      await assert.rejects(ask(registry, wanted), { kind: "unavailable", message: /nothing listens there/ }, call);
    }
  });

  it("leaves no rejection that nobody handles", () => assert.deepEqual(unhandled, []));
});

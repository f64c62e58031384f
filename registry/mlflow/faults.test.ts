import assert from "node:assert/strict";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import type { Registry } from "#registry/api.ts";
import type { SignIn } from "#registry/model/address.ts";
import { RegistryError, type RegistryErrorKind } from "#registry/model/errors.ts";
import { openMlflowRegistry } from "./mlflowRegistry.ts";

const signal = new AbortController().signal;
type Handler = (request: IncomingMessage, response: ServerResponse) => void;

/** Answers with `status` and `body`; by default as JSON. */
function answer(status: number, body: string, headers: Record<string, string> = {}): Handler {
  return (_request, response) => {
    response.writeHead(status, { "content-type": "application/json", ...headers });
    response.end(body);
  };
}

describe("a server that is not as it should be", () => {
  const servers: Server[] = [];
  let seen: { method: string; url: string; authorization: string }[] = [];
  let waits: number[] = [];
  let credentials: SignIn | undefined;

  beforeEach(() => {
    seen = [];
    waits = [];
    credentials = undefined;
  });
  afterEach(() => {
    for (const server of servers.splice(0)) {
      server.closeAllConnections();
      server.close();
    }
  });

  async function serve(...handlers: Handler[]): Promise<string> {
    let count = 0;
    const server = createServer((request, response) => {
      seen.push({ method: request.method ?? "", url: request.url ?? "", authorization: request.headers.authorization ?? "" });
      handlers[Math.min(count++, handlers.length - 1)]?.(request, response);
    });
    servers.push(server);
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  function open(url: string): Registry {
    return openMlflowRegistry(new URL(url), {
      fetch: globalThis.fetch,
      random: () => 0.5,
      sleep: async (ms, cancelled) => {
        waits.push(ms);
        await sleep(0, undefined, { signal: cancelled });
      },
      authorize: async ({ own }) => credentials ?? own,
    });
  }

  const model = (registry: Registry) => registry.model("scorer", signal);

  async function refusal(url: string, call: (registry: Registry) => Promise<unknown> = model): Promise<RegistryError> {
    try {
      await call(open(url));
    } catch (error) {
      assert.ok(error instanceof RegistryError, String(error));
      assert.notEqual(error.next, "");
      return error;
    }
    return assert.fail("it was answered");
  }

  const faults: readonly (readonly [string, Handler, RegistryErrorKind, RegExp, number])[] = [
    ["401", answer(401, "You are not authenticated", { "content-type": "text/plain" }), "unauthorized", /asks who you are/, 1],
    ["403", answer(403, '{"error_code":"PERMISSION_DENIED","message":"Permission denied"}'), "forbidden", /Permission denied/, 1],
    ["a bad host", answer(403, "Invalid Host header - possible DNS rebinding attack detected"), "forbidden", /refuses/, 1],
    ["404 of MLflow", answer(404, '{"error_code":"RESOURCE_DOES_NOT_EXIST","message":"gone"}'), "notFound", /gone/, 1],
    ["404 of something else", answer(404, "<html>Not found</html>", { "content-type": "text/html" }), "unsupported", /does not know/, 1],
    ["409", answer(409, '{"error_code":"RESOURCE_CONFLICT","message":"twice"}'), "conflict", /twice/, 1],
    ["a sign-in page", answer(200, "<html>Sign in</html>", { "content-type": "text/html" }), "unsupported", /web page/, 1],
    ["truncated JSON", answer(200, '{"registered_model": {"name": "sco'), "unavailable", /incomplete JSON/, 3],
    ["500 with a trace", answer(500, "Traceback…"), "unavailable", /HTTP 500/, 3],
    ["503", answer(503, '{"error_code":"TEMPORARILY_UNAVAILABLE","message":"database is locked"}'), "unavailable", /locked/, 3],
    ["a cut connection", (_request, response) => response.destroy(), "unavailable", /cannot be reached/, 3],
    [
      "half an answer",
      (_request, response) => {
        response.writeHead(200, { "content-type": "application/json", "content-length": "1000" });
        response.write("{", () => response.destroy());
      },
      "unavailable",
      /cannot be reached/,
      3,
    ],
  ];
  for (const [title, handler, kind, message, requests] of faults) {
    it(`${title}: ${kind} after ${requests}`, async () => {
      const error = await refusal(await serve(handler));
      assert.equal(error.kind, kind);
      assert.match(error.message, message);
      assert.equal(seen.length, requests);
    });
  }

  it("nothing listens", async () => {
    const url = await serve(answer(200, "{}"));
    for (const server of servers.splice(0)) await new Promise((resolve) => server.close(resolve));
    assert.match((await refusal(url)).message, /nothing listens there/);
  });

  it("fails once, then answers: a read is asked again", async () => {
    const url = await serve(answer(503, ""), answer(200, '{"registered_model":{"name":"scorer"}}'));
    assert.equal((await model(open(url))).name, "scorer");
    assert.deepEqual(waits, [250]);
  });

  it("says how long to wait: that long, when it is short", async () => {
    const url = await serve(answer(429, "", { "retry-after": "2" }), answer(200, '{"registered_model":{"name":"scorer"}}'));
    await model(open(url));
    assert.deepEqual(waits, [2000]);
  });

  it("says to wait for long: the caller is told", async () => {
    const error = await refusal(await serve(answer(429, "", { "retry-after": "3600" })));
    assert.equal(error.kind, "rateLimited");
    assert.equal(error.retryAfter, 3_600_000);
    assert.equal(seen.length, 1);
  });

  it("a write is sent once, and a lost answer is told as not known", async () => {
    const url = await serve((_request, response) => response.destroy());
    const error = await refusal(url, (registry) => registry.setAlias("scorer", "champion", "1", signal));
    assert.match(error.message, /not known whether the change was made/);
    assert.equal(seen.filter((request) => request.method === "POST").length, 1);
  });

  it("a write whose answer is lost is read back: made is made", async () => {
    const champion = '{"registered_model":{"name":"scorer","aliases":[{"alias":"champion","version":"1"}]}}';
    for (const lost of [answer(504, ""), answer(200, "<html>", { "content-type": "text/html" })]) {
      seen = [];
      await open(await serve(lost, answer(200, champion))).setAlias("scorer", "champion", "1", signal);
      assert.deepEqual(
        seen.map(({ method: sent }) => sent),
        ["POST", "GET"],
      );
    }
    const other = await refusal(await serve(answer(504, ""), answer(200, champion)), (r) => r.setAlias("scorer", "champion", "2", signal));
    assert.match(other.message, /HTTP 504.*not known whether the change was made/);
  });

  it("slow: a cancelled call rejects with the signal's reason", async () => {
    const url = await serve(() => {});
    const cancel = new AbortController();
    const read = open(url).model("scorer", cancel.signal);
    const reason = new Error("superseded");
    setTimeout(() => cancel.abort(reason), 20);
    await assert.rejects(read, reason);
  });

  it("closed: calls under way and later ones say so", async () => {
    const registry = open(await serve(() => {}));
    const read = model(registry);
    setTimeout(() => registry.close(), 20);
    await assert.rejects(read, (error) => RegistryError.is(error, "unavailable"));
    await assert.rejects(model(registry), (error) => RegistryError.is(error, "unavailable"));
  });

  it("redirects to another host: not followed, the credential stays here", async () => {
    credentials = { token: "s3cret-token" };
    const elsewhere = await serve(answer(200, '{"registered_model":{"name":"stolen"}}'));
    const url = await serve(answer(302, "", { location: `${elsewhere}/api` }));
    const error = await refusal(url);
    assert.match(error.message, /redirects to/);
    assert.equal(seen.length, 1);
  });

  it("redirects within itself: followed for a read, not for a write", async () => {
    const url = await serve(answer(301, "", { location: "/elsewhere" }), answer(200, '{"registered_model":{"name":"scorer"}}'));
    assert.equal((await model(open(url))).name, "scorer");
    assert.equal(seen[1]?.url, "/elsewhere");
    const error = await refusal(await serve(answer(301, "", { location: "/elsewhere" })), (registry) =>
      registry.setAlias("scorer", "champion", "1", signal),
    );
    assert.equal(error.kind, "unsupported");
  });

  it("redirects for ever", async () => {
    assert.equal((await refusal(await serve(answer(302, "", { location: "/again" })))).kind, "unsupported");
    assert.equal(seen.length, 4);
  });

  it("takes the credentials of the moment, and no error repeats them", async () => {
    const url = await serve((request, response) => {
      const secret = credentials?.token ?? "hunter2";
      answer(403, JSON.stringify({ message: `no: ${request.headers.authorization} ${secret}` }))(request, response);
    });
    const registry = open(url.replace("http://", "http://ana:hunter2@"));
    assert.ok(!JSON.stringify(registry.source).includes("hunter2"));
    for (const signedIn of [undefined, { username: "bruno", password: "hunter2" }, { token: "t0ken" }]) {
      credentials = signedIn;
      await assert.rejects(model(registry), (error) => {
        assert.ok(error instanceof RegistryError);
        return !/hunter2|t0ken|Basic \w|Bearer \w/.test(error.message + error.next);
      });
    }
    const basic = (pair: string) => `Basic ${Buffer.from(pair).toString("base64")}`;
    assert.deepEqual(
      seen.map(({ authorization }) => authorization),
      [basic("ana:hunter2"), basic("bruno:hunter2"), "Bearer t0ken"],
    );
  });

  it("sends bare NaN: the histories are read all the same", async () => {
    const point = (run: string, value: string) => `{"run_id":"${run}","key":"a NaN b","value":${value},"step":1,"timestamp":2}`;
    const body = `{"metrics":[${point("r1", "NaN")},${point("r1", "-Infinity")},${point("r2", '"NaN"')}]}`;
    const histories = await open(await serve(answer(200, body))).history(
      { runIds: ["r2", "r1"], metrics: ["a NaN b"], maxPoints: 10 },
      signal,
    );
    assert.deepEqual(
      histories.map(({ runId, values }) => [runId, [...values]]),
      [
        ["r2", [Number.NaN]],
        ["r1", [Number.NaN, Number.NEGATIVE_INFINITY]],
      ],
    );
  });

  const noBulk = answer(404, "<html>", { "content-type": "text/html" });
  const history = (registry: Registry) => registry.history({ runIds: ["r1"], metrics: ["m"], maxPoints: 10 }, signal);

  it("has no bulk history, and its lists never end: said after a few pages", async () => {
    let page = 0;
    const endless: readonly (readonly [string, () => string])[] = [
      ["one token", () => `{"metrics":[{"key":"m","value":${page++},"step":0,"timestamp":0}],"next_page_token":"again"}`],
      ["one page", () => `{"metrics":[{"key":"m","value":1,"step":0,"timestamp":0}],"next_page_token":"${page++}"}`],
      ["no content", () => `{"metrics":[],"next_page_token":"${page++}"}`],
    ];
    for (const [title, body] of endless) {
      seen = [];
      const error = await refusal(await serve(noBulk, (request, response) => answer(200, body())(request, response)), history);
      assert.deepEqual([title, error.kind], [title, "unavailable"]);
      assert.ok(seen.length < 60, `${title}: ${seen.length} requests`);
    }
  });

  it("sends a history of 200,000 points at once", async () => {
    const points = Array.from({ length: 200_000 }, (_, step) => ({ key: "m", value: step, step, timestamp: step }));
    const url = await serve(noBulk, answer(200, JSON.stringify({ metrics: points })));
    const [read] = await history(open(url));
    assert.deepEqual([read?.total, read?.values.at(-1)], [200_000, 199_999]);
  });

  it("is asked at most four things at once, by all together", async () => {
    let open_ = 0;
    let most = 0;
    const url = await serve((request, response) => {
      most = Math.max(most, ++open_);
      setTimeout(() => {
        open_--;
        answer(200, '{"registered_model":{"name":"scorer"}}')(request, response);
      }, 10);
    });
    const registries = [open(url), open(url)];
    await Promise.all(Array.from({ length: 20 }, (_, index) => model(registries[index % 2] ?? open(url))));
    assert.deepEqual([most, seen.length], [4, 20]);
  });

  it("is busy with others: who gives up meanwhile hears it at once, and his request is never sent", async () => {
    const url = await serve(() => {});
    const registry = open(url);
    const others = new AbortController();
    const held = [1, 2, 3, 4].map(() => registry.model("scorer", others.signal));
    const cancel = new AbortController();
    const waiting = registry.model("late", cancel.signal);
    const reason = new Error("superseded");
    cancel.abort(reason);
    await assert.rejects(waiting, reason);
    others.abort(reason);
    for (const each of held) await assert.rejects(each, reason);
    await model(open(await serve(answer(200, '{"registered_model":{"name":"scorer"}}'))));
    assert.ok(seen.every((request) => !request.url.includes("late")));
  });

  it("wants less than no time to pass: asked again as if it had not said so", async () => {
    await model(open(await serve(answer(429, "", { "retry-after": "-5" }), answer(200, '{"registered_model":{"name":"scorer"}}'))));
    assert.deepEqual(waits, [250]);
  });
});

import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import type { AuthorizeRequest } from "#registry/backend.ts";
import { RegistryError } from "#registry/model/errors.ts";
import type { HttpWorld } from "#registry/rest/http.ts";
import { openMlflowRegistry } from "./mlflowRegistry.ts";

const signal = new AbortController().signal;

/** A server that answers everything and keeps what it was sent; and how its registry signs in. */
function open(address: string, authorize: (request: AuthorizeRequest) => Promise<{ token: string } | undefined>, timeout = 30_000) {
  const sent: (string | null)[] = [];
  const world: HttpWorld = {
    fetch: async (_input, init) => {
      sent.push(new Headers(init?.headers).get("authorization"));
      return new Response('{"registered_model":{"name":"scorer"}}', { headers: { "content-type": "application/json" } });
    },
    random: () => 0.5,
    sleep: async () => {},
    authorize,
  };
  const registry = openMlflowRegistry(new URL(address), world, { timeout, answer: 1000 });
  return { registry, sent };
}

describe("signing in to a server", () => {
  it("may take time, is asked before every request, and told where it goes", async () => {
    const asked: Omit<AuthorizeRequest, "signal">[] = [];
    const { registry, sent } = open("http://ana:hunter2@host:5000/base/", async ({ origin, own }) => {
      asked.push({ origin, own });
      await sleep(5);
      return { token: `t${asked.length}` };
    });
    await registry.model("scorer", signal);
    await registry.model("scorer", signal);
    assert.deepEqual(sent, ["Bearer t1", "Bearer t2"]);
    assert.deepEqual(asked[0], { origin: "http://host:5000", own: { username: "ana", password: "hunter2" } });
  });

  it("that fails sends nothing, says so with the next step, and does not leave a write in doubt", async () => {
    const { registry, sent } = open("http://host:5000", () => Promise.reject(new Error("the token has expired")));
    const said = {
      kind: "unauthorized",
      message: "Signing in at host:5000 failed: the token has expired.",
      next: "Sign in to the server again.",
    };
    await assert.rejects(registry.model("scorer", signal), said);
    await assert.rejects(registry.setAlias("scorer", "champion", "1", signal), said);
    assert.deepEqual(sent, []);
  });

  it("that says itself what to do is heard", async () => {
    const own = new RegistryError("unauthorized", "Nobody is signed in to the workspace.", "Run databricks auth login.");
    await assert.rejects(open("http://host:5000", () => Promise.reject(own)).registry.model("scorer", signal), own);
  });

  it("ends with the question", async () => {
    const giveUp = new AbortController();
    const { registry, sent } = open("http://host:5000", ({ signal: wanted }) => sleep(60_000, undefined, { signal: wanted }));
    const asked = registry.model("scorer", giveUp.signal);
    setTimeout(() => giveUp.abort(new Error("closed")), 5);
    await assert.rejects(asked, { message: "closed" });
    assert.deepEqual(sent, []);
  });

  it("that comes to no end is given up in time, and does not leave a write in doubt", async () => {
    let asked = 0;
    const never = () => {
      asked++;
      return new Promise<undefined>(() => {});
    };
    const { registry, sent } = open("http://host:5000", never, 50);
    const said = { kind: "unauthorized", message: "Signing in at host:5000 did not end in time.", next: "Sign in to the server again." };
    await assert.rejects(registry.model("scorer", signal), said);
    await assert.rejects(registry.setAlias("scorer", "champion", "1", signal), said);
    assert.deepEqual([sent, asked], [[], 2]);
  });

  it("with a token that no request can have sends nothing, and does not leave a write in doubt", async () => {
    for (const token of ["two\nlines", "tokén", "\u{1f511}"]) {
      const { registry, sent } = open("http://host:5000", async () => ({ token }));
      const said = { kind: "unauthorized", message: "The token has characters that a token cannot have." };
      await assert.rejects(registry.model("scorer", signal), said);
      await assert.rejects(registry.setAlias("scorer", "champion", "1", signal), said);
      assert.deepEqual(sent, []);
    }
  });
});

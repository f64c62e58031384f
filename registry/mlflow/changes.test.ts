import assert from "node:assert/strict";
import type { Registry } from "#registry/api.ts";
import { bothChanges, noChange } from "#registry/model/changes.ts";
import { openMlflowRegistry } from "./mlflowRegistry.ts";

const signal = new AbortController().signal;

/** A server with many models and versions: lists in pages, sorted by name, or by the time of the last update, which tags leave alone. */
class BigServer {
  readonly models = Array.from({ length: 2300 }, (_, i) => ({ name: `m${i}`, aliases: [] as { alias: string; version: string }[] }));
  readonly versions = Array.from({ length: 1700 }, (_, i) => ({
    name: "m0",
    version: String(i),
    tags: [] as { key: string; value: string }[],
  }));
  /** The token of the page that begins there. */
  nextToken = (from: number): string => String(from);
  requests = 0;
  atOnce = 0;
  mostAtOnce = 0;

  open(): Registry {
    return openMlflowRegistry(new URL("http://mlflow.internal"), {
      fetch: async (input) => {
        this.requests++;
        this.mostAtOnce = Math.max(this.mostAtOnce, ++this.atOnce);
        await Promise.resolve();
        this.atOnce--;
        return Response.json(this.#answer(new URL(String(input))));
      },
      random: () => 0,
      sleep: async () => {},
      authorize: async () => undefined,
    });
  }

  #answer({ pathname, searchParams }: URL): unknown {
    // A token that it cannot read is as none.
    const from = Number(searchParams.get("page_token") ?? "0") || 0;
    const end = from + Number(searchParams.get("max_results"));
    const page = (key: string, all: readonly unknown[]) => ({
      [key]: all.slice(from, end),
      ...(end < all.length ? { next_page_token: this.nextToken(end) } : {}),
    });
    if (pathname.endsWith("registered-models/search")) return page("registered_models", this.models);
    if (pathname.endsWith("model-versions/search")) return page("model_versions", this.versions);
    return {};
  }
}

describe("the changes of a large server", () => {
  it("are none while nothing changes, and cost the same few requests each time", async () => {
    const server = new BigServer();
    const registry = server.open();
    assert.deepEqual(await registry.changes(signal), noChange);
    const cost = server.requests;
    for (let look = 1; look <= 9; look++) assert.deepEqual(await registry.changes(signal), noChange, `look ${look}`);
    assert.ok(server.requests <= 10 * cost && cost <= 6, `${cost} requests`);
    assert.equal(server.mostAtOnce, 1, "it leaves room for what a person asks");
  });

  const changes: readonly (readonly [string, (server: BigServer) => void, models: readonly string[]])[] = [
    ["a tag on an old version", (server) => server.versions[1650]?.tags.push({ key: "slipway.promotion.x.request", value: "{}" }), ["m0"]],
    ["an alias of the last model", (server) => server.models[2299]?.aliases.push({ alias: "champion", version: "1" }), ["m2299"]],
    ["a version more", (server) => server.versions.push({ name: "m9", version: "1", tags: [] }), ["m9"]],
    ["a version less", (server) => server.versions.pop(), ["m0"]],
  ];
  for (const [title, change, models] of changes) {
    it(`name the model of ${title}, once all pages had their turn`, async () => {
      const server = new BigServer();
      const registry = server.open();
      for (let look = 1; look <= 5; look++) await registry.changes(signal);
      change(server);
      let told = noChange;
      for (let look = 1; look <= 5; look++) told = bothChanges(told, await registry.changes(signal));
      assert.deepEqual(told, { ...noChange, models });
    });
  }

  for (const tokens of [["again"], ["one", "other"]]) {
    it(`are told where the tokens of a list are ${tokens.join(", ")}, … for ever: it is begun again`, async () => {
      const server = new BigServer();
      let given = 0;
      server.nextToken = () => tokens[given++ % tokens.length] ?? "";
      const registry = server.open();
      for (let look = 1; look <= 9; look++) await registry.changes(signal);
      server.models[3]?.aliases.push({ alias: "champion", version: "1" });
      let told = noChange;
      for (let look = 1; look <= 9; look++) told = bothChanges(told, await registry.changes(signal));
      assert.deepEqual(told, { ...noChange, models: ["m3"] });
    });
  }

  it("begin again after a failure", async () => {
    const server = new BigServer();
    const registry = server.open();
    await registry.changes(signal);
    const { versions } = server;
    Object.assign(server, { versions: "none" });
    server.models[3]?.aliases.push({ alias: "champion", version: "1" });
    await assert.rejects(registry.changes(signal));
    Object.assign(server, { versions });
    let told = noChange;
    for (let look = 1; look <= 5; look++) told = bothChanges(told, await registry.changes(signal));
    assert.deepEqual(told, { ...noChange, models: ["m3"] }, "and lose nothing");
  });
});

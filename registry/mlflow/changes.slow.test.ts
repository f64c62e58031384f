import assert from "node:assert/strict";
import type { Registry } from "#registry/api.ts";
import { bothChanges, type ChangeSet, noChange, touches } from "#registry/model/changes.ts";
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
  experiments: { experiment_id: string; tags: { key: string; value: string }[] }[] = [];
  /** The newest first. */
  runs: { id: string; experiment: string; status: string; loss: number }[] = [];
  takesFilters = true;
  requests = 0;
  atOnce = 0;
  mostAtOnce = 0;

  open(): Registry {
    return openMlflowRegistry(new URL("http://mlflow.internal"), {
      fetch: async (input, init) => {
        this.requests++;
        this.mostAtOnce = Math.max(this.mostAtOnce, ++this.atOnce);
        await Promise.resolve();
        this.atOnce--;
        const body: unknown = init?.body === undefined ? {} : JSON.parse(String(init.body));
        if ((body as Asked).filter !== undefined && !this.takesFilters) {
          return Response.json({ error_code: "INVALID_PARAMETER_VALUE", message: "Invalid filter." }, { status: 400 });
        }
        return Response.json(this.#answer(new URL(String(input)), body as Asked));
      },
      random: () => 0,
      sleep: async () => {},
      authorize: async () => undefined,
    });
  }

  #answer({ pathname, searchParams }: URL, asked: Asked): unknown {
    for (const key of ["page_token", "max_results"] as const) if (asked[key] !== undefined) searchParams.set(key, String(asked[key]));
    // A token that it cannot read is as none.
    const from = Number(searchParams.get("page_token") ?? "0") || 0;
    const end = from + Number(searchParams.get("max_results"));
    const page = (key: string, all: readonly unknown[]) => ({
      [key]: all.slice(from, end),
      ...(end < all.length ? { next_page_token: this.nextToken(end) } : {}),
    });
    if (pathname.endsWith("registered-models/search")) return page("registered_models", this.models);
    if (pathname.endsWith("model-versions/search")) return page("model_versions", this.versions);
    if (pathname.endsWith("experiments/search")) return page("experiments", this.experiments);
    const isAsked = ({ experiment, status }: { experiment: string; status: string }) =>
      asked.experiment_ids?.includes(experiment) && (asked.filter === undefined || asked.filter.includes(`'${status}'`));
    const runs = this.runs.filter(isAsked).map(({ id, experiment, status, loss }) => ({
      info: { run_id: id, experiment_id: experiment, status },
      data: { metrics: [{ key: "loss", value: loss }] },
    }));
    return page("runs", runs);
  }
}

interface Asked {
  readonly experiment_ids?: readonly string[];
  readonly filter?: string;
  readonly max_results?: number;
  readonly page_token?: string;
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

  /** Experiments of which the last was changed first, and runs that were begun one after the other in the first. */
  function busyServer(experiments: number, runs: number): BigServer {
    const server = new BigServer();
    server.experiments = Array.from({ length: experiments }, (_, n) => ({ experiment_id: `e${n}`, tags: [] }));
    server.runs = Array.from({ length: runs }, (_, n) => ({ id: `r${n}`, experiment: "e0", status: "RUNNING", loss: 0 }));
    return server;
  }
  const started = { id: "new", experiment: "e2200", status: "FINISHED", loss: 0 };
  const ofRuns: readonly (readonly [string, (server: BigServer) => void, Partial<ChangeSet>])[] = [
    ["a run that is begun in an old experiment", (server) => server.runs.unshift(started), { experiments: ["e2200"], runs: ["new"] }],
    [
      "a note of an old experiment",
      ({ experiments }) => experiments[2200]?.tags.push({ key: "a", value: "b" }),
      { experiments: ["e2200"] },
    ],
    [
      "a value of the oldest run that goes on",
      ({ runs }) => Object.assign(runs[699] ?? {}, { loss: 1 }),
      { experiments: ["e0"], runs: ["r699"] },
    ],
    ["the end of that run", ({ runs }) => Object.assign(runs[699] ?? {}, { status: "FINISHED" }), { experiments: ["e0"], runs: ["r699"] }],
  ];
  for (const [title, change, expected] of ofRuns) {
    it(`name ${title}, once all pages had their turn`, async () => {
      const server = busyServer(2300, 700);
      const registry = server.open();
      for (let look = 1; look <= 9; look++) await registry.changes(signal);
      change(server);
      let told = noChange;
      for (let look = 1; look <= 9; look++) told = bothChanges(told, await registry.changes(signal));
      assert.deepEqual(told, { ...noChange, ...expected });
    });
  }

  it("name at the next look what goes on in up to 1,000 experiments and 200 runs, for six requests", async () => {
    const server = busyServer(1000, 200);
    const registry = server.open();
    await registry.changes(signal);
    server.requests = 0;
    Object.assign(server.runs[199] ?? {}, { loss: 1 });
    server.runs.unshift({ ...started, experiment: "e999" });
    const told = await registry.changes(signal);
    assert.ok(touches(told.runs, ["new"]) && touches(told.runs, ["r199"]) && touches(told.experiments, ["e999"]));
    assert.ok(server.requests <= 6, `${server.requests} requests`);
  });

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

  it("are those of the newest runs where a server refuses to filter", async () => {
    const server = new BigServer();
    server.takesFilters = false;
    server.experiments = [{ experiment_id: "1", tags: [] }];
    server.runs = [{ id: "r1", experiment: "1", status: "RUNNING", loss: 1 }];
    const registry = server.open();
    await registry.changes(signal);
    server.runs = [{ id: "r1", experiment: "1", status: "RUNNING", loss: 0.5 }];
    const { runs } = await registry.changes(signal);
    assert.deepEqual(runs, ["r1"]);
  });

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

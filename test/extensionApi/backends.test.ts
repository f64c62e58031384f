import assert from "node:assert/strict";
import { join } from "node:path";
import { setImmediate as turn } from "node:timers/promises";
import type { BackendRegistry } from "#client/slipwayApi.ts";
import type { Registry } from "#registry/api.ts";
import { backends } from "#registry/backends.ts";
import { noChange } from "#registry/model/changes.ts";
import { columnOf, metricAt } from "#registry/model/columns.ts";
import { RegistryError } from "#registry/model/errors.ts";
import { allPages } from "#registry/model/pages.ts";
import { openSqliteRegistry } from "#registry/sqlite/sqliteRegistry.ts";
import { readCalls } from "#registry/thread/readCalls.ts";
import { repositoryRoot } from "../contract/repositoryRoot.ts";
import { wireQuestions } from "../contract/wire.ts";
import { bothEnds } from "./bothEnds.ts";

const signal = new AbortController().signal;
const sample = join(repositoryRoot, "examples/fraud-detection/mlflow.db");

/** A backend with these calls alone. */
const having = (calls: Readonly<Record<string, unknown>>): BackendRegistry => calls as unknown as BackendRegistry;
const fails = (error: unknown): Record<string, unknown> => ({
  model: async () => {
    throw error;
  },
});

describe("a registry that another extension brings", () => {
  const store = openSqliteRegistry(sample, Date.now);
  after(() => store.close());

  /** Beside those over REST: what is given only to who asks for it. */
  const questions: typeof wireQuestions = {
    ...wireQuestions,
    "where data sets came from": {
      strict: true,
      ask: (r) => r.runs({ experimentIds: ["1"], filter: "", orderBy: [], limit: 5, columns: { datasetDetails: true } }, signal),
    },
    "where extremes are": {
      strict: true,
      ask: async (r) => {
        const { ids } = await store.runs({ experimentIds: ["1"], filter: "", orderBy: [], limit: 5 }, signal);
        return r.metricRanges({ runIds: ids, metrics: ["val_auc"], places: true }, signal);
      },
    },
  };
  for (const [title, { ask }] of Object.entries(questions)) {
    it(`answers as it does beside its own extension: ${title}`, async () => {
      const { api, open } = bothEnds();
      api.registerBackend("acme", () => store);
      const plain = await ask(store).catch((error: unknown) => error);
      const brought = await ask(open("acme:team")).catch((error: unknown) => error);
      if (RegistryError.is(plain)) assert.deepEqual({ ...(brought as object) }, { ...plain });
      else assert.deepEqual(brought, plain);
    });
  }

  it("is opened by its first question alone, once, with the address as it was written, and closed", async () => {
    const { api, open } = bothEnds();
    const seen: string[] = [];
    api.registerBackend("acme", async (uri) => {
      seen.push(uri);
      return having({ changes: async () => noChange, close: () => seen.push("closed") });
    });
    const registry = open("acme://ana:secret@lab/team");
    assert.deepEqual(registry.source, { uri: "acme://lab/team", kind: "acme", shared: true, label: "acme://lab/team" });
    await turn();
    assert.deepEqual(seen, []);
    await Promise.all([registry.changes(signal), registry.changes(signal)]);
    registry.close();
    while (seen.length < 2) await turn();
    assert.deepEqual(seen, ["acme://ana:secret@lab/team", "closed"]);
    await assert.rejects(registry.changes(signal), { kind: "unavailable" });
  });

  it("hears that it is not waited for any more; what does not listen is left alone", async () => {
    const { api, open } = bothEnds();
    const heard: AbortSignal[] = [];
    api.registerBackend("acme", () =>
      having({
        model: (_name: string, given: AbortSignal) => {
          heard.push(given);
          return new Promise(() => {});
        },
      }),
    );
    const stop = new AbortController();
    const asked = open("acme:x").model("a", stop.signal);
    while (heard.length === 0) await turn();
    stop.abort(new Error("superseded"));
    await assert.rejects(asked, { message: "superseded" });
    while (heard[0]?.aborted !== true) await turn();
  });

  const lists: readonly (readonly [filter: string, orderBy: readonly string[], viewType?: "ALL"])[] = [
    ["metrics.val_auc > 0.9", []],
    ["", ["metrics.val_auc DESC"]],
    ["params.max_depth IN ('6', '8') OR status = 'RUNNING'", ["params.max_depth", "attributes.start_time ASC"], "ALL"],
    ["tags.nobody = 'x'", []],
  ];
  for (const [filter, orderBy, viewType] of lists) {
    it(`is filtered and sorted for it, page by page, where it says that it does not: ${filter} ${orderBy.join()}`, async () => {
      const { api, open } = bothEnds();
      const cannot = Object.assign(new Error("One order."), { kind: "unsupported", next: "-" });
      api.registerBackend("acme", () => ({
        ...having(Object.fromEntries(readCalls.map((call) => [call, store[call].bind(store)]))),
        runs: (query, given) => (query.filter === "" && query.orderBy.length === 0 ? store.runs(query, given) : Promise.reject(cannot)),
        changes: async () => noChange,
      }));
      const query = { experimentIds: ["1", "2", "3"], filter, orderBy, limit: 7, ...(viewType === undefined ? {} : { viewType }) };
      const list = (registry: Pick<Registry, "runs">) =>
        allPages(async (next) => {
          const { ids, metrics, nextPageToken } = await registry.runs({ ...query, ...next, columns: { metrics: ["val_auc"] } }, signal);
          const items = ids.map((id, row) => ({ id, auc: metricAt(columnOf(metrics, "val_auc"), row), only: metrics.length }));
          return { items, ...(nextPageToken === undefined ? {} : { nextPageToken }) };
        });
      assert.deepEqual(await list(open("acme:x")), await list(store));
    });
  }

  it("says what is wrong in a filter that it leaves to Slipway, and nothing else is asked for it", async () => {
    const { api, open } = bothEnds();
    api.registerBackend("acme", () => having({ runs: () => Promise.reject({ kind: "unsupported", message: "No.", next: "-" }) }));
    const query = { experimentIds: ["1"], orderBy: [], limit: 7 };
    await assert.rejects(open("acme:x").runs({ ...query, filter: "metrics.loss >" }, signal), { kind: "invalid" });
    await assert.rejects(open("acme:x").runs({ ...query, filter: "" }, signal), { kind: "unsupported", message: "No." });
  });

  it("can do what it says, and nothing that it does not say", async () => {
    const { api, open } = bothEnds();
    api.registerBackend("acme", () => having({ capabilities: async () => ({ aliases: true, later: "a field of a later version" }) }));
    assert.deepEqual(await open("acme:x").capabilities(signal), {
      ...{ writable: false, stages: false, aliases: true, versionTags: false, editsRuns: false, transitionRequests: false },
      ...{ bulkHistory: false, quickRanges: false, samplesHistories: false, countsRuns: false, maxTagValue: 0, version: "" },
    });
    await assert.rejects(open("acme:x").setAlias("m", "champion", "1", signal), {
      kind: "unsupported",
      message: "The extension that brings acme: has no setAlias.",
    });
  });

  const failures: readonly (readonly [what: string, calls: () => Record<string, unknown>, expected: object])[] = [
    [
      "an error with a kind and a next step stands",
      () => fails({ kind: "notFound", message: "No m.", next: "Look." }),
      { kind: "notFound", message: "No m.", next: "Look." },
    ],
    [
      "a wait is kept",
      () => fails(Object.assign(new Error("Wait."), { kind: "rateLimited", next: "-", retryAfter: 9 })),
      { kind: "rateLimited", retryAfter: 9 },
    ],
    [
      "any other error names the scheme",
      () => fails(new TypeError("x is undefined")),
      { kind: "unavailable", message: "The extension that brings acme: failed at model: x is undefined." },
    ],
    ["a thrown text", () => fails("no"), { kind: "unavailable", message: "The extension that brings acme: failed at model: no." }],
    ["a thrown nothing", () => fails(undefined), { kind: "unavailable" }],
    [
      "a kind that there is not",
      () => fails({ kind: "toString", message: "m", next: "n" }),
      { kind: "unavailable", message: "The extension that brings acme: failed at model: m." },
    ],
    [
      "an error that cannot be looked at",
      () => fails(new Proxy({}, { get: () => assert.fail("looked") })),
      { kind: "unavailable", message: "The extension that brings acme: failed at model: an error that cannot be read." },
    ],
    [
      "a throw without a promise",
      () => ({
        model: () => {
          throw new Error("at once");
        },
      }),
      { kind: "unavailable", message: /at once\.$/ },
    ],
    [
      "a function in an answer",
      () => ({ model: async () => ({ name: () => "x" }) }),
      { kind: "unavailable", message: /a function is no data\.$/ },
    ],
    [
      "an answer that holds itself",
      () => ({
        model: async () => {
          const a: Record<string, unknown> = {};
          return Object.assign(a, { a });
        },
      }),
      { kind: "unavailable", message: /^The extension that brings acme: failed at model: / },
    ],
    [
      "an answer of another type",
      () => ({ model: async () => ({ name: 5 }) }),
      { kind: "unavailable", message: "The extension that brings acme: answered model with what it should not: name is not string." },
    ],
    ["no answer", () => ({ model: async () => undefined }), { kind: "unavailable", message: /its answer is not Object\.$/ }],
  ];
  for (const [what, calls, expected] of failures) {
    it(`fails in its own name: ${what}`, async () => {
      const { api, open } = bothEnds();
      api.registerBackend("acme", () => having(calls()));
      await assert.rejects(open("acme:x").model("m", signal), (error) => RegistryError.is(error));
      await assert.rejects(open("acme:x").model("m", signal), expected);
    });
  }

  it("is made again by the next question where it could not be made", async () => {
    const { api, open } = bothEnds();
    let isDown = true;
    api.registerBackend("acme", () => {
      if (isDown) throw new Error("no network");
      return having({ changes: async () => noChange });
    });
    const registry = open("acme:x");
    await assert.rejects(registry.changes(signal), {
      kind: "unavailable",
      message: "The extension that brings acme: failed at changes: no network.",
    });
    isDown = false;
    assert.deepEqual(await registry.changes(signal), noChange);
  });

  it("is given up when it hangs, at its making or at a call", async () => {
    const { api, open } = bothEnds(30);
    const forEver = new Promise<never>(() => {});
    api.registerBackend("acme", () => having({ changes: () => forEver }));
    api.registerBackend("slow", () => forEver);
    for (const scheme of ["acme", "slow"]) {
      const message = `The extension that brings ${scheme}: did not answer changes within 0.03 s.`;
      await assert.rejects(open(`${scheme}:x`).changes(signal), { kind: "unavailable", message });
    }
  });

  it("may be brought again, and is there again after the server started anew", async () => {
    const ends = bothEnds();
    const named = (version: string) => () => having({ capabilities: async () => ({ version }) });
    const first = ends.api.registerBackend("acme", named("1"));
    assert.throws(() => ends.api.registerBackend("acme", named("2")), { kind: "conflict" });
    const before = ends.open("acme:x");
    assert.equal((await before.capabilities(signal)).version, "1");
    first.dispose();
    assert.throws(() => ends.open("acme:x"), { kind: "unsupported" });
    await assert.rejects(before.capabilities(signal), { kind: "unavailable" });
    ends.api.registerBackend("acme", named("2"));
    first.dispose();
    assert.equal((await ends.open("acme:x").capabilities(signal)).version, "2");
    ends.restart();
    assert.equal((await ends.open("acme:x").capabilities(signal)).version, "2");
  });

  it("ends what waits when its extension takes it back, and when the server goes", async () => {
    const ends = bothEnds();
    let closed = 0;
    const hanging = () => having({ changes: () => new Promise(() => {}), close: () => void closed++ });
    const brought = ends.api.registerBackend("acme", hanging);
    const waits = assert.rejects(ends.open("acme:x").changes(signal), { kind: "unavailable", message: "Reading acme:x stopped." });
    for (let each = 0; each < 5; each++) await turn();
    brought.dispose();
    await waits;
    while (closed < 1) await turn();
    ends.api.registerBackend("acme", hanging);
    void ends
      .open("acme:x")
      .changes(signal)
      .catch(() => undefined);
    for (let each = 0; each < 5; each++) await turn();
    ends.restart();
    while (closed < 2) await turn();
  });

  it("cannot take over a scheme of ours, and is not made before the workspace is trusted", async () => {
    const ends = bothEnds();
    for (const scheme of backends.flatMap(({ schemes }) => schemes)) {
      assert.throws(() => ends.api.registerBackend(scheme, () => store), { kind: "invalid" }, scheme);
    }
    ends.trusted = false;
    let made = 0;
    ends.api.registerBackend("acme", () => {
      made++;
      return store;
    });
    await assert.rejects(ends.open("acme:x").changes(signal), { kind: "unavailable" });
    assert.equal(made, 0);
  });
});

import assert from "node:assert/strict";
import type { CompareMetric } from "#protocol/views/compare.ts";
import type { Registry } from "#registry/api.ts";
import { forRuns } from "#registry/model/forRuns.ts";
import type { Gate, Policy } from "#registry/promotion/types.ts";
import { registryWith } from "#registry/sqlite/testRegistry.ts";
import { compareData } from "./compareData.ts";
import { curves } from "./curves.ts";
import { contextOf, runRows } from "./testContext.ts";

const signal = new AbortController().signal;
const gate = (metric: string, rest: Readonly<Record<string, string | number>>): Gate => ({ kind: "metric", metric, tolerance: 0, ...rest });

const policy: Policy = {
  environments: [
    { name: "dev", approvals: 0, approvers: [], selfApproval: true, apply: "onApproval" },
    { name: "prod", alias: "champion", approvals: 0, approvers: [], selfApproval: true, apply: "onApproval" },
  ],
  gates: { prod: [gate("general", { min: 0.5, line: 3 }), { kind: "signature", level: "required", line: 4 }] },
  models: {
    scorer: { gates: { prod: [gate("own", { max: 9, line: 12 })] } },
    other: { gates: { prod: [gate("others", { notWorseThan: "current", better: "lower", line: 20 })] } },
  },
};

/** r1 became a version of `scorer`, r2 of nothing; each logged the metrics that the gates name. */
const metricNames = ["general", "own", "others", "plain"];
const rows = `${runRows("r2", "r3")}
  INSERT INTO latest_metrics VALUES ${metricNames.flatMap((key) => ["r1", "r2"].map((run) => `('${key}', 1, 1, 4, 0, '${run}')`)).join(", ")};
  INSERT INTO metrics VALUES ${metricNames.flatMap((key) => ["r1", "r2"].map((run) => `('${key}', 1, 1, '${run}', 4, 0)`)).join(", ")};`;

describe("metrics of compareData", () => {
  let store: ReturnType<typeof registryWith>;
  before(() => {
    store = registryWith(rows);
  });
  after(() => store.close());

  const metrics = async (
    runIds: string[],
    by?: Policy,
    registry: Registry = store.registry,
    ranges: string[] = [],
  ): Promise<Map<string, CompareMetric>> => {
    const answer = await compareData({ runIds, ranges }, contextOf(registry, by ? { policy: by } : {}), signal);
    assert.ok(answer.ok);
    return new Map(answer.value.metrics.map((metric) => [metric.key, metric]));
  };
  const gated = (all: ReadonlyMap<string, CompareMetric>) =>
    metricNames.map((key) => [key, all.get(key)?.gateLine, all.get(key)?.direction]);

  it("marks the gates of the models that the runs became", async () => {
    assert.deepEqual(gated(await metrics(["r1", "r2"], policy)), [
      ["general", 3, { better: "higher", from: "policy" }],
      ["own", 12, { better: "lower", from: "policy" }],
      ["others", undefined, undefined],
      ["plain", undefined, undefined],
    ]);
  });

  it("marks the gates of all models where the runs became none: any may be meant", async () => {
    assert.deepEqual(gated(await metrics(["r2"], policy)), [
      ["general", 3, { better: "higher", from: "policy" }],
      ["own", 12, { better: "lower", from: "policy" }],
      ["others", 20, { better: "lower", from: "policy" }],
      ["plain", undefined, undefined],
    ]);
    const general = { ...policy, models: {} };
    assert.deepEqual(gated(await metrics(["r2"], general))[0], ["general", 3, { better: "higher", from: "policy" }]);
    assert.deepEqual(gated(await metrics(["r2"]))[0], ["general", undefined, undefined]);
  });

  it("keeps the line and the direction that one gate of a metric states and another does not", async () => {
    const both = {
      ...policy,
      gates: { prod: [gate("plain", { min: 1, line: 5 }), gate("plain", { notWorseThan: "current" })] },
      models: {},
    };
    assert.deepEqual(gated(await metrics(["r2"], both))[3], ["plain", 5, { better: "higher", from: "policy" }]);
  });

  it("counts points of gated metrics first, then of those that most runs share, and of no more than a server can bear; reads the ranges of those that are asked for", async () => {
    const shared = Array.from({ length: 199 }, (_, index) => `shared${index}`);
    const rare = ["a_rare", "general"];
    const values = [
      ...shared.flatMap((key) => [`('${key}', 1, 1, 0, 0, 'r2')`, `('${key}', 1, 1, 0, 0, 'r3')`]),
      ...rare.map((key) => `('${key}', 1, 1, 0, 0, 'r2')`),
    ];
    const { registry, close } = registryWith(`${runRows("r2", "r3")} INSERT INTO latest_metrics VALUES ${values.join(", ")};`);
    try {
      const counted: string[] = [];
      const read: string[] = [];
      const spy: Registry = {
        ...registry,
        metricRanges: (query, abort) => {
          (query.countTo ? counted : read).push(...query.metrics);
          return registry.metricRanges(query, abort);
        },
      };
      const all = await metrics(["r2", "r3"], policy, spy);
      assert.equal(all.size, 201);
      assert.equal(counted.length, 200);
      assert.ok(counted.includes("general") && !counted.includes("a_rare"));
      assert.deepEqual(read, []);
      await metrics(["r2", "r3"], policy, spy, ["a_rare"]);
      assert.deepEqual(read, ["a_rare"]);
    } finally {
      close();
    }
  });

  it("knows no extreme of a run that logged nothing but NaN, and counts the longest history", async () => {
    const sql = `${runRows("r2")}
      INSERT INTO latest_metrics VALUES ('x', 0, 3, 2, 1, 'r2'), ('x', 5, 1, 0, 0, 'r1');
      INSERT INTO metrics VALUES ('x', 0, 1, 'r2', 0, 1), ('x', 0, 3, 'r2', 2, 1), ('x', 5, 1, 'r1', 0, 0);`;
    const { registry, close } = registryWith(sql);
    try {
      const unread = (await metrics(["r2", "r1"], undefined, registry)).get("x");
      assert.deepEqual([unread?.rangesUnread, unread?.min, unread?.points], [true, [null, null], 2]);
      const x = (await metrics(["r2", "r1"], undefined, registry, ["x"])).get("x");
      assert.deepEqual(
        [x?.rangesUnread, x?.last, x?.min, x?.max, x?.steps, x?.points],
        [undefined, ["NaN", 5], [null, 5], [null, 5], [2, 0], 2],
      );
    } finally {
      close();
    }
  });

  it("asks for as many points as can be drawn, whatever a page asks for", async () => {
    const asked: number[] = [];
    const registry: Registry = {
      ...store.registry,
      history: (query, abort) => {
        asked.push(query.maxPoints);
        return store.registry.history(query, abort);
      },
    };
    for (const maxPoints of [0, -3, Number.NaN, 2.9, 700, 1e9]) {
      assert.ok((await curves({ runIds: ["r1"], metric: "plain", maxPoints }, contextOf(registry), signal)).ok);
    }
    assert.deepEqual(asked, [2, 2, 2, 2, 700, 50_000]);
  });
});

describe("forRuns", () => {
  it("asks in parts of a hundred, each run once, and keeps the order", async () => {
    const ids = Array.from({ length: 250 }, (_, index) => `run${index}`);
    const parts: number[] = [];
    const answers = await forRuns(ids, async (part) => {
      parts.push(part.length);
      return part;
    });
    assert.deepEqual(answers, ids);
    assert.deepEqual(parts, [100, 100, 50]);
    assert.deepEqual(await forRuns([], async (part) => part), []);
  });
});

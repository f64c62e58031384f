import assert from "node:assert/strict";
import type { CompareData } from "#protocol/views/compare.ts";
import type { AxisId } from "#protocol/views/compareRelation.ts";
import type { Registry } from "#registry/api.ts";
import { backends } from "#registry/backends.ts";
import type { MetricRange } from "#registry/model/types.ts";
import { openRegistry } from "#registry/open.ts";
import { compareData } from "#server/compare/compareData.ts";
import { explain, relation } from "#server/compare/relation.ts";
import { contextOf } from "#server/compare/testContext.ts";
import { type BothRegistries, openWorld, requirePython } from "./bothRegistries.ts";
import { sharedRegistries } from "./sharedRegistries.ts";

const signal = new AbortController().signal;

/** The Compare page's data over a real MLflow server. */
describe("a comparison over REST", function () {
  this.timeout(180_000);
  let both: BothRegistries;
  let requests: string[] = [];
  let remote: Registry;

  before(async function () {
    both = await sharedRegistries(requirePython(this));
    const fetch: typeof globalThis.fetch = (input, init) => {
      requests.push(String(input).replace(/^.*\/mlflow\//, ""));
      return globalThis.fetch(input, init);
    };
    remote = openRegistry(both.mlflow.source.uri, { ...openWorld, fetch }, backends);
  });
  after(() => remote?.close());
  beforeEach(() => {
    requests = [];
  });

  async function runsOf(name: string): Promise<readonly string[]> {
    const { items } = await both.sqlite.experiments({ limit: 100 }, signal);
    const experimentIds = items.filter((experiment) => experiment.name === name).map(({ id }) => id);
    return (await both.sqlite.runs({ experimentIds, filter: "", orderBy: [], limit: 60 }, signal)).ids;
  }

  async function read(registry: Registry, runIds: readonly string[], ranges: readonly string[] = []): Promise<CompareData> {
    const answer = await compareData({ runIds, ranges }, contextOf(registry), signal);
    return answer.ok ? answer.value : assert.fail(answer.problem.message);
  }

  it("of 57 runs is there after five requests, none of them for a history", async () => {
    const data = await read(remote, await runsOf("more than a page"));
    assert.equal(data.runs.length, 57);
    assert.ok(requests.length <= 5, requests.join("\n"));
    assert.deepEqual(
      requests.filter((request) => request.includes("history")),
      [],
    );
  });

  it("has what the file has, and least and greatest values of the metrics that are asked for", async () => {
    const runIds = await runsOf("fraud/gbm-sweep");
    const local = await read(both.sqlite, runIds);
    const [first, second] = local.metrics.filter(({ points }) => points > 1);
    assert.ok(first && second);
    const plain = await read(remote, runIds);
    assert.ok(plain.metrics.every(({ rangesUnread }) => rangesUnread));
    const withoutRanges = ({ metrics, asOf: _, ...rest }: CompareData) => ({
      ...rest,
      metrics: metrics.map(({ key, last, steps }) => ({ key, last, steps })),
    });
    assert.deepEqual(withoutRanges(plain), withoutRanges(local));
    requests = [];
    const asked = await read(remote, runIds, [first.key]);
    const found = (data: CompareData) => data.metrics.find(({ key }) => key === first.key) ?? assert.fail(first.key);
    assert.deepEqual(found(asked), found(await read(both.sqlite, runIds, [first.key])));
    assert.equal(found(asked).points, first.points);
    assert.ok(
      requests.filter((request) => request.includes("history")).every((request) => request.includes(encodeURIComponent(first.key))),
    );
  });

  it("counts the points that its ranges are of, as far as it has to", async () => {
    const runIds = [...(await runsOf("fraud/gbm-sweep")), "unknown"];
    const query = { runIds, metrics: ["val_auc", "diverged", "backwards", "nowhere"] };
    const upTo = (most: number, all: readonly MetricRange[]) =>
      all.map(({ runId, metric, total }) => [runId, metric, Math.min(most, total)]);
    const ranges = await both.sqlite.metricRanges(query, signal);
    assert.ok(ranges.length > 2);
    for (const countTo of [1, 2, 1e6]) {
      assert.deepEqual(upTo(1e6, await both.sqlite.metricRanges({ ...query, countTo }, signal)), upTo(countTo, ranges));
    }
  });

  it("finds runs of several experiments, deleted ones and none", async () => {
    const ids = [...(await runsOf("fraud/gbm-sweep")), "0".repeat(32), ...(await runsOf("more than a page")).slice(0, 9), "no id"];
    assert.deepEqual(await remote.runsById({ ids }, signal), await both.sqlite.runsById({ ids }, signal));
  });

  it("lies among the same runs with the same values, and goes with the same params", async () => {
    const runIds = (await runsOf("fraud/gbm-sweep")).slice(0, 2);
    const { metrics, params } = await read(both.sqlite, runIds);
    const axes: AxisId[] = [...metrics.map(({ key }): AxisId => `metric:${key}`), ...params.map(({ key }): AxisId => `param:${key}`)];
    const keys = params.map(({ key }) => key);
    const told = async (registry: Registry) => {
      const [among, factors] = await Promise.all([
        relation({ runIds, axes }, contextOf(registry), signal),
        explain({ runIds, metric: metrics[0]?.key ?? "", params: keys }, contextOf(registry), signal),
      ]);
      assert.ok(among.ok && factors.ok);
      return [among.value, factors.value];
    };
    const [local] = await told(both.sqlite);
    assert.ok(local && "ids" in local && local.ids.length > 2);
    assert.deepEqual(await told(remote), await told(both.sqlite));
  });

  it("has the values where another metric was best, as the file has them", async () => {
    const runIds = await runsOf("fraud/gbm-sweep");
    const keys = (await read(both.sqlite, runIds)).metrics.filter(({ points }) => points > 1).map(({ key }) => key);
    const atBest = keys.flatMap((metric) => keys.map((of) => ({ metric, of, better: "higher" as const }))).slice(0, 50);
    const told = async (registry: Registry) => {
      const answer = await compareData({ runIds, atBest }, contextOf(registry), signal);
      return answer.ok ? answer.value.metrics.flatMap((metric) => metric.atBest ?? []) : assert.fail(answer.problem.message);
    };
    const local = await told(both.sqlite);
    assert.ok(local.filter(({ values }) => values.some((value) => value !== null)).length > 1);
    assert.deepEqual(await told(remote), local);
  });
});

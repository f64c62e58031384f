import assert from "node:assert/strict";
import type { WireGroupCurve } from "#protocol/views/compare.ts";
import type { Registry } from "#registry/api.ts";
import type { MetricHistory } from "#registry/model/types.ts";
import { groupCurves } from "./groupCurves.ts";
import { contextOf } from "./testContext.ts";

const signal = new AbortController().signal;
const numbers = (base64: string) => [...new Float64Array(Uint8Array.from(Buffer.from(base64, "base64")).buffer)];

/** Run `rN` has the value N at all of its steps; `asked` keeps how many points of how many runs were wanted. */
function registryOf(steps: readonly number[], asked: { runIds: readonly string[]; maxPoints: number }[], total = steps.length): Registry {
  const history = async ({ runIds, maxPoints }: { runIds: readonly string[]; maxPoints: number }): Promise<MetricHistory[]> => {
    asked.push({ runIds, maxPoints });
    return runIds.map((runId) => ({
      runId,
      metric: "loss",
      steps: Float64Array.from(steps),
      timestamps: Float64Array.from(steps, (step) => 1000 * Number(runId.slice(1)) + step),
      values: Float64Array.from(steps, () => Number(runId.slice(1))),
      total,
    }));
  };
  return { history } as unknown as Registry;
}

describe("curves of groups", () => {
  const ask = async (registry: Registry, params: Partial<Parameters<typeof groupCurves>[0]>): Promise<readonly WireGroupCurve[]> => {
    const answer = await groupCurves(
      { groups: [["r1", "r3"], ["r5"]], metric: "loss", axis: "step", maxPoints: 100, ...params },
      contextOf(registry),
      signal,
    );
    assert.ok(answer.ok);
    return answer.value;
  };

  it("are one per group, over steps or the time since each run began", async () => {
    for (const axis of ["step", "relative"] as const) {
      const [both, one] = await ask(registryOf([0, 10], []), { axis });
      assert.deepEqual(
        [numbers(both?.x ?? ""), numbers(both?.mean ?? ""), numbers(both?.n ?? "")],
        [
          [0, 10],
          [2, 2],
          [2, 2],
        ],
        axis,
      );
      assert.deepEqual(
        [numbers(one?.min ?? ""), numbers(one?.max ?? "")],
        [
          [5, 5],
          [5, 5],
        ],
      );
    }
  });

  it("are made of whole histories, however few points are drawn, and say where those were too long", async () => {
    const asked: { runIds: readonly string[]; maxPoints: number }[] = [];
    const [curve] = await ask(
      registryOf(
        Array.from({ length: 500 }, (_, step) => step),
        asked,
      ),
      { maxPoints: 10 },
    );
    assert.equal(numbers(curve?.x ?? "").length, 10);
    assert.equal(curve?.total, 500);
    assert.equal(curve?.thinnedFrom, undefined);
    assert.ok(asked.every(({ runIds, maxPoints }) => runIds.length * maxPoints > 1_000_000 && runIds.length * maxPoints <= 2_000_000));
    const [thinned] = await ask(registryOf([0, 1], [], 9_000_000), {});
    assert.equal(thinned?.thinnedFrom, 9_000_000);
  });

  it("stand over the values of another metric, each run on the line between its points", async () => {
    const values: Readonly<Record<string, readonly number[]>> = { "r1.x": [0, 10], "r1.loss": [0, 10], "r3.x": [5, 20], "r3.loss": [8, 2] };
    const history = async ({
      runIds,
      metrics,
      maxPoints,
    }: {
      runIds: readonly string[];
      metrics: readonly string[];
      maxPoints: number;
    }) => {
      assert.ok(runIds.length * maxPoints <= 1_000_000, "of each of the two metrics");
      return runIds.flatMap((runId) => {
        const own = values[`${runId}.${metrics[0]}`];
        const steps = Float64Array.from([0, 1]);
        return own ? [{ runId, metric: metrics[0], steps, timestamps: steps, values: Float64Array.from(own), total: own.length }] : [];
      });
    };
    const [both, none] = await ask({ history } as unknown as Registry, { axis: "metric", xMetric: "x" });
    assert.deepEqual(
      [both?.x, both?.mean, both?.n].map((part) => numbers(part ?? "")),
      [
        [0, 5, 10, 20],
        [0, (5 + 8) / 2, (10 + 6) / 2, 2],
        [1, 2, 2, 1],
      ],
    );
    assert.deepEqual(numbers(none?.x ?? "-"), [], "a run without the other metric has no place");
  });

  it("stand over the time of day, where runs that ran one after another are in no mean together", async () => {
    const [both] = await ask(registryOf([0, 10], []), { axis: "time" });
    assert.deepEqual(
      [numbers(both?.x ?? ""), numbers(both?.n ?? "")],
      [
        [1000, 1010, 3000, 3010],
        [1, 1, 1, 1],
      ],
    );
  });

  it("ask for more runs than a registry takes at once in parts", async () => {
    const asked: { runIds: readonly string[] }[] = [];
    const many = Array.from({ length: 250 }, (_, run) => `r${run}`);
    const [curve] = await ask(registryOf([0], asked as never), { groups: [many] });
    assert.deepEqual(numbers(curve?.n ?? ""), [250]);
    assert.ok(asked.length === 3 && asked.every(({ runIds }) => runIds.length <= 100));
  });
});

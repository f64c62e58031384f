import assert from "node:assert/strict";
import type { CurvesQuestion } from "#protocol/views/compare.ts";
import type { Registry } from "#registry/api.ts";
import type { MetricHistory } from "#registry/model/types.ts";
import { curves } from "./curves.ts";
import { groupCurves } from "./groupCurves.ts";
import { contextOf } from "./testContext.ts";

const signal = new AbortController().signal;
const numbers = (base64 = "") => [...new Float64Array(Uint8Array.from(Buffer.from(base64, "base64")).buffer)];

/** Run `rN` has `train` N·10 and `val` N at even steps and `train` alone at odd ones; r9 has no `val`. */
function registryOf(asked: { runIds: readonly string[]; metrics: readonly string[]; maxPoints: number }[], total?: number): Registry {
  const steps = { train: [0, 1, 2, 3, 4], val: [0, 2, 4] };
  const history = async (query: { runIds: readonly string[]; metrics: readonly string[]; maxPoints: number }): Promise<MetricHistory[]> => {
    asked.push(query);
    return query.runIds.flatMap((runId) =>
      query.metrics.flatMap((metric) => {
        if (!(metric in steps) || (runId === "r9" && metric === "val")) return [];
        const at = Float64Array.from(steps[metric as keyof typeof steps]);
        const run = Number(runId.slice(1));
        return [
          {
            runId,
            metric,
            steps: at,
            timestamps: at,
            values: at.map(() => (metric === "train" ? run * 10 : run)),
            total: total ?? at.length,
          },
        ];
      }),
    );
  };
  return { history } as unknown as Registry;
}

describe("curves of a formula", () => {
  const ask = (params: Partial<CurvesQuestion>, registry = registryOf([])) =>
    curves(
      { runIds: ["r1", "r9", "r2"], metric: "= train - val", isFormula: true, maxPoints: 100, ...params },
      contextOf(registry),
      signal,
    );

  it("are one per run that has all of its metrics, at the steps that these share", async () => {
    const answer = await ask({});
    assert.ok(answer.ok);
    assert.deepEqual(
      answer.value.map(({ runId, steps, values, total }) => [runId, numbers(steps), numbers(values), total]),
      [
        ["r1", [0, 2, 4], [9, 9, 9], 3],
        ["r2", [0, 2, 4], [18, 18, 18], 3],
      ],
    );
  });

  it("are computed of whole histories, and thinned then", async () => {
    const asked: { maxPoints: number }[] = [];
    const answer = await ask({ metric: "= 2 * train", maxPoints: 2 }, registryOf(asked as never));
    assert.ok(answer.ok);
    assert.deepEqual(numbers(answer.value[0]?.steps), [0, 4]);
    assert.equal(answer.value[0]?.total, 5);
    assert.ok(asked.every(({ maxPoints }) => maxPoints >= 1_000_000));
  });

  it("say what is wrong with the formula, and where", async () => {
    const answer = await ask({ metric: "= train - ln(val)" });
    assert.ok(!answer.ok);
    assert.deepEqual([answer.problem.kind, answer.problem.place], ["invalid", { start: 10, end: 12 }]);
  });

  it("are not guessed from histories that are too long to be read whole", async () => {
    const answer = await ask({}, registryOf([], 9_000_000));
    assert.ok(!answer.ok);
    assert.match(answer.problem.message, /“train” has 9,000,000 points in run r1: too many for a formula over several metrics/);
    const single = await ask({ metric: "= 1 - train" }, registryOf([], 9_000_000));
    assert.ok(single.ok);
    assert.deepEqual([single.value[0]?.total, numbers(single.value[0]?.values)], [9_000_000, [-9, -9, -9, -9, -9]]);
  });

  it("come to one per group, over steps and over another metric", async () => {
    const question = { groups: [["r1", "r9", "r2"]], metric: "= train - val", isFormula: true, axis: "step", maxPoints: 100 } as const;
    const means = async (rest: object) => {
      const answer = await groupCurves({ ...question, ...rest }, contextOf(registryOf([])), signal);
      assert.ok(answer.ok);
      const [curve] = answer.value;
      return [numbers(curve?.x), numbers(curve?.mean), numbers(curve?.n)];
    };
    assert.deepEqual(await means({}), [
      [0, 2, 4],
      [13.5, 13.5, 13.5],
      [2, 2, 2],
    ]);
    assert.deepEqual(await means({ axis: "metric", xMetric: "val" }), [
      [1, 2],
      [9, 18],
      [1, 1],
    ]);
  });
});

describe("a sample of curves", () => {
  const asked: { sample?: true }[] = [];
  const ask = (samplesHistories: boolean, rest: Partial<CurvesQuestion> = {}) => {
    asked.length = 0;
    const registry = { ...registryOf(asked as never, Number.NaN), capabilities: async () => ({ samplesHistories }) } as unknown as Registry;
    return curves({ runIds: ["r1"], metric: "val", maxPoints: 100, sample: true, ...rest }, contextOf(registry), signal);
  };

  it("is asked of a registry that has one quickly, and does not say how many points there are", async () => {
    const answer = await ask(true);
    assert.ok(answer.ok);
    assert.deepEqual([answer.value.length, "total" in (answer.value[0] ?? {})], [1, false]);
    assert.equal(asked[0]?.sample, true);
  });

  for (const [which, samples, rest] of [
    ["of a registry that would read all for it", false, {}],
    ["of a formula, which needs whole histories", true, { metric: "= 2 * val", isFormula: true }],
  ] as const) {
    it(`is nothing ${which}, and costs nothing`, async () => {
      assert.deepEqual(await ask(samples, rest), { ok: true, value: [] });
      assert.deepEqual(asked, []);
    });
  }
});

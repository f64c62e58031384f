import assert from "node:assert/strict";
import fc from "fast-check";
import type { MetricHistory } from "#registry/model/types.ts";
import { registryWith } from "./testRegistry.ts";

const signal = new AbortController().signal;
const index = "CREATE INDEX index_metrics_run_uuid_key_step ON metrics (run_uuid, key, step)";

interface Point {
  readonly step: number;
  readonly value: number | null;
  readonly timestamp: number;
}

/** Of run `rN`, the Nth of `histories`. */
function inserted(histories: readonly (readonly Point[])[]): string {
  const rows = histories.flatMap((points, run) =>
    points.map(({ step, value, timestamp }) => `('auc', ${value ?? 0}, ${timestamp}, 'r${run}', ${step}, ${value === null ? 1 : 0})`),
  );
  return `DELETE FROM metrics; ${rows.length === 0 ? "" : `INSERT INTO metrics VALUES ${rows.join(", ")};`}`;
}

function pointsOf({ steps, timestamps, values }: MetricHistory): string[] {
  return Array.from(steps, (step, at) => `${step} ${timestamps[at]} ${values[at]}`);
}

describe("samples of histories", () => {
  const point = fc.record({
    step: fc.integer({ min: -1000, max: 1_000_000 }),
    value: fc.option(fc.integer({ min: -1_000_000, max: 1_000_000 })),
    timestamp: fc.integer({ min: 0, max: 50 }),
  });
  const histories = fc.array(fc.array(point, { maxLength: 300 }), { minLength: 1, maxLength: 4 });

  it("are points of each history in its order, its first and last step among them", async () => {
    await fc.assert(
      fc.asyncProperty(histories, fc.integer({ min: 2, max: 200 }), async (all, maxPoints) => {
        const { registry, close } = registryWith(`${inserted(all)} ${index}`);
        try {
          const query = { runIds: all.map((_, run) => `r${run}`), metrics: ["auc"] };
          const whole = await registry.history({ ...query, maxPoints: 1000 }, signal);
          const sample = await registry.history({ ...query, maxPoints, sample: true }, signal);
          const spans = whole.map(({ steps }) => Math.max(...steps) - Math.min(...steps));
          const isLong = spans.reduce((sum, span) => sum + span, 0) > 100_000;
          assert.deepEqual(
            sample.map(({ runId }) => runId),
            isLong ? whole.map(({ runId }) => runId) : [],
          );
          for (const one of sample) {
            const own = whole.find(({ runId }) => runId === one.runId) ?? assert.fail();
            const found = pointsOf(one);
            assert.ok(found.length <= Math.min(maxPoints, 120) && Number.isNaN(one.total));
            let from = 0;
            for (const each of found) from = pointsOf(own).indexOf(each, from) + 1 || assert.fail(`${each} is out of order or not there`);
            assert.equal(Math.min(...one.steps), Math.min(...own.steps));
            assert.equal(Math.max(...one.steps), Math.max(...own.steps));
          }
        } finally {
          close();
        }
      }),
      { seed: 20261128, numRuns: 60 },
    );
  });

  it("lie about evenly in the steps", async () => {
    const line = Array.from({ length: 2000 }, (_, at) => ({ step: at * 100, value: at, timestamp: at }));
    const { registry, close } = registryWith(`${inserted([line])} ${index}`);
    try {
      const [sample] = await registry.history({ runIds: ["r0"], metrics: ["auc"], maxPoints: 1000, sample: true }, signal);
      const steps = [...(sample?.steps ?? [])];
      assert.equal(steps.length, 120);
      assert.ok(steps.slice(1).every((step, at) => step - (steps[at] ?? 0) <= 1900));
    } finally {
      close();
    }
  });

  it("are none in a store without an index by step", async () => {
    const line = Array.from({ length: 20 }, (_, at) => ({ step: at * 10_000, value: at, timestamp: at }));
    const { registry, close } = registryWith(inserted([line]));
    try {
      assert.deepEqual(await registry.history({ runIds: ["r0"], metrics: ["auc"], maxPoints: 1000, sample: true }, signal), []);
    } finally {
      close();
    }
  });
});

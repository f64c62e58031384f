import assert from "node:assert/strict";
import fc from "fast-check";
import { joinPages } from "./joinPages.ts";
import { type LatestMetric, RunColumns, type RunHead } from "./runColumns.ts";
import type { RunPage } from "./types.ts";

interface GivenRun {
  readonly metrics: readonly Omit<LatestMetric, "timestamp">[];
  readonly params: Readonly<Record<string, string>>;
}

const key = fc.constantFrom("auc", "loss", "Zeta", "__proto__", "system/cpu", "é");
const run: fc.Arbitrary<GivenRun> = fc.record({
  metrics: fc.array(fc.record({ key, value: fc.oneof(fc.double(), fc.constant(Number.NaN)), step: fc.integer() }), { maxLength: 8 }),
  params: fc.dictionary(key, fc.string(), { maxKeys: 4 }),
});

function headOf(id: string): RunHead {
  const texts = { name: id, experimentId: "0", status: "FINISHED", lifecycle: "active", user: "ana", artifactUri: "" };
  return { id, ...texts, startTime: 1, endTime: 2 };
}

function pageOf(runs: readonly GivenRun[], first: number): RunPage {
  const columns = new RunColumns(runs.map((_, row) => headOf(`run ${first + row}`)));
  for (const [row, { metrics, params }] of runs.entries()) {
    for (const metric of metrics) columns.metric(row, { ...metric, timestamp: metric.step + 1 });
    for (const [name, value] of Object.entries(params)) columns.param(row, name, value);
  }
  return columns.page(undefined);
}

/** What each run has, as it was given: of two values for one metric the second. */
function said(runs: readonly GivenRun[]): string[] {
  return runs.flatMap(({ metrics, params }, row) => [
    ...[...new Map(metrics.map((metric) => [metric.key, metric]))].map(([, m]) => `${row} ${m.key} ${m.value} ${m.step} ${m.step + 1}`),
    ...Object.entries(params).map(([name, value]) => `${row} param ${name} ${value}`),
  ]);
}

function readOff(page: RunPage): string[] {
  const metrics = page.metrics.flatMap(({ key: name, rows, values, steps, timestamps }) => {
    assert.deepEqual(new Set([rows.length, values.length, steps.length, timestamps.length]).size, 1);
    return Array.from(rows, (row, at) => `${row} ${name} ${values[at]} ${steps[at]} ${timestamps[at]}`);
  });
  const params = page.params.flatMap(({ key: name, rows, values }) => Array.from(rows, (row, at) => `${row} param ${name} ${values[at]}`));
  return [...metrics, ...params];
}

describe("pages of runs", () => {
  it("that are put together are those of one read, with all that each run has", () => {
    fc.assert(
      fc.property(fc.array(run, { maxLength: 12 }), fc.array(fc.nat({ max: 12 }), { maxLength: 3 }), (runs, cuts) => {
        const places = [0, ...cuts.filter((cut) => cut < runs.length).sort((a, b) => a - b), runs.length];
        const parts = places.slice(1).map((to, at) => pageOf(runs.slice(places[at], to), places[at] ?? 0));
        const whole = pageOf(runs, 0);
        assert.deepEqual(joinPages(parts), whole);
        assert.deepEqual(readOff(whole).sort(), said(runs).sort());
        const keys = whole.metrics.map((column) => column.key);
        assert.deepEqual(keys, keys.toSorted());
      }),
      { seed: 20261128, numRuns: 300 },
    );
  });

  it("take rows of many columns without one list for each", () => {
    const columns = new RunColumns(Array.from({ length: 3 }, (_, row) => headOf(String(row))));
    for (let row = 0; row < 3; row++) {
      for (let at = 0; at < 3000; at++) columns.metric(row, { key: `m${(at * 7 + row) % 4000}`, value: row, step: at, timestamp: 0 });
    }
    const { metrics } = columns.page(undefined);
    assert.equal(
      metrics.reduce((sum, { rows }) => sum + rows.length, 0),
      9000,
    );
    assert.equal(new Set(metrics.flatMap(({ values, steps }) => [values.buffer, steps.buffer])).size, 2);
  });
});

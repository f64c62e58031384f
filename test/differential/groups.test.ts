import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { curveOf } from "#registry/model/compare/curve.ts";
import { groupCurve } from "#registry/model/compare/groupCurve.ts";
import { welchTest } from "#registry/model/compare/welch.ts";
import { spreadOf } from "#registry/model/spread.ts";
import { requirePython } from "../contract/bothRegistries.ts";
import { generated } from "../generatedCases.ts";

const oracle = fileURLToPath(new URL("./groupsOracle.py", import.meta.url));

type Steps = readonly (readonly [step: number, value: number])[];

interface Told {
  readonly tests: readonly { readonly t: number; readonly df: number; readonly p: number }[];
  readonly curves: readonly Readonly<Record<"x" | "mean" | "std" | "min" | "max" | "n", readonly (number | null)[]>>[];
}

/** Like the metrics of repeated runs: close together or far apart, of any size, a few runs or many. */
const group = fc
  .tuple(
    fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: 3, maxLength: 40 }),
    fc.double({ min: -3, max: 3, noNaN: true }),
    fc.constantFrom(1e-3, 1, 1e6),
  )
  .map(([noise, middle, size]) => noise.map((each) => (middle + each) * size));
const pairs = fc
  .tuple(group, group)
  // Where squares are no numbers any more, SciPy knows nothing.
  .filter((both) => both.every((values) => Math.max(...values) - Math.min(...values) > 1e-6 * Math.max(1, ...values.map(Math.abs))));
const runs = fc.array(
  fc.uniqueArray(
    fc.tuple(
      fc.integer({ min: 0, max: 60 }),
      fc.oneof({ weight: 9, arbitrary: fc.integer({ min: -999, max: 999 }) }, fc.constant(Number.NaN)),
    ),
    {
      minLength: 1,
      maxLength: 25,
      selector: ([step]) => step,
    },
  ),
  { minLength: 1, maxLength: 6 },
);

describe("groups of runs, against SciPy and pandas", function () {
  this.timeout(120_000);
  const askedPairs = fc.sample(pairs, generated(1000));
  const askedCurves: (readonly Steps[])[] = fc.sample(runs, generated(150));
  let told: Told;

  before(function () {
    const python = requirePython(this);
    const texts = askedCurves.map((all) => all.map((steps) => Object.fromEntries(steps.map(([step, value]) => [step, String(value)]))));
    const input = JSON.stringify({ pairs: askedPairs, curves: texts });
    const { stdout, stderr, status } = spawnSync(python, [oracle], { input, encoding: "utf8", maxBuffer: 1e9 });
    assert.equal(status, 0, stderr);
    told = JSON.parse(stdout) as Told;
  });

  const near = (ours: number | undefined, theirs: number | undefined, within: number, what: string) =>
    assert.ok(
      Math.abs((ours ?? Number.NaN) - (theirs ?? Number.NaN)) <= within * Math.abs(theirs ?? 0) + 1e-300,
      `${what}: ${ours} and ${theirs}`,
    );

  it("have Welch's t, degrees of freedom and p", () => {
    assert.equal(told.tests.length, askedPairs.length);
    assert.ok(told.tests.some(({ p }) => p < 1e-12) && told.tests.some(({ p }) => p > 0.5), "there are sure and unsure differences");
    for (const [index, [one, other]] of askedPairs.entries()) {
      const ours = welchTest(spreadOf(one), spreadOf(other));
      const theirs = told.tests[index];
      const what = JSON.stringify([one, other]);
      assert.ok(Math.abs((ours?.t ?? Number.NaN) - (theirs?.t ?? Number.NaN)) < 1e-9 * Math.max(1, Math.abs(theirs?.t ?? 0)), what);
      near(ours?.df, theirs?.df, 1e-9, what);
      near(ours?.p, theirs?.p, 1e-7, what);
    }
  });

  it("have the mean, deviation, least and greatest value and count at each step", () => {
    for (const [index, all] of askedCurves.entries()) {
      const curves = all.map((steps) => {
        const at = Float64Array.from(steps, ([step]) => step);
        return curveOf({ steps: at, timestamps: at, values: Float64Array.from(steps, ([, value]) => value) }, "step");
      });
      const ours = groupCurve(curves, 1000);
      const theirs = told.curves[index];
      assert.deepEqual([...ours.x], theirs?.x);
      for (const part of ["mean", "std", "min", "max", "n"] as const) {
        for (const [at, value] of ours[part].entries()) {
          const expected = theirs?.[part][at] ?? Number.NaN;
          assert.ok(
            Object.is(value, expected) || Math.abs(value - expected) < 1e-9,
            `${part}: ${value} and ${expected}, ${JSON.stringify(all)}`,
          );
        }
      }
    }
  });
});

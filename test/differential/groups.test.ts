import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { curveOf, curveOver } from "#registry/model/compare/curve.ts";
import { betweenOver, groupCurve } from "#registry/model/compare/groupCurve.ts";
import { welchTest } from "#registry/model/compare/welch.ts";
import { spreadOf } from "#registry/model/spread.ts";
import { requirePython } from "../contract/bothRegistries.ts";
import { generated } from "../generatedCases.ts";

const oracle = fileURLToPath(new URL("./groupsOracle.py", import.meta.url));

type Steps = readonly (readonly [step: number, value: number])[];

interface Told {
  readonly tests: readonly { readonly t: number; readonly df: number; readonly p: number }[];
  readonly curves: readonly ToldCurve[];
  readonly relative: readonly ToldCurve[];
  readonly over: readonly ToldCurve[];
}

type ToldCurve = Readonly<Record<"x" | "mean" | "std" | "min" | "max" | "n", readonly (number | null)[]>>;

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
const logged = fc.uniqueArray(
  fc.tuple(
    fc.integer({ min: 0, max: 60 }),
    fc.oneof({ weight: 9, arbitrary: fc.integer({ min: -999, max: 999 }) }, fc.constant(Number.NaN)),
  ),
  { minLength: 1, maxLength: 25, selector: ([step]) => step },
);
const runs = fc.array(logged, { minLength: 1, maxLength: 6 });
/** Each run a metric, and the one at the bottom: values of few kinds, so that they meet within a run and between runs. */
const steps = fc.uniqueArray(fc.tuple(fc.integer({ min: 0, max: 60 }), fc.integer({ min: -8, max: 8 })), {
  minLength: 1,
  maxLength: 25,
  selector: ([step]) => step,
});
const runsOver = fc.array(fc.tuple(logged, steps), { minLength: 1, maxLength: 6 });

function historyOf(points: Steps) {
  const at = Float64Array.from(points, ([step]) => step);
  return { steps: at, timestamps: at, values: Float64Array.from(points, ([, value]) => value) };
}

const texts = (points: Steps) => Object.fromEntries(points.map(([step, value]) => [step, String(value)]));

function assertCurve(ours: ReturnType<typeof groupCurve>, theirs: ToldCurve | undefined, what: unknown): void {
  assert.deepEqual([...ours.x], theirs?.x);
  for (const part of ["mean", "std", "min", "max", "n"] as const) {
    for (const [at, value] of ours[part].entries()) {
      const expected = theirs?.[part][at] ?? Number.NaN;
      const isSame = Object.is(value, expected) || Math.abs(value - expected) < 1e-9;
      assert.ok(isSame, `${part}: ${value} and ${expected}, ${JSON.stringify(what)}`);
    }
  }
}

describe("groups of runs, against SciPy and pandas", function () {
  this.timeout(120_000);
  const askedPairs = fc.sample(pairs, generated(1000));
  const askedCurves: (readonly Steps[])[] = fc.sample(runs, generated(150));
  const askedOver: (readonly (readonly [Steps, Steps])[])[] = fc.sample(runsOver, generated(150));
  let told: Told;

  before(function () {
    const python = requirePython(this);
    const curves = askedCurves.map((all) => all.map(texts));
    const over = askedOver.map((all) => all.map((run) => run.map(texts)));
    const input = JSON.stringify({ pairs: askedPairs, curves, over });
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
      for (const [axis, of] of [["step", told.curves] as const, ["relative", told.relative] as const]) {
        const curves = all.map((points) => curveOf(historyOf(points), axis));
        assertCurve(groupCurve(curves, 1000), of[index], all);
      }
    }
  });

  it("have them over the values of another metric, as NumPy interpolates each run within its own range", () => {
    assert.ok(told.over.filter(({ n }) => n.some((count) => Number(count) > 1)).length > told.over.length / 3, "runs meet");
    for (const [index, all] of askedOver.entries()) {
      const curves = all.map(([own, other]) => curveOver(historyOf(own), historyOf(other)));
      assertCurve(groupCurve(curves, 1000, betweenOver("metric")), told.over[index], all);
    }
  });
});

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { betweenGroups, correlation, ranksOf } from "#registry/model/compare/ranks.ts";
import { requirePython } from "../contract/bothRegistries.ts";
import { generated } from "../generatedCases.ts";

const oracle = fileURLToPath(new URL("./ranksOracle.py", import.meta.url));

interface Case {
  readonly x: readonly number[];
  readonly y: readonly number[];
  readonly groups: readonly number[];
}

/** Few values, so that there are ties. */
const value = fc.oneof(fc.integer({ min: 0, max: 6 }), fc.double({ min: -1e6, max: 1e6, noNaN: true }));
const cases: fc.Arbitrary<Case> = fc
  .array(fc.tuple(value, value, fc.integer({ min: 0, max: 3 })), { minLength: 8, maxLength: 60 })
  .map((rows) => ({ x: rows.map(([x]) => x), y: rows.map(([, y]) => y), groups: rows.map(([, , group]) => group) }))
  .filter(({ x, y, groups }) => [x, y, groups].every((values) => new Set(values).size > 1));

describe("ranks, against SciPy", function () {
  this.timeout(120_000);

  it("have Spearman's ρ and Kruskal and Wallis's H", function () {
    const python = requirePython(this);
    const all = fc.sample(cases, generated(500));
    const { stdout, stderr, status } = spawnSync(python, [oracle], { input: JSON.stringify(all), encoding: "utf8", maxBuffer: 1e9 });
    assert.equal(status, 0, stderr);
    const theirs = JSON.parse(stdout) as { rho: number; h: number }[];
    assert.equal(theirs.length, all.length);
    for (const [index, { x, y, groups }] of all.entries()) {
      const ranks = ranksOf(y);
      const near = (ours: number, expected: number | undefined) =>
        assert.ok(
          Math.abs(ours - (expected ?? Number.NaN)) < 1e-6 * Math.max(1, Math.abs(ours)),
          `${ours} and ${expected}: ${JSON.stringify(all[index])}`,
        );
      near(correlation(ranksOf(x), ranks), theirs[index]?.rho);
      near(betweenGroups(ranks, groups, 4) * (y.length - 1), theirs[index]?.h);
    }
  });
});

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { parseFormula } from "#registry/model/compare/formula.ts";
import { formulaHistory } from "#registry/model/compare/formulaValues.ts";
import type { MetricHistory } from "#registry/model/types.ts";
import { requirePython } from "../contract/bothRegistries.ts";
import { generated } from "../generatedCases.ts";
import { formulas } from "./generatedFormulas.ts";

const oracle = fileURLToPath(new URL("./formulasOracle.py", import.meta.url));

const columns = { a: [0.5, -2, 0, 7, 1e-3, 3], b: [1, 4, -0.25, 0, 2, -9], c: [0.9, 10, 3, -1, 1e6, 0.1] } as const;
type Steps = readonly (readonly [step: number, value: number])[];
const logged = fc.uniqueArray(fc.tuple(fc.integer({ min: -5, max: 15 }), fc.integer({ min: -99, max: 99 })), {
  maxLength: 25,
  minLength: 4,
  selector: ([step]) => step,
});

function historyOf(metric: string, points: Steps): MetricHistory {
  const steps = Float64Array.from(points, ([step]) => step);
  return { runId: "r", metric, steps, timestamps: steps, values: Float64Array.from(points, ([, value]) => value), total: points.length };
}

/** In pieces, for Python: a power is `**` there. */
function pieces(formula: string): string {
  return JSON.stringify((formula.match(/[\d.]+(?:e[+-]?\d+)?|[a-z]+\d*|./g) ?? []).map((piece) => (piece === "^" ? "**" : piece)));
}

describe("formulas over metrics, against Python, NumPy and pandas", function () {
  this.timeout(120_000);
  const asked = fc.sample(formulas, generated(1500));
  const runs: (readonly [Steps, Steps])[] = fc.sample(fc.tuple(logged, logged), generated(150));
  let told: {
    readonly values: readonly (readonly (number | string)[])[];
    readonly met: readonly { readonly steps: readonly number[]; readonly values: readonly number[] }[];
  };

  before(function () {
    const python = requirePython(this);
    const ofRuns = runs.map(([a, b]) => ({ a: Object.fromEntries(a), b: Object.fromEntries(b) }));
    const input = JSON.stringify({ formulas: asked.map(pieces), columns, runs: ofRuns });
    const { stdout, stderr, status } = spawnSync(python, [oracle], { input, encoding: "utf8", maxBuffer: 1e9 });
    assert.equal(status, 0, stderr);
    told = JSON.parse(stdout);
  });

  it("have the precedence and the values that Python gives them", () => {
    const histories = Object.entries(columns).map(([name, values]) =>
      historyOf(
        name,
        values.map((value, step) => [step, value]),
      ),
    );
    let finite = 0;
    for (const [index, formula] of asked.entries()) {
      const ours = formulaHistory(parseFormula(formula), histories, formula, 100);
      for (const [at, value] of (ours?.values ?? []).entries()) {
        const expected = Number(String(told.values[index]?.[at]).replace("inf", "Infinity"));
        if (Number.isFinite(expected)) finite++;
        const isNear = Object.is(value + 0, expected + 0) || Math.abs(value - expected) <= 1e-9 * Math.abs(expected) + 1e-12;
        assert.ok(isNear, `${formula} at ${at}: ${value} and ${expected}`);
      }
    }
    assert.ok(finite > 3000, String(finite));
  });

  it("meet at the steps where pandas joins their metrics", () => {
    assert.ok(told.met.filter(({ steps }) => steps.length > 2).length > 50, "they meet");
    for (const [index, [a, b]] of runs.entries()) {
      const ours = formulaHistory(parseFormula("= a - b"), [historyOf("b", b), historyOf("a", a)], "= a - b", 100);
      assert.deepEqual({ steps: [...(ours?.steps ?? [])], values: [...(ours?.values ?? [])] }, told.met[index]);
    }
  });
});

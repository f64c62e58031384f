import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { isDeepStrictEqual } from "node:util";
import fc from "fast-check";
import { RegistryError } from "#registry/model/errors.ts";
import { parseFilter, plainComparisons } from "#registry/model/filter.ts";
import { requirePython } from "../contract/bothRegistries.ts";
import { filters } from "../contract/filterCases.ts";
import { caseCount, seed } from "../generatedCases.ts";
import { generatedFilters } from "./generatedFilters.ts";

const oracle = fileURLToPath(new URL("./filterOracle.py", import.meta.url));
const python = process.env["SLIPWAY_PYTHON"];
const cases = caseCount(3000);

interface Verdict {
  readonly clauses?: readonly (readonly unknown[])[];
  readonly refused?: string;
}

function asked(texts: readonly string[]): readonly Verdict[] {
  const { stdout, stderr, status } = spawnSync(python ?? "", [oracle], { input: JSON.stringify(texts), encoding: "utf8", maxBuffer: 1e9 });
  assert.equal(status, 0, stderr);
  return JSON.parse(stdout) as Verdict[];
}

/** Python writes numbers that JSON has no form for: they come as text. */
function withNumber(clause: readonly unknown[]): unknown[] {
  const [kind, key, comparator, value] = clause;
  const isNumber = kind === "metric" || (kind === "attribute" && (key === "start_time" || key === "end_time"));
  return [kind, key, comparator, isNumber ? Number(String(value).replace("inf", "Infinity")) : value];
}

/** Before `IS NULL` MLflow takes all that sqlparse grouped for a key: `params.a b`, or a whole comparison that stands before it. */
function hasSwallowed([, key, comparator]: readonly unknown[]): boolean {
  return String(comparator).startsWith("IS") && /\s/.test(String(key));
}

function ours(text: string): Verdict {
  try {
    const plain = plainComparisons(parseFilter(text));
    // What is ours alone MLflow has to refuse: else it means something there.
    if (plain === undefined) return { refused: "MLflow has no such filter" };
    return { clauses: plain.map(({ target, comparator, value }) => [target.kind, target.key, comparator, value]) };
  } catch (error) {
    assert.ok(RegistryError.is(error, "invalid"), String(error));
    return { refused: error.message };
  }
}

describe("filters of runs, against MLflow's own parser", function () {
  this.timeout(120_000);
  before(function () {
    requirePython(this);
  });

  it(`${cases} generated ones and the told ones mean the same, or are refused by both`, () => {
    const texts = [...new Set([...filters, ...fc.sample(generatedFilters, { seed, numRuns: cases })])];
    const differences = asked(texts).flatMap((theirs, at) => {
      const text = texts[at] ?? "";
      const own = ours(text);
      if (theirs.clauses?.some(hasSwallowed)) return [];
      const same = isDeepStrictEqual(own.clauses, theirs.clauses?.map(withNumber));
      return same ? [] : [`${JSON.stringify(text)}\n  MLflow: ${JSON.stringify(theirs)}\n  here:   ${JSON.stringify(own)}`];
    });
    assert.equal(
      differences.length,
      0,
      `seed ${seed}: ${differences.length} of ${texts.length} differ\n${differences.slice(0, 40).join("\n")}`,
    );
  });
});

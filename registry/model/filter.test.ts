import assert from "node:assert/strict";
import { RegistryError } from "./errors.ts";
import { type Comparison, type Filter, parseFilter, plainComparisons } from "./filter.ts";
import { parseOrderBy } from "./orderBy.ts";

type Meaning = Pick<Comparison, "target" | "comparator" | "value">;
const meaning = ({ target, comparator, value }: Comparison): Meaning => ({ target, comparator, value });

const plain: readonly (readonly [string, readonly Meaning[]])[] = [
  ["", []],
  ["  \n", []],
  ["metrics.a > 1e-3", [{ target: { kind: "metric", key: "a" }, comparator: ">", value: 0.001 }]],
  ["metrics.`val/loss` <= -.5", [{ target: { kind: "metric", key: "val/loss" }, comparator: "<=", value: -0.5 }]],
  ["tags.mlflow.user = 'it''s'", [{ target: { kind: "tag", key: "mlflow.user" }, comparator: "=", value: "it''s" }]],
  ["param.__proto__ like '%'", [{ target: { kind: "param", key: "__proto__" }, comparator: "LIKE", value: "%" }]],
  [
    "run_id not in ('a', \"b\") AND params.x IS  NOT NULL",
    [
      { target: { kind: "attribute", key: "run_id", numeric: false }, comparator: "NOT IN", value: ["a", "b"] },
      { target: { kind: "param", key: "x" }, comparator: "IS NOT NULL", value: null },
    ],
  ],
];

const refused: readonly (readonly [string, RegExp])[] = [
  ["metrics.a > 1 OR", /Expected a comparison.*found the end \(character 17\)/],
  ["OR metrics.a > 1", /Expected a comparison.*found “OR” \(character 1\)/],
  ["metrics.a > 1 OR AND", /Expected a comparison/],
  ["metrics.a > 1 AND ()", /Expected a comparison.*found “\)” \(character 20\)/],
  ["(metrics.a > 1", /Expected “\)”, found the end/],
  ["metrics.a > 1)", /Expected AND or OR, found “\)” \(character 14\)/],
  ["NOT", /Expected a comparison/],
  ["metrics.a > 1 (metrics.b > 1)", /AND or an OR before character 16/],
  ["metrics.a > 1 NOT metrics.b > 1", /AND or an OR before character 15/],
  ["metrics.a BETWEEN 1", /Expected AND and the greatest number, found the end/],
  ["metrics.a BETWEEN 'a' AND 'b'", /Expected a number/],
  ["params.a BETWEEN 1 AND 2", /cannot be used with params\.a/],
  ["metrics.`= a -` > 1", /The formula is not valid\. Expected a metric, a number or “\(”, found the end/],
  ["metrics.`= 2` > 1", /It names no metric/],
  [
    "metrics.`= a` LIKE 'x'",
    /LIKE cannot be used with metrics\.`= a`, which takes =, !=, <, <=, >, >=, BETWEEN, IS NULL and IS NOT NULL\./,
  ],
  ["metrics.a IN ('1')", /IN cannot be used with metrics\.a/],
  [`${"NOT ".repeat(60)}metrics.a > 1`, /nested more than 50 deep/],
  [Array(501).fill("metrics.a > 1").join(" OR "), /more than 500 comparisons/],
  [`params.a IN (${Array(10_001).fill("'x'").join(",")})`, /more than 10000 texts/],
  ["metrics.val/loss < 1", /backticks.*“\/loss”/],
  ["metrics.a >", /Expected a number, found the end/],
  ["metrics.a > 'x'", /Expected a number/],
  ["params.a = 1", /quotes/],
  ["params.a >= '1'", />= cannot be used with params\.a, which takes =, !=, LIKE, ILIKE, IN, NOT IN, IS NULL and IS NOT NULL\./],
  ["foo.bar = 'x'", /“foo” is nothing that runs have/],
  ["name = 'x'", /“name” is no attribute/],
  ["run_id IN ('a' 7)", /only texts in quotes/],
  [`${"(".repeat(100_000)}`, /nested more than 50 deep/],
];

/** Comparisons as they are written, and what joins them. */
function shape(filter: Filter, source: string): unknown {
  if (filter.kind === "comparison") return source.slice(filter.start, filter.end);
  if (filter.kind === "not") return { not: shape(filter.part, source) };
  return { [filter.kind]: filter.parts.map((part) => shape(part, source)) };
}

const [x, y, z] = ["metrics.a > 1", "params.b IN ('1', '2')", "end_time IS NULL"];
const more: readonly (readonly [filter: string, shape: unknown])[] = [
  [`${x} or ${y} AND ${z}`, { or: [x, { and: [y, z] }] }],
  [`( ${x} OR ${y} )AND NOT ${z}`, { and: [{ or: [x, y] }, { not: z }] }],
  [`not (not ${x})`, { not: { not: x } }],
  [`NOT ${x} AND ${y}`, { and: [{ not: x }, y] }],
  [`((${x}))`, x],
  [`(${x} AND ${y})`, { and: [{ and: [x, y] }] }],
  ["metrics.a BETWEEN -1 and 2.5 AND tags.or = 'OR'", { and: ["metrics.a BETWEEN -1 and 2.5", "tags.or = 'OR'"] }],
  ["metrics.`= 1 - a` > 0.5", "metrics.`= 1 - a` > 0.5"],
  ['metric."=`a b`/c" IS NULL AND metrics.a > 1', { and: ['metric."=`a b`/c" IS NULL', "metrics.a > 1"] }],
  ["NOT status IN ('FAILED')", { not: "status IN ('FAILED')" }],
];

describe("parseFilter", () => {
  for (const [filter, expected] of plain) {
    it(filter.trim() || "nothing", () => assert.deepEqual(plainComparisons(parseFilter(filter))?.map(meaning), expected));
  }
  for (const [filter, expected] of more) {
    it(`${filter}: more than MLflow has`, () => {
      const parsed = parseFilter(filter);
      assert.deepEqual(shape(parsed, filter), expected);
      assert.equal(plainComparisons(parsed), undefined);
    });
  }
  for (const [filter, message] of refused) {
    it(`refuses ${filter.slice(0, 40)}`, () => {
      assert.throws(
        () => parseFilter(filter),
        (error) => RegistryError.is(error, "invalid") && message.test(error.message) && error.message.length < 300,
      );
    });
  }
});

describe("the word of a filter that cannot be understood", () => {
  const cases: readonly (readonly [filter: string, word: string])[] = [
    ["metrics.a >> 0.9", ">>"],
    ["metrics.a > high", "high"],
    ["params.a = 1", "1"],
    ["nothing.a > 1", "nothing.a"],
    ["metrics.a > 1 AND (params.b = 'x'", ""],
    ["metrics.a LIKE 'x'", "LIKE"],
    ["metrics.a > 1 AND metrics.`= a ** b` > 1", "*"],
    ["metrics.a > 1 AND metrics.`= atan(a)` > 1", "atan"],
  ];
  for (const [filter, word] of cases) {
    it(`${filter}: ${word || "its end"}`, () => {
      try {
        parseFilter(filter);
        assert.fail("it was understood");
      } catch (error) {
        assert.ok(RegistryError.is(error, "invalid"), String(error));
        assert.equal(filter.slice(error.place?.start, error.place?.end), word);
      }
    });
  }
});

describe("parseOrderBy", () => {
  it("reads keys and directions", () => {
    assert.deepEqual(parseOrderBy(["metrics.`a b` desc", "created"]), [
      { target: { kind: "metric", key: "a b" }, descending: true },
      { target: { kind: "attribute", key: "start_time", numeric: true }, descending: false },
    ]);
  });
  it("refuses formulas, which no registry sorts by", () => {
    assert.throws(() => parseOrderBy(["metrics.`= 1 - a`"]), /cannot be sorted by a formula/);
  });
  it("refuses the same key twice", () => {
    assert.throws(
      () => parseOrderBy(["start_time", "created DESC"]),
      (error) => RegistryError.is(error, "invalid"),
    );
  });
});

import assert from "node:assert/strict";
import { RegistryError } from "./errors.ts";
import { type Clause, parseFilter } from "./filter.ts";
import { parseOrderBy } from "./orderBy.ts";

const clauses: readonly (readonly [string, readonly Clause[]])[] = [
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
  ["metrics.a > 1 OR metrics.b > 1", /found “OR” \(character 15\)/],
  ["metrics.val/loss < 1", /backticks.*“\/loss”/],
  ["metrics.a >", /Expected a number, found the end/],
  ["metrics.a > 'x'", /Expected a number/],
  ["params.a = 1", /quotes/],
  ["params.a >= '1'", />= cannot be used with params\.a/],
  ["foo.bar = 'x'", /“foo” is nothing that runs have/],
  ["name = 'x'", /“name” is no attribute/],
  ["run_id IN ('a' 7)", /only texts in quotes/],
  [`${"(".repeat(100_000)}`, /Expected a comparison/],
];

describe("parseFilter", () => {
  for (const [filter, expected] of clauses) {
    it(filter.trim() || "nothing", () => assert.deepEqual(parseFilter(filter), expected));
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

describe("parseOrderBy", () => {
  it("reads keys and directions", () => {
    assert.deepEqual(parseOrderBy(["metrics.`a b` desc", "created"]), [
      { target: { kind: "metric", key: "a b" }, descending: true },
      { target: { kind: "attribute", key: "start_time", numeric: true }, descending: false },
    ]);
  });
  it("refuses the same key twice", () => {
    assert.throws(
      () => parseOrderBy(["start_time", "created DESC"]),
      (error) => RegistryError.is(error, "invalid"),
    );
  });
});

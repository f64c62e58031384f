import assert from "node:assert/strict";
import { RegistryError } from "./errors.ts";
import { type Comparison, parseFilter, plainComparisons } from "./filter.ts";
import { targetOf } from "./filterTarget.ts";
import { parseOrderBy } from "./orderBy.ts";

/** The first comparison of a filter that MLflow has. */
function firstPlain(filter: string): Comparison {
  const [first] = plainComparisons(parseFilter(filter)) ?? [];
  if (first === undefined) throw new RegistryError("invalid", "MLflow has no such comparison.", "-");
  return first;
}

const refused = (run: () => unknown) => {
  try {
    run();
    return "";
  } catch (error) {
    assert.ok(RegistryError.is(error, "invalid"));
    return `${error.message} ${error.next}`;
  }
};

describe("what a comparison is about", () => {
  const kinds: Readonly<Record<string, readonly string[]>> = {
    metric: ["metric", "metrics", "`metrics`"],
    param: ["parameter", "parameters", "param", "params"],
    tag: ["tag", "tags"],
  };
  for (const [kind, words] of Object.entries(kinds)) {
    for (const word of words) it(`${word}.x: a ${kind}`, () => assert.deepEqual(targetOf(`${word}.x`), { kind, key: "x" }));
  }

  const attributes: Readonly<Record<string, readonly string[]>> = {
    run_id: ["run_id"],
    run_name: ["run_name", "run name", "Run name", "Run Name"],
    user_id: ["user_id"],
    status: ["status"],
    artifact_uri: ["artifact_uri"],
    start_time: ["start_time", "created", "Created"],
    end_time: ["end_time"],
  };
  for (const [key, words] of Object.entries(attributes)) {
    for (const word of words) {
      it(`${word}: the attribute ${key}`, () => {
        const target = { kind: "attribute", key, numeric: key.endsWith("_time") };
        for (const written of [`\`${word}\``, `attribute.\`${word}\``, `attributes."${word}"`, `attr.${word}`, `run.${word}`]) {
          assert.deepEqual(targetOf(written), target, written);
        }
      });
    }
  }

  for (const word of ["dataset", "datasets"]) {
    for (const key of ["name", "digest", "context"]) {
      it(`${word}.${key}`, () => assert.deepEqual(targetOf(`${word}.${key}`), { kind: "dataset", key }));
    }
  }

  it("keys in quotes of either kind are what is in the quotes", () => {
    const keys = ["tags.`a b`", 'tags."a b"', "tags.a.b", "tags.`", 'tags."', "tags.`a", "tags.a`", "tags.``", "tags."];
    assert.deepEqual(
      keys.map((each) => targetOf(each).key),
      ["a b", "a b", "a.b", "`", '"', "`a", "a`", "", ""],
    );
  });

  it("is refused in words where there is no such thing", () => {
    assert.deepEqual(
      ["foo.x", "foo", "run.foo", "datasets.rows", "Metrics.x"].map((each) => refused(() => targetOf(each))),
      [
        "“foo” is nothing that runs have. Use metrics., params., tags., attributes. or datasets.",
        "“foo” is no attribute of runs. Use one of run_id, run_name, user_id, status, artifact_uri, start_time, end_time.",
        "“foo” is no attribute of runs. Use one of run_id, run_name, user_id, status, artifact_uri, start_time, end_time.",
        "“rows” is nothing that data sets have. Use datasets.name, datasets.digest or datasets.context.",
        "“Metrics” is nothing that runs have. Use metrics., params., tags., attributes. or datasets.",
      ],
    );
  });
});

describe("which comparisons there are for it", () => {
  const values: Readonly<Record<string, string>> = {
    ...Object.fromEntries([">", ">=", "<", "<="].map((each) => [each, "1"])),
    ...Object.fromEntries(["LIKE", "ILIKE"].map((each) => [each, "'x'"])),
    ...Object.fromEntries(["IN", "NOT IN"].map((each) => [each, "( 'x' , \"y z\" )"])),
    ...Object.fromEntries(["IS NULL", "IS NOT NULL"].map((each) => [each, ""])),
    "=": "",
    "!=": "",
  };
  const numeric = "> >= < <= = !=";
  const text = "LIKE ILIKE = !=";
  const cases: readonly (readonly [about: string, comparators: string, value: string])[] = [
    ["metrics.x", numeric, "1"],
    ["start_time", numeric, "1"],
    ["params.x", "LIKE ILIKE IS NULL IS NOT NULL = !=", "'x'"],
    ["tags.x", "LIKE ILIKE IS NULL IS NOT NULL = !=", "'x'"],
    ["datasets.name", "LIKE ILIKE IN NOT IN = !=", "'x'"],
    ["status", text, "'x'"],
    ["run_id", "LIKE ILIKE IN NOT IN = !=", "'x'"],
  ];
  for (const [about, comparators, equal] of cases) {
    it(`${about}: ${comparators}`, () => {
      const allowed = Object.entries(values).filter(([comparator, value]) => {
        const filter = `${about} ${comparator} ${value || (comparator.endsWith("=") ? equal : "")}`;
        return refused(() => assert.equal(firstPlain(filter).comparator, comparator)) === "";
      });
      assert.equal(allowed.map(([comparator]) => comparator).join(" "), comparators);
    });
  }

  const readings: readonly (readonly [filter: string, value: unknown])[] = [
    ["metrics.x = 12", 12],
    ["metrics.x = -12.5", -12.5],
    ["metrics.x = 12.", 12],
    ["metrics.x = .25", 0.25],
    ["metrics.x = 12.25e2", 1225],
    ["metrics.x = 12E-10", 12e-10],
    ["start_time = 1760000000003", 1_760_000_000_003],
    ['tags.x = "a b"', "a b"],
    ["tags.x = ''", ""],
    ["run_id IN ('a')", ["a"]],
    ["run_id  not \n in ( 'a' ,\"b c\", '' )", ["a", "b c", ""]],
    ["\n  tags.x='1'  ", "1"],
  ];
  for (const [filter, value] of readings) {
    it(filter, () => assert.deepEqual(firstPlain(filter).value, value));
  }

  const long = "y".repeat(100);
  const sayings: readonly (readonly [filter: string, message: string])[] = [
    ["run_id IN", "Expected a list such as ('a', 'b'), found the end (character 10)."],
    ["run_id IN (1)", "The list (1) may hold only texts in quotes."],
    ["tags.x =  risk", "Expected a text in quotes, found “risk” (character 11)."],
    [`tags.x = ${long}`, `Expected a text in quotes, found “${"y".repeat(59)}…” (character 10).`],
    [`tags.x = ${"y".repeat(60)} z`, `Expected a text in quotes, found “${"y".repeat(60)}” (character 10).`],
    ["start_time = 'x'", "Expected a number, found “'x'” (character 14)."],
    ["= 1", "Expected a comparison such as metrics.loss < 0.5, found “=” (character 1)."],
  ];
  for (const [filter, message] of sayings) {
    it(`refused: ${filter.slice(0, 40)}, ${filter.length} long`, () => {
      const next = "Join comparisons such as metrics.loss < 0.5 with AND, OR, NOT and parentheses; texts stand in quotes.";
      assert.equal(
        refused(() => parseFilter(filter)),
        `The filter is not valid. ${message} ${next}`,
      );
    });
  }
});

describe("what runs are sorted by", () => {
  const readings: readonly (readonly [clause: string, key: string, descending: boolean])[] = [
    ["metrics.`a/b` DESC", "a/b", true],
    ['  metrics."a/b c"  desc ', "a/b c", true],
    ["params.lr ASC", "lr", false],
    ["`run name`", "run_name", false],
    ["status  \t DESC", "status", true],
    ["tags.a.b.c", "a.b.c", false],
  ];
  for (const [clause, key, descending] of readings) {
    it(clause, () => {
      const [found] = parseOrderBy([clause]);
      assert.deepEqual([found?.target.key, found?.descending], [key, descending]);
    });
  }

  it("is refused in words where runs cannot be", () => {
    const next = "Write sort keys like metrics.loss DESC; keys with other characters need backticks.";
    for (const clause of ["", "metrics.a/b", "metrics.a down", "metrics.a DESC NULLS LAST", "-metrics.a", `1${"x".repeat(100)}`]) {
      assert.equal(
        refused(() => parseOrderBy([clause])),
        `“${clause.slice(0, 80)}” is no sort key. ${next}`,
      );
    }
    assert.equal(
      refused(() => parseOrderBy(["datasets.name"])),
      `Runs cannot be sorted by data set. ${next}`,
    );
    assert.equal(
      refused(() => parseOrderBy(["metrics.a", "metric.`a` DESC"])),
      `metric.a is there twice. ${next}`,
    );
  });
});

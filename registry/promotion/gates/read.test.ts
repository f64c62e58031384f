import assert from "node:assert/strict";
import type { GateOptions } from "./gateKind.ts";
import { gateKinds } from "./kinds.ts";

type Given = Readonly<Record<string, string | number>>;

/** Options as they stand in a policy; `asked` collects what is reported. */
function optionsOf(given: Given, asked: string[] = []): GateOptions {
  const of = <T>(type: string, key: string) => (typeof given[key] === type ? (given[key] as T) : undefined);
  return {
    has: (key) => key in given,
    text: (key) => of<string>("string", key),
    number: (key) => of<number>("number", key),
    oneOf: (key, values) => values.find((value) => value === given[key]),
    asksNothing: (key, message) => asked.push(`${key}: ${message}`),
  };
}

function read(kind: string, given: Given, asked?: string[]): unknown {
  return gateKinds.find((each) => each.kind === kind)?.read(optionsOf(given, asked));
}

const cases: readonly (readonly [kind: string, given: Given, expected: object | undefined])[] = [
  ["metric", { metric: "auc", min: 0.9 }, { metric: "auc", min: 0.9, tolerance: 0 }],
  ["metric", { metric: "auc", max: 1 }, { metric: "auc", max: 1, tolerance: 0 }],
  [
    "metric",
    { metric: "auc", notWorseThan: "current", tolerance: 0.1, better: "lower" },
    { metric: "auc", notWorseThan: "current", tolerance: 0.1, better: "lower" },
  ],
  ["metric", { metric: "auc", min: 0, better: "higher" }, { metric: "auc", min: 0, better: "higher", tolerance: 0 }],
  ["metric", { metric: 7, min: 0.9 }, undefined],
  ["signature", { signature: "required" }, { signature: "required" }],
  ["signature", { signature: "compatible" }, { signature: "compatible" }],
  ["signature", { signature: "any" }, undefined],
  ["commit", { commit: "clean" }, { commit: "clean" }],
  ["commit", { commit: "dirty" }, undefined],
  ["tag", { tag: "review" }, { tag: "review" }],
  ["tag", { tag: 7 }, undefined],
];

describe("a gate in a policy", () => {
  for (const [kind, given, expected] of cases) {
    it(`${kind}: ${JSON.stringify(given)}`, () => {
      assert.deepEqual(read(kind, given), expected && { kind, ...expected });
    });
  }

  it("says when a metric is named and nothing asked of it", () => {
    const asked: string[] = [];
    read("metric", { metric: "auc", tolerance: 0.1 }, asked);
    assert.deepEqual(asked, ["metric: Nothing is asked of `auc`. Add `min`, `max` or `notWorseThan: current`."]);
    for (const key of ["min", "max", "notWorseThan"]) read("metric", { metric: "auc", [key]: "?" }, asked);
    assert.equal(asked.length, 1);
  });

  it("has keys of which each says what it takes and what for, and takes the values that it offers", () => {
    const told = gateKinds.flatMap((each) =>
      each.keys.map((key) => `${key.name}: ${key.type}${key.default ? `, else ${key.default}` : ""}`),
    );
    assert.deepEqual(told, [
      "metric: text",
      "min: number",
      "max: number",
      "notWorseThan: `current`",
      "tolerance: number, at least 0, else 0",
      "better: `higher` or `lower`, else guessed from the metric's name",
      "signature: `required` or `compatible`",
      "commit: `clean`",
      "tag: text",
    ]);
    for (const { kind, keys } of gateKinds) {
      for (const { name, doc, values, reference } of keys) {
        assert.match(doc, /^[A-Z].+\.$/, name);
        assert.equal(reference, name === "metric" ? "metric" : undefined);
        const read_ = (value: string) => read(kind, { ...(kind === "metric" ? { metric: "auc", min: 1 } : {}), [name]: value });
        for (const value of values ?? []) assert.equal((read_(value) as Record<string, unknown>)[name], value);
        assert.equal(
          values?.length ?? 0,
          name === "better" || name === "signature" ? 2 : name === "commit" || name === "notWorseThan" ? 1 : 0,
        );
      }
    }
  });
});

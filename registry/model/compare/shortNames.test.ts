import assert from "node:assert/strict";
import fc from "fast-check";
import { generated } from "#test/generatedCases.ts";
import { shortNames } from "./shortNames.ts";

describe("shortNames", () => {
  const cases: readonly (readonly [readonly string[], readonly string[]])[] = [
    [
      ["sweep-2026-lightgbm-fold-1", "sweep-2026-lightgbm-fold-12"],
      ["…fold-1", "…fold-12"],
    ],
    [
      ["team/churn/baseline-rate", "team/churn/gbm"],
      ["…baseline-rate", "…gbm"],
    ],
    [
      ["gbm-031", "gbm-027"],
      ["gbm-031", "gbm-027"],
    ],
    [
      ["a-name-that-is-long-enough", "another-name-that-is-long"],
      ["a-name-that-is-long-enough", "another-name-that-is-long"],
    ],
    [
      ["sweep-2026-lightgbm-", "sweep-2026-lightgbm-b"],
      ["…lightgbm-", "…lightgbm-b"],
    ],
    [
      ["the-same-long-name-twice", "the-same-long-name-twice"],
      ["the-same-long-name-twice", "the-same-long-name-twice"],
    ],
    [["one-run-alone-with-a-long-name"], ["one-run-alone-with-a-long-name"]],
    [[], []],
  ];
  for (const [names, expected] of cases) it(names.join(" | "), () => assert.deepEqual(shortNames(names), expected));

  it("never makes two names equal, and never longer", () => {
    const name = fc.array(fc.constantFrom("sweep", "2026", "a", "-", "/", "lightgbm"), { maxLength: 8 }).map((parts) => parts.join(""));
    fc.assert(
      fc.property(fc.array(name, { maxLength: 6 }), (names) => {
        const short = shortNames(names);
        assert.equal(new Set(short).size, new Set(names).size);
        short.forEach((text, index) => void assert.ok(text.length <= (names[index] ?? "").length));
      }),
      generated(100),
    );
  });
});

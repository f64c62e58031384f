import assert from "node:assert/strict";
import fc from "fast-check";
import { generated } from "#test/generatedCases.ts";
import { filterTokens } from "./filterTokens.ts";

/** Kinds by their first letter, plain pieces left out. */
const told = (text: string) =>
  filterTokens(text)
    .filter(({ kind, text: piece }) => kind !== "plain" && piece.trim() !== "")
    .map(({ kind, text: piece }) => `${kind[0]}:${piece}`)
    .join(" ");

describe("the colours of a filter", () => {
  const cases: readonly (readonly [string, string])[] = [
    ["metrics.val_auc > 0.93 AND (params.num_leaves = '63')", "n:metrics.val_auc n:0.93 w:AND n:params.num_leaves s:'63'"],
    ["metrics.loss<-1.5e-3 or not tags.`a b`='x'", "n:metrics.loss n:-1.5e-3 w:or w:not n:tags.`a b` s:'x'"],
    ["params.lr IN (\"0.1\", '0.2')", "n:params.lr w:IN s:\"0.1\" s:'0.2'"],
    ["tags.`half", "n:tags.`half"],
    ["params.a = 'open AND", "n:params.a s:'open AND"],
    ['metrics.`= 1 - a` < .5 AND metrics."= `b c`" > 1', 'n:metrics.`= 1 - a` n:.5 w:AND n:metrics."= `b c`" n:1'],
    ["status IS NOT NULL", "n:status w:IS w:NOT w:NULL"],
    ["metrics.2nd > 3rd", "n:metrics.2nd n:3rd"],
    ["", ""],
  ];
  for (const [text, expected] of cases) it(text || "nothing", () => assert.equal(told(text), expected));

  it("leave no character out and add none, whatever is typed", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (text) => {
        assert.equal(
          filterTokens(text)
            .map((token) => token.text)
            .join(""),
          text,
        );
      }),
      generated(100),
    );
  });
});

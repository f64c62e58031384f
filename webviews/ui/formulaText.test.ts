import assert from "node:assert/strict";
import fc from "fast-check";
import { formulaCompletion, formulaProblem, formulaTokens } from "./formulaText.ts";

const metrics = ["val_acc", "val_loss", "val/loss", "train loss", "logloss"];

describe("a formula that is typed", () => {
  const problems: readonly (readonly [string, string | undefined, RegExp])[] = [
    ["= 1 - val_acc", undefined, /^$/],
    ["= 1 - val_ac", "val_ac", /“val_ac” is no metric of these runs\. Did you mean val_acc\?$/],
    ["= train_loss", "train_loss", /Did you mean `train loss`\?$/],
    ["= 1 - precision", "precision", /“precision” is no metric of these runs\.$/],
    ["= val/loss - 1", "val/loss", /“val” is no metric of these runs\. To name val\/loss, write `val\/loss`\./],
    ["= `val/loss` - x", "x", /“x” is no metric/],
    ["= ln(val_acc)", "ln", /no function here/],
    ["= 1 -", "", /found the end/],
  ];
  for (const [text, word, message] of problems) {
    it(`says of ${text} ${word === undefined ? "nothing" : `what is wrong: ${word || "the end"}`}`, () => {
      const problem = formulaProblem(text, new Set(metrics));
      assert.match(problem?.message ?? "", message);
      assert.equal(problem?.place && text.slice(problem.place.start, problem.place.end), word);
    });
  }

  it("is coloured by metrics, numbers and functions, and no letter comes or goes", () => {
    const told = formulaTokens("= log (`a b`) - 1e-3*log + .5x").flatMap(({ text, kind }) =>
      kind === "plain" ? [] : [`${kind[0]}:${text}`],
    );
    assert.deepEqual(told, ["w:log", "n:`a b`", "n:1e-3", "n:log", "n:.5x"]);
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (text) => {
        assert.equal(
          formulaTokens(text)
            .map((token) => token.text)
            .join(""),
          text,
        );
      }),
      { seed: 20_261_128 },
    );
  });

  const completed: readonly (readonly [string, string, readonly string[]])[] = [
    ["= va|", "va", ["val_acc", "val_loss", "`val/loss`"]],
    [
      "= 1 - |",
      "",
      ["val_acc", "val_loss", "`val/loss`", "`train loss`", "logloss", "log(", "log10(", "exp(", "sqrt(", "abs(", "min(", "max("],
    ],
    ["= lo|g", "log", ["logloss", "log(", "log10(", "val_loss", "`val/loss`", "`train loss`"]],
    ["= 2 * `tr|", "`tr", ["`train loss`"]],
    ["= `val/loss` |", "", []],
    ["= (val_acc)|", "", []],
    ["= 12|", "12", []],
  ];
  for (const [typed, piece, entries] of completed) {
    it(`offers at ${typed} ${entries.length === 0 ? "nothing" : entries.slice(0, 3).join(", ")}`, () => {
      const [caret, text] = [typed.indexOf("|"), typed.replace("|", "")];
      const { from, to, entries: offered } = formulaCompletion(text, caret, metrics);
      assert.deepEqual(
        offered.map(({ insert }) => insert),
        entries,
      );
      assert.equal(text.slice(from, to), piece);
    });
  }
});

import assert from "node:assert/strict";
import fc from "fast-check";
import type { RunsColumn } from "#protocol/views/runs.ts";
import { parseFilter } from "#registry/model/filter.ts";
import { generated } from "#test/generatedCases.ts";
import { completionAt, valueEntries } from "./filterCompletion.ts";

function column(kind: RunsColumn["kind"], key: string): RunsColumn {
  return { id: `${kind}:${key}`, kind, key, count: 1, isEqual: false, isNumeric: kind === "metric", width: 4 };
}
const columns = [
  column("metric", "val_auc"),
  column("metric", "val loss"),
  column("metric", "= 1 - train_auc"),
  column("metric", "= `train/loss` / 2"),
  column("param", "depth"),
  column("tag", "team"),
  column("attribute", "user_id"),
];

/** The text with `|` at the caret. */
function at(text: string) {
  const caret = text.indexOf("|");
  return completionAt(text.replace("|", ""), caret, columns);
}
const labels = (text: string) => at(text).entries.map(({ label }) => label);

describe("what may stand at the caret of a filter", () => {
  const cases: readonly (readonly [text: string, labels: readonly string[]])[] = [
    ["val|", ["metrics.val_auc", "metrics.`val loss`"]],
    ["metrics.`= 1|", ["metrics.`= 1 - train_auc`"]],
    ["train|", ["metrics.`= 1 - train_auc`", 'metrics."= `train/loss` / 2"']],
    ['metrics."= `train/loss` / 2" >|', [">", ">="]],
    ["metrics.`= 1 - train_auc` < 0.1 |", ["AND", "OR"]],
    ["params.|", ["params.depth"]],
    ["team|", ["tags.team"]],
    ["metrics.val_auc |", [">", ">=", "<", "<=", "=", "!=", "BETWEEN", "IS NULL", "IS NOT NULL"]],
    ["metrics.`val loss` >|", [">", ">="]],
    ["params.depth |", ["=", "!=", "LIKE", "ILIKE", "IN", "NOT IN", "IS NULL", "IS NOT NULL"]],
    ["metrics.val_auc > 0.9 |", ["AND", "OR"]],
    ["metrics.val_auc > 0.9 o|", ["OR"]],
    ["params.depth = '8' AND (dep|", ["params.depth"]],
    ["params.depth IN ('8'|", [",", ")"]],
    ["params.depth IS |", ["NULL", "NOT NULL"]],
    ["metrics.val_auc BETWEEN 1 |", ["AND"]],
    ["metrics.val_auc BETWEEN 1 AND 2 |", ["AND", "OR"]],
  ];
  for (const [text, expected] of cases) it(`${text} is ${expected.join(" ")}`, () => assert.deepEqual(labels(text), expected));

  it("is a value of the column, quoted as it has to be", () => {
    assert.equal(at("params.depth = |").valuesOf, "param:depth");
    assert.equal(at("params.depth IN ('8', |").valuesOf, "param:depth");
    assert.equal(at("attributes.status = 'FI|").valuesOf, "attribute:status");
    assert.equal(at("metrics.val_auc > |").valuesOf, undefined);
    assert.deepEqual(valueEntries(["it's", "plain", 'b\\"'], ""), [
      { label: "it's", insert: `"it's"` },
      { label: "plain", insert: "'plain'" },
    ]);
    assert.deepEqual(
      valueEntries(["FINISHED", "FAILED"], "'fi").map(({ insert }) => insert),
      ["'FINISHED'"],
    );
  });

  it("makes a filter that is understood, whatever is chosen again and again", () => {
    const choices = fc.array(fc.nat(30), { minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(choices, (chosen) => {
        let text = "";
        const left = [...chosen];
        // To the first end after what was chosen has been used.
        for (let rounds = 0; rounds < 400; rounds++) {
          const { from, to, entries, valuesOf } = completionAt(text, text.length, columns);
          if (left.length === 0 && text !== "" && entries.some(({ label }) => label === "OR") && !isOpen(text)) break;
          const all = valuesOf === undefined ? entries : valueEntries(["8", "it's"], "");
          // Numbers are the person's own; parentheses are closed where they may be.
          const number = all.length === 0 ? "0.5" : undefined;
          const closing = entries.some(({ label }) => label === "OR") && isOpen(text) ? ")" : undefined;
          const short =
            left.length === 0 ? all.findIndex(({ label }) => label === ")" || label === "NULL" || label.startsWith("metrics")) : -1;
          const next = number ?? closing ?? all[short >= 0 ? short : (left.shift() ?? 0) % Math.max(1, all.length)]?.insert ?? "";
          text = `${text.slice(0, from)}${next} ${text.slice(to)}`;
        }
        assert.doesNotThrow(() => parseFilter(text), text);
      }),
      generated(200),
    );
  });
});

/** A parenthesis that is no list is open. */
function isOpen(text: string): boolean {
  const bare = text.replace(/'[^']*'|"[^"]*"/g, "");
  return bare.split("(").length > bare.split(")").length;
}

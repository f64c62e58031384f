import assert from "node:assert/strict";
import fc from "fast-check";
import { generated } from "#test/generatedCases.ts";
import { RegistryError } from "../errors.ts";
import { type FormulaPart, formulaText, parseFormula, writtenMetric } from "./formula.ts";

/** With all parentheses. */
function shape(part: FormulaPart): string {
  switch (part.kind) {
    case "number":
      return String(part.value);
    case "metric":
      return part.key;
    case "negative":
      return `(-${shape(part.of)})`;
    case "operation":
      return `(${shape(part.left)} ${part.operator} ${shape(part.right)})`;
    case "call":
      return `${part.name}(${part.of.map(shape).join(", ")})`;
  }
}

const read: readonly (readonly [string, string])[] = [
  ["= 1 - val_acc", "(1 - val_acc)"],
  ["1-val_acc", "(1 - val_acc)"],
  ["a - b - c", "((a - b) - c)"],
  ["a + b * c / 2", "(a + ((b * c) / 2))"],
  ["-a ^ 2", "(-(a ^ 2))"],
  ["2 ^ -a ^ 3", "(2 ^ (-(a ^ 3)))"],
  ["(a + b) * -.5e-3", "((a + b) * (-0.0005))"],
  ["+a", "a"],
  ["`val/loss` + `per cent %` + eval.loss", "((val/loss + per cent %) + eval.loss)"],
  ["max(log10(a), min(b, 2., c))", "max(log10(a), min(b, 2, c))"],
  ["log - min", "(log - min)"],
  ["exp (genauigkeit_ä)", "exp(genauigkeit_ä)"],
];

/** The guilty word, and what is said of it. */
const refused: readonly (readonly [string, string, RegExp])[] = [
  ["= 1 -", "", /Expected a metric, a number or “\(”, found the end \(character 6\)/],
  ["", "", /Expected a metric/],
  ["a +* b", "*", /found “\*” \(character 4\)/],
  ["a b", "b", /Expected an operator \(\+ - \* \/ \^\), found “b”/],
  ["(a + b", "", /Expected “\)” or an operator, found the end/],
  ["a + b)", ")", /Expected an operator .*found “\)”/],
  ["ln(a)", "ln", /“ln” is no function here: there are log, log10, exp, sqrt, abs, min, max/],
  ["log(a, 2)", "log", /log takes one number/],
  ["2 + min(a)", "min", /min takes two numbers or more/],
  ["log()", ")", /Expected a metric/],
  ["min(a; b)", ";", /Expected “\)”, “,” or an operator, found “;”/],
  ["a * 2x", "2x", /found “2x”/],
  ["a * 1.2.3", "1.2.3", /found “1\.2\.3”/],
  ["a + 1e999", "1e999", /too large/],
  ["a - `val/loss", "`val/loss", /a name between two backquotes, found “`val\/loss”/],
  ["a - ``", "``", /a name between two backquotes/],
  ["a ** 2", "*", /Expected a metric.*found “\*”/],
  ["1 + 2", "1 + 2", /names no metric/],
  ["a + b + c + d + e + f + g + h + i", "i", /more than 8 metrics/],
  [`${"(".repeat(60)}a`, "(", /nested more than 50 deep/],
  [`${"-".repeat(60)}a`, "-", /nested more than 50 deep/],
  [`a${" + a".repeat(200)}`, `a${" + a".repeat(200)}`, /more than 500 characters/],
  ["constructor('return this')()", "constructor", /“constructor” is no function here/],
  ["a.b => 1", "=", /Expected an operator/],
];

function errorOf(source: string): RegistryError {
  try {
    parseFormula(source);
  } catch (error) {
    assert.ok(RegistryError.is(error, "invalid"), String(error));
    return error;
  }
  return assert.fail(`${source} was read`);
}

describe("a formula", () => {
  for (const [source, meaning] of read) {
    it(`reads ${source}`, () => assert.equal(shape(parseFormula(source).root), meaning));
  }

  for (const [source, word, message] of refused) {
    it(`refuses ${source.slice(0, 40)}, at the word`, () => {
      const { message: said, place, next } = errorOf(source);
      assert.match(said, message);
      assert.equal(source.slice(place?.start, place?.end), word);
      assert.match(next, /= 1 - val_acc/);
    });
  }

  it("knows its metrics, each once, and where each part stands", () => {
    const source = "= a + log(`b c`) * a";
    const { root, metrics } = parseFormula(source);
    assert.deepEqual(
      metrics.map(({ key, start, end }) => [key, source.slice(start, end)]),
      [
        ["a", "a"],
        ["b c", "`b c`"],
      ],
    );
    assert.equal(metrics[0]?.start, 2);
    assert.ok(root.kind === "operation");
    assert.equal(source.slice(root.start, root.end), "a + log(`b c`) * a");
    assert.equal(source.slice(root.right.start, root.right.end), "log(`b c`) * a");
  });

  it("is written with one sign before it, and with names as they can be read again", () => {
    for (const typed of ["1 - a", "=1 - a", "  = 1 - a  "]) assert.equal(formulaText(typed), "= 1 - a");
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: "binary", maxLength: 20 }), fc.constantFrom("val/loss", "a.b", "2x", "log", "")), (key) => {
        const written = writtenMetric(key);
        if (written === undefined) assert.ok(key === "" || key.includes("`"));
        else
          assert.deepEqual(
            parseFormula(`1 - ${written}`).metrics.map((metric) => metric.key),
            [key],
          );
      }),
      generated(500),
    );
  });

  it("is read or refused whatever is typed, with a place in the text", () => {
    const pieces = fc.constantFrom(
      "a",
      "`b c`",
      "1",
      ".5",
      "(",
      ")",
      "+",
      "-",
      "*",
      "/",
      "^",
      "log(",
      "min(",
      ",",
      "`",
      "=",
      " ",
      "é",
      "💥",
      "\u202e",
    );
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 14 }), (all) => {
        const source = all.join("");
        try {
          const { root } = parseFormula(source);
          assert.ok(root.start >= 0 && root.end <= source.length);
        } catch (error) {
          assert.ok(RegistryError.is(error, "invalid"));
          const { start = -1, end = -1 } = error.place ?? {};
          assert.ok(start >= 0 && start <= end && end <= source.length, source);
        }
      }),
      generated(2000),
    );
  });
});

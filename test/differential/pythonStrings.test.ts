import assert from "node:assert/strict";
import fc from "fast-check";
import { certainTexts } from "#server/python/literals.ts";
import { longestProgram } from "#server/python/longest.ts";
import { seed } from "../generatedCases.ts";
import { cases, needsMlflow, verdicts } from "./realMlflow.ts";

type Strings = readonly (readonly [text: string, isPlain: boolean])[];

const words = ["models:/", "runs:/"];

/** What stands between quotes: URIs, parts of them, braces as an f-string has them, escapes, other text. */
const content = fc
  .array(
    fc.oneof(
      { weight: 4, arbitrary: fc.constantFrom("models:/", "runs:/", "models:/fraud", "models:/fraud/1", "models:/fraud@champion") },
      { weight: 4, arbitrary: fc.constantFrom("/", "@", "fraud", "12", "champion", "{v}", "{v!r:>{w}}", "{f('models:/in/1')}", "{{x}}") },
      { weight: 1, arbitrary: fc.constantFrom(" see ", "%s", "\\n", "\\x6d", "\\\\", "#", "é", "𝛂", "{", "}", "'", '"', "\\N{DASH}") },
    ),
    { maxLength: 4 },
  )
  .map((parts) => parts.join(""));

const prefix = fc.constantFrom("", "", "", "f", "f", "r", "u", "b", "rf", "fR", "Rb", "F");
const quote = fc.constantFrom('"', '"', "'", '"""', "'''");
const literal = fc.tuple(prefix, quote, content).map(([before, around, inner]) => `${before}${around}${inner}${around}`);

const { expression } = fc.letrec<{ expression: string }>((tie) => ({
  expression: fc.oneof(
    { maxDepth: 3 },
    { weight: 5, arbitrary: literal },
    fc.tuple(literal, fc.constantFrom(" ", "", " \\\n  "), literal).map((parts) => parts.join("")),
    fc.tuple(literal, literal).map(([one, other]) => `(${one}  # models:/comment/1\n  ${other})`),
    fc.tuple(tie("expression"), tie("expression")).map(([one, other]) => `${one} + ${other}`),
    fc.tuple(tie("expression"), fc.constantFrom("name", "f(1)", "[1][0]")).map(([one, other]) => `${one} + ${other}`),
    fc.tuple(fc.constantFrom("name", "a.b", "x[1]"), tie("expression")).map(([one, other]) => `${one} + ${other}`),
    tie("expression").map((inner) => `(${inner})`),
    fc
      .tuple(tie("expression"), fc.constantFrom(".format(1)", "[0]", ".strip()", " % 3", " * 2", " == x", " in y", " if x else y"))
      .map((parts) => parts.join("")),
    fc.tuple(fc.constantFrom("load", "mlflow.pyfunc.load_model", "f(1)"), tie("expression")).map(([of, inner]) => `${of}(${inner})`),
    fc.tuple(tie("expression"), tie("expression")).map(([key, value]) => `{${key}: ${value}, 'k': [${value}]}`),
  ),
}));

const statement = fc.oneof(
  expression,
  expression.map((value) => `x = ${value}`),
  expression.map((value) => `# ${value.replaceAll(/[\r\n]/g, " ")}`),
  expression.map((value) => `def f(a=${value}):\n    """Loads models:/doc/1."""\n    return ${value}`),
  expression.map((value) => `match x:\n    case 1:\n        y = ${value}`),
  fc.constantFrom("import mlflow", "x += 1", "'''models:/doc/2\n'''", "class A: pass", ""),
);

const source = fc
  .tuple(fc.array(statement, { minLength: 1, maxLength: 4 }), fc.constantFrom("\n", "\n", "\r\n"))
  .map(([statements, newline]) => `${statements.join("\n")}\n`.replaceAll("\n", newline));

/** What may be said of a text: the same, or with holes where a backslash stands. */
const fits = (said: string, text: string): boolean =>
  new RegExp(
    `^${said
      .split(/\0+/)
      .map((part) => part.replaceAll(/[^\w]/g, "[$&]").replaceAll(/\[([\]\\^])\]/g, "\\$1"))
      .join("[\\s\\S]*")}$`,
  ).test(text);
const holesAsOne = (text: string): string => text.replaceAll(/\0+/g, "\0");

const isOurs = (text: string): boolean => words.some((word) => text.startsWith(word));

describe("strings of Python that begin with the scheme of a model or a run, judged by Python's own parser", () => {
  before(function () {
    needsMlflow(this);
  });

  it("are found with what is certain of them; those with a backslash may be left out", () => {
    const sources = fc.sample(source, { seed, numRuns: cases });
    const said = verdicts("pythonStringsOracle.py", sources) as unknown as (Strings | null)[];
    const counts = { sources: 0, found: 0 };
    const wrong = sources.flatMap((text, index) => {
      const all = said[index];
      if (all === null || all === undefined) return [];
      counts.sources++;
      const ours = certainTexts(text, words).map((each) => holesAsOne(each.text.replaceAll("\r\n", "\n")));
      counts.found += ours.length;
      const left = all.filter(([each]) => isOurs(each)).map(([each, isPlain]) => ({ text: holesAsOne(each), isPlain }));
      const extra = ours.filter((each) => {
        const same = left.findIndex(({ text: one, isPlain }) => isPlain && one === each);
        const at = same < 0 ? left.findIndex(({ text: one, isPlain }) => !isPlain && fits(each, one)) : same;
        if (at >= 0) left.splice(at, 1);
        return at < 0;
      });
      const missed = left.filter(({ isPlain }) => isPlain).map((each) => each.text);
      return extra.length + missed.length === 0 ? [] : [JSON.stringify({ text, extra, missed })];
    });
    assert.deepEqual(wrong.slice(0, 5), [], `${wrong.length} of ${counts.sources}`);
    assert.ok(counts.sources > cases / 4 && counts.found > cases / 8, JSON.stringify(counts));
  }).timeout(600_000);

  it("stand where they are said to stand", () => {
    for (const text of fc.sample(source, { seed: seed + 1, numRuns: cases })) {
      for (const certain of certainTexts(text, words)) {
        for (let at = 0; at < certain.text.length; at++) {
          const span = certain.spanOf(at, at + 1);
          if (span !== undefined) assert.equal(text.slice(span.start, span.end), certain.text[at], JSON.stringify(text));
          else assert.equal(certain.text[at], "\0", JSON.stringify(text));
        }
      }
    }
  }).timeout(120_000);

  it("are no reason to throw in a text that is no Python", () => {
    const broken = fc.tuple(
      source,
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.constantFrom("'", '"""', "f'{", ")", "\\", "\0", "%%sql\n"),
    );
    for (const [text, part, put] of fc.sample(broken, { seed, numRuns: cases })) {
      const at = Math.floor(part * text.length);
      certainTexts(text.slice(0, at) + put + text.slice(at), words);
    }
    certainTexts(`x = ${"a + ".repeat(20_000)}"models:/a/1"`, words);
    certainTexts(`x = "models:/a/1"${" + a".repeat(20_000)}`, words);
    certainTexts(`x = ${"(".repeat(5000)}"models:/a/1"`, words);
    const line = 'x = "models:/a/1"\n';
    const most = Math.floor(longestProgram / line.length);
    assert.equal(certainTexts(line.repeat(most), words).length, most);
    assert.deepEqual(certainTexts(line.repeat(most + 1), words), [], "longer than anybody writes: left alone");
  }).timeout(120_000);
});

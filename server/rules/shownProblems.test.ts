import assert from "node:assert/strict";
import type { ConfigDocument, ConfigModel } from "../formats/format.ts";
import { readDocument, recognise } from "../formats/formats.ts";
import { policyFormat } from "../formats/policy/format.ts";
import { type CheckOptions, checkConfig, type Problem } from "./check.ts";
import { finding, noFacts, noProject, type Rule, replacement } from "./rule.ts";

const options: CheckOptions = {
  facts: noFacts,
  project: noProject,
  exists: () => undefined,
  severities: {},
  onRuleFailure: () => assert.fail(),
};

/** Problems that one rule alone finds in a text. */
function problemsOf(text: string, rule: Rule<ConfigModel>, rest: Partial<CheckOptions> = {}): Problem[] {
  const document: ConfigDocument = { ...readDocument(policyFormat, text, "slipway.yaml"), format: { ...policyFormat, rules: [rule] } };
  return checkConfig(document, { ...options, ...rest }).filter(({ code }) => code === rule.code);
}

const words: Rule<ConfigModel> = {
  code: "words",
  severity: "hint",
  *check({ text }) {
    for (const match of [...text.matchAll(/x/g)].toReversed()) yield finding({ start: match.index, end: match.index + 1 }, "An x.");
  },
};

describe("problems as they are shown", () => {
  it("stand in the order of the file, whatever the order a rule finds them in", () => {
    const places = problemsOf("# x x\n#  x\n# x\n", words).map(({ range: { start } }) => [start.line, start.character]);
    assert.deepEqual(places, [
      [0, 2],
      [0, 4],
      [1, 3],
      [2, 2],
    ]);
  });

  it("have the page of their rule, and fade what has no effect", () => {
    const [plain] = problemsOf("# x\n", words);
    assert.deepEqual(
      [plain?.url, plain?.fades, plain?.fixes],
      ["https://github.com/slipway-ml/slipway/blob/main/docs/rules/words.md", false, []],
    );
    assert.equal(problemsOf("# x\n", { ...words, fades: true })[0]?.fades, true);
  });

  it("are at most 200 of one rule", () => {
    assert.equal(problemsOf(`# ${"x".repeat(1000)}\n`, words).length, 200);
  });

  it("are those that a comment silences too, where all are asked for", () => {
    const text = "a: x # slipway-ignore words\n";
    assert.deepEqual(
      [
        problemsOf(text, words).length,
        problemsOf(text, words, { silenced: true }).length,
        problemsOf(text, words, { silenced: false }).length,
      ],
      [0, 0, 1],
    );
  });

  it("carry their fixes", () => {
    const fixing: Rule<ConfigModel> = {
      ...words,
      *check() {
        yield finding({ start: 0, end: 1 }, "Wrong.", [replacement({ start: 0, end: 1 }, "y", "Write y")]);
      },
    };
    assert.deepEqual(problemsOf("x: 1\n", fixing)[0]?.fixes, [
      { title: "Write y", preferred: true, edits: [{ start: 0, end: 1, text: "y" }] },
    ]);
    assert.deepEqual(Object.keys(finding({ start: 0, end: 1 }, "Wrong.")), ["start", "end", "message"]);
  });

  it("say nothing of what nobody knows", () => {
    for (const known of [noFacts.models(), noFacts.metrics("m"), noFacts.aliases("m")])
      assert.deepEqual(known, { state: "unknown", why: "No registry is open." });
    assert.equal(noProject.at("x", policyFormat.read as never), undefined);
  });
});

describe("a text that is no YAML", () => {
  const cases: readonly (readonly [text: string, message: RegExp, at: string])[] = [
    ["main: parameters:\n", /cannot stand on the same line/, "p"],
    ["a: [1,\n", /`\[` is not closed/, "["],
    ['a: "x\n', /quote is never closed/, '"'],
    ["a:\n\tb: 1\n", /tab cannot stand here/, "\t"],
    ['a: "\\q"\n', /no escape in double quotes/, "\\"],
    ["version: 1\n---\nb: 2\n", /second document/, "-"],
  ];
  for (const [text, message, at] of cases) {
    it(JSON.stringify(text), () => {
      const format = recognise("slipway.yaml", text) ?? assert.fail();
      const [first] = checkConfig(readDocument(format, text, "slipway.yaml"), options).filter(({ code }) => code === "yaml-syntax");
      assert.match(first?.message ?? "nothing", message);
      assert.ok(first);
      const { line, character } = first.range.start;
      assert.equal(text.split("\n")[line]?.[character], at);
      const { end } = first.range;
      assert.ok(end.line > line || end.character > character, "something is underlined");
    });
  }

  it("but too large to be read, is not called wrong", () => {
    const text = `a: ${"[".repeat(5000)}\n`;
    const format = recognise("slipway.yaml", text) ?? assert.fail();
    const codes = checkConfig(readDocument(format, text, "slipway.yaml"), options).map(({ code }) => code);
    assert.ok(!codes.includes("yaml-syntax") && codes.includes("not-checked"), codes.join());
  });
});

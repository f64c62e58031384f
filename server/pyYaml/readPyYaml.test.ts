import assert from "node:assert/strict";
import { readYaml } from "../formats/readYaml.ts";
import type { YamlNode } from "../formats/yamlTree.ts";
import { readPyYaml } from "./readPyYaml.ts";

/** A tree as plain values: what `yaml.safe_load` gives, a date as `<date>`. */
function plainOf(node: YamlNode | undefined): unknown {
  if (node === undefined) return undefined;
  if (node.kind === "list") return node.items.map(plainOf);
  if (node.kind === "map") return Object.fromEntries(node.entries.map(({ key, value }) => [key.text, plainOf(value)]));
  const { scalar } = node;
  if (scalar.type === "null") return null;
  return scalar.type === "date" ? "<date>" : scalar.value;
}

describe("YAML as PyYAML reads it", () => {
  const taken: readonly (readonly [what: string, text: string, value: unknown])[] = [
    ["nothing", "# later\n", undefined],
    ["a document mark and nothing", "---\n...\n", undefined],
    ["a quoted text left of its key", "a:\n  b: 'x\ny'\n", { a: { b: "x y" } }],
    ["a flow list continued at the first column", "a: [1,\n2\n]\n", { a: [1, 2] }],
    ["a dash alone in a flow map", "{a: -}", { a: "-" }],
    ["a comment right behind a quote", '"x"#c', "x"],
    ["line breaks of old Macintoshes", "a: 1\rb: 2\r", { a: 1, b: 2 }],
    ["a list at the column of its key", "a:\n- 1\n-\nb:\n", { a: [1, null], b: null }],
    ["single pairs in a flow list", "[a: 1, b, ? c : 2]", [{ a: 1 }, "b", { c: 2 }]],
    ["keys without values in a flow map", "{a, b: , 'c':1}", { a: null, b: null, c: 1 }],
    ["escapes", '"\\x41\\u00e9\\n\\\n  b\\"" ', 'Aé\nb"'],
    ["a doubled quote", "'it''s'", "it's"],
    ["kept and folded blocks", "a: |+\n  x\n\nb: >-\n  x\n  y\n\n  z\n", { a: "x\n\n", b: "x y\nz" }],
    ["an indentation that is told", "a: |2\n    x\n", { a: "  x\n" }],
    ["an alias and a merge", "a: &a {x: 1, y: 2}\nb: {<<: *a, x: 3}\nc: *a\n", { a: { x: 1, y: 2 }, b: { x: 3, y: 2 }, c: { x: 1, y: 2 } }],
    ["tags of YAML itself", "[!!str 1, !!int '2', !!float 3, !!bool yes, !!null x, ! '4']", ["1", 2, 3, true, null, 4]],
    ["a tag with a handle", "%TAG !y! tag:yaml.org,2002:\n---\n!y!str 1", "1"],
    ["an explicit key", "? a\n: b\n? c\n", { a: "b", c: null }],
    ["dates", "[2024-02-29, 2024-1-2 3:04:05.6 +01:30]", ["<date>", "<date>"]],
    ["`=` for a key", "=: 1", { "=": 1 }],
  ];
  for (const [what, text, value] of taken) {
    it(`takes ${what}`, () => {
      const { root, problems } = readPyYaml(text);
      assert.deepEqual(problems, []);
      assert.deepEqual(plainOf(root), value);
    });
  }

  const refused: readonly (readonly [text: string, under: string, says: RegExp])[] = [
    ["a: x\t\n", "\t", /tab/],
    ["a: x\n  y: 1", "y", /indented deeper/],
    ["a:\t1", "\t", /tab/],
    ["a: 1\n\t\nb: 2", "\t", /tab/],
    ["a: *.csv", "*.csv", /quotes/],
    ["a: *b", "*b", /&b/],
    ["a: {{ x }}", "{ x }", /quotes/],
    ["a: 1\n---\nb: 2\n", "---", /second document/],
    ["a: 2024-02-30", "2024-02-30", /no such date/i],
    ["a: 2024-02-03 24:00:00", "2024-02-03 24:00:00", /no such date/i],
    ["a: =", "=", /quotes/],
    ["a: !ref x", "!ref x", /tag `!ref`/],
    ["a: !!int x", "!!int x", /no `!!int`/],
    ["a: !!str [x]", "[x]", /list is no `!!str`/],
    ["a: 0b_", "0b_", /no digits/],
    ["a: \u0001", "\u0001", /U\+0001/],
    ["a: \ud800", "\ud800", /U\+D800/],
    ["a: &x 1\nb: &x 2", "&x", /another name/],
    ["<<: 1", "1", /takes a map/],
    ["a: |0\n  x", "|0"[1] ?? "", /digit from 1 to 9/],
    ["a: '", "'", /never closed/],
    ['a: "\\xZZ"', "\\x", /2 hexadecimal/],
    ["%YAML 2.0\n---\na", "%YAML 2.0", /directive/],
    ["a: ]", "]", /closes nothing/],
    [": 1", ":", /indentation/],
    ["a: - b", "-", /own line/],
  ];
  for (const [text, under, says] of refused) {
    it(`refuses ${JSON.stringify(text)}`, () => {
      const { root, problems } = readPyYaml(text);
      assert.equal(root, undefined);
      assert.equal(problems.length, 1);
      assert.match(problems[0]?.message ?? "", says);
      assert.equal(text.slice(problems[0]?.start, problems[0]?.end), under);
    });
  }

  it("says the same of a text that is read in parts", () => {
    for (const text of [
      "\u2028 a: 1\nb: 2\n",
      "a: &x 1\nb: &x 2\n",
      "a: 'x\nb: y'\n",
      "a: 'x\nb: y\n",
      "a: 1\rb: 2\n c: 3",
      "a:\n- b\nc",
    ]) {
      assert.deepEqual(readYaml(text, "mlflow").problems, readPyYaml(text).problems, JSON.stringify(text));
    }
  });

  it("leaves alone what is beyond its limits", () => {
    const bomb = ["a0: &a0 [x, x]", ...Array.from({ length: 30 }, (_, at) => `a${at + 1}: &a${at + 1} [*a${at}, *a${at}]`)].join("\n");
    assert.deepEqual(
      readPyYaml(bomb).problems.map(({ code }) => code),
      ["ALIASES"],
    );
    assert.deepEqual(
      readPyYaml("[".repeat(200_000)).problems.map(({ code }) => code),
      ["TOO_DEEP"],
    );
  });
});

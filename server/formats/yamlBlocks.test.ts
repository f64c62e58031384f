import assert from "node:assert/strict";
import { caseCount, seed } from "#test/generatedCases.ts";
import { readYaml } from "./readYaml.ts";
import { parseYaml } from "./yamlParse.ts";
import { type Dialect, entriesOf, entryOf, type YamlTree } from "./yamlTree.ts";

/** A file large enough that it is read in parts within parts. */
const large = `# A policy
version: 1
models:
${Array.from({ length: 40 }, (_, index) => `  model-${index}:\n    # why\n    gates:\n      prod:\n        - metric: val_auc\n          min: 0.${index}\n        - {tag: "reviewed: ${index}"}\n    note: >-\n      over two\n      lines\n`).join("\n")}
environments:
  dev: {}
  prod:
    alias: champion
`;

/** Texts that would be read wrongly if a line at the left were always taken for a new entry, and what may be put into any text. */
const texts: Readonly<Record<string, string>> = {
  "a list as far left as its key": "a:\n- 1\n- 2\nb: 3\n",
  "a list, then an entry": "- 1\na: 2\n",
  "an open bracket": "a: [1,\nb: 2\n",
  "an open quote": 'a: "x\nb: 2\n',
  "a flow map among entries": "{a: 1}\nb: 2\n",
  "explicit keys": "? a\n: 1\n? b\n: 2\n",
  "a value without a key": "a: 1\n: 2\n",
  "text in the place of an entry": "a: 1\nb\nc: 2\n",
  "a block scalar with what looks like entries": "a: |\n  b: 1\n  c: 2\nd: 3\n",
  "an alias of another entry": "a: &x 1\nb: *x\n",
  "a merge key": "<<: {a: 1}\na: 2\n",
  "two documents": "a: 1\n---\nb: 2\n",
  "a directive": "%YAML 1.1\n---\na: yes\n",
  tabs: "a:\n\tb: 1\nc: 2\n",
  "a byte order mark inside": "a: 1\n\ufeffb: 2\n",
  "line ends of Windows": "a:\r\n  b: 1\r\n\r\nc: 2\r\n",
  "no line end at the end": "a: 1\nb:",
  "comments at every depth": "# 1\na: # 2\n      # 3\n  # 4\n  b: 1\n # 5\nc: 2 # 6\n# 7\n",
  "empty values": "a:\n\nb:\n  c:\n\n  d:\n",
  "repeated keys": "a: 1\na: 2\n",
  "a large file": large,
  "a large file with an entry further left": large.replace("  model-20:", " model-20:"),
  "a large file with an open quote": large.replace('"reviewed: 20"', '"reviewed: 20'),
  "a large file with text for a value": large.replace("    gates:\n", "    gates:\n  some text\n"),
};

const pieces = [
  "\n",
  " ",
  "- ",
  ":",
  "'",
  '"',
  "{",
  "]",
  "|",
  "#",
  "?",
  "\t",
  "&a ",
  "*a",
  "---\n",
  "\nk:\n",
  "\n- q\n",
  "\ufeff",
  "\r\n",
  "\nfoo\n",
  "\n]\n",
  "}",
  "[1,\n",
  '\n"x\n',
  "<<: 1\n",
  "!x ",
];

/** `text` with a few places changed; the same for the same seed. */
function broken(text: string, seed: number): string {
  let state = seed;
  const next = (below: number): number => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    return (state >> 8) % below;
  };
  let result = text;
  for (let changes = next(3) + 1; changes > 0; changes--) {
    const at = next(result.length);
    result = result.slice(0, at) + (next(2) === 0 ? pieces[next(pieces.length)] : "") + result.slice(at + next(4));
  }
  return result;
}

function whole(text: string, dialect: Dialect): YamlTree {
  const { usesAliases: _, ...tree } = parseYaml(text, dialect);
  return tree;
}

/** Where the whole is YAML, the parts give the same tree; where it is not, they say so as well, and need not lose as much. */
function agrees(text: string, dialect: Dialect, what: string): void {
  const [parts, { problems, ...tree }] = [readYaml(text, dialect), whole(text, dialect)];
  assert.equal(parts.problems.length > 0, problems.length > 0, what);
  if (problems.length === 0) assert.deepEqual(parts, { ...tree, problems }, what);
  for (const { start, end } of parts.problems)
    assert.ok(0 <= start && start <= end && end <= text.length + 1, `${what}: ${start} to ${end}`);
}

describe("reading YAML in parts agrees with reading it whole", () => {
  for (const [name, text] of Object.entries(texts)) {
    it(name, () => {
      for (const dialect of ["mlflow", "slipway"] as const) {
        agrees(text, dialect, name);
        agrees(`${text}z: 1\n`, dialect, "with one more entry");
      }
    });
  }

  it("a file that was broken in some places", () => {
    const seeds = Array.from({ length: caseCount(60) }, (_, index) => seed + index);
    for (const one of seeds) agrees(broken(large, one), "slipway", `large, seed ${one}`);
    for (const [name, text] of Object.entries(texts)) {
      if (text.length > 1000) continue;
      for (const one of seeds) agrees(broken(text, one), "mlflow", `${name}, seed ${one}`);
    }
  });

  it("an edit and its way back", () => {
    const edited = large.replace("val_auc", "val_aucpr");
    for (const text of [large, edited, large]) assert.deepEqual(readYaml(text, "slipway"), whole(text, "slipway"));
  });
});

describe("a text that is not YAML", () => {
  const entry = "  model-20:\n";
  const cases: readonly (readonly [string, string, string, string])[] = [
    ["an open quote", "    alias: champion", '    alias: "champion', "This quote is never closed"],
    ["an open bracket", "    alias: champion", "    alias: [champion", "This `[` is not closed"],
    ["a key before its colon", "    alias: champion", "    alias\n    stage: x", "A colon is missing after `alias`"],
    ["a key before its colon, with large ones around it", entry, `  model\n${entry}`, "A colon is missing after `model`"],
  ];
  for (const [what, written, wrong, message] of cases) {
    it(`costs no more than its own entry: ${what}`, () => {
      const text = large.replace(written, wrong);
      const { root, problems } = readYaml(text, "slipway");
      const line = (offset: number) => text.slice(0, offset).split("\n").length;
      const at = line(text.indexOf(wrong));
      assert.ok(
        problems.every(({ start }) => line(start) - at < 2 && line(start) >= at),
        JSON.stringify(problems),
      );
      assert.ok(problems[0]?.message.includes(message), problems[0]?.message);
      assert.deepEqual(
        entriesOf(root).map(({ key }) => key.text),
        ["version", "models", "environments"],
      );
      const models = entriesOf(entryOf(root, "models")?.value).map(({ key }) => key.text);
      assert.equal(models.filter((name) => /^model-\d+$/.test(name)).length, 40);
    });
  }

  it("is said of a bracket that is closed as far left as its key only where more is wrong", () => {
    for (const text of ["a: [\n  1,\n]\nb: 2\n", "a: {\n  x: 1\n}\nb:\n  - [\n    1\n  ]\n"]) {
      assert.deepEqual(readYaml(text, "mlflow"), whole(text, "mlflow"));
      assert.deepEqual(readYaml(text, "mlflow").problems, []);
    }
  });
});

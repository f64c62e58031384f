import assert from "node:assert/strict";
import { readYaml } from "./readYaml.ts";
import { parseYaml } from "./yamlParse.ts";
import type { Dialect, YamlTree } from "./yamlTree.ts";

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

const pieces = ["\n", " ", "- ", ":", "'", '"', "{", "]", "|", "#", "?", "\t", "&a ", "*a", "---\n", "\nk:\n", "\n- q\n", "\ufeff", "\r\n"];

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

describe("reading YAML in parts gives what reading it whole gives", () => {
  for (const [name, text] of Object.entries(texts)) {
    it(name, () => {
      for (const dialect of ["mlflow", "slipway"] as const) {
        assert.deepEqual(readYaml(text, dialect), whole(text, dialect));
        assert.deepEqual(readYaml(`${text}z: 1\n`, dialect), whole(`${text}z: 1\n`, dialect), "with one more entry");
      }
    });
  }

  it("a file that was broken in some places", () => {
    for (let seed = 1; seed <= 60; seed++) {
      const text = broken(large, seed);
      assert.deepEqual(readYaml(text, "slipway"), whole(text, "slipway"), `seed ${seed}`);
    }
  });

  it("an edit and its way back", () => {
    const edited = large.replace("val_auc", "val_aucpr");
    for (const text of [large, edited, large]) assert.deepEqual(readYaml(text, "slipway"), whole(text, "slipway"));
  });
});

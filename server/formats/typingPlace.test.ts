import assert from "node:assert/strict";
import { formats, readDocument } from "./formats.ts";
import { policyFormat } from "./policy/format.ts";
import { plainOfSnippet } from "./snippet.ts";
import { typingPlacesAt } from "./typingPlace.ts";

/** The places at `|`, as `path key? word [present]`; a value on a line by itself is left out, it is where a key is. */
function placeAt(marked: string): string {
  const at = marked.indexOf("|");
  const places = typingPlacesAt(readDocument(policyFormat, marked.replace("|", ""), "slipway.yaml"), at);
  const keys = places.filter(({ key }) => key === undefined);
  const [place] = keys.length > 0 ? keys : places;
  if (place === undefined) return "nothing";
  const key = place.key === undefined ? "" : ` ${place.key}:`;
  return `${place.path.join("/")}${key} "${place.word}" [${place.present.join(" ")}]`;
}

const cases: readonly (readonly [string, string, string])[] = [
  ["first key", "|", ' "" []'],
  ["key at the top", "version: 1\nenv|", ' "env" [version]'],
  ["key in a map", "environments:\n  prod:\n    alias: a\n    |", 'environments/prod "" [alias]'],
  ["keys after the cursor", "environments:\n  prod:\n    |\n    alias: a\n  dev: {}\n", 'environments/prod "" [alias]'],
  ["value", "environments:\n  prod:\n    apply: |", 'environments/prod apply: "" []'],
  ["value that is begun", "environments:\n  prod:\n    apply: man|", 'environments/prod apply: "man" []'],
  ["value in an item", "gates:\n  prod:\n    - metric: v|", 'gates/prod/- metric: "v" []'],
  ["key in an item", "gates:\n  prod:\n    - metric: v\n      |", 'gates/prod/- "" [metric]'],
  ["first key of an item", "gates:\n  prod:\n    - tag: a\n    - |", 'gates/prod/- "" []'],
  ["item at the column of its key", "gates:\n  prod:\n  - metric: |", 'gates/prod/- metric: "" []'],
  ["two items are two maps", "gates:\n  prod:\n    - metric: a\n      min: 1\n    - tag: b\n      |", 'gates/prod/- "" [tag]'],
  ["after a blank line and a comment", "a:\n  b: 1\n\n  # c\n  |", 'a "" [b]'],
  ["in a comment", "a: 1 # b|", "nothing"],
  ["in a comment after a word", "a: # b|", "nothing"],
  ["right after the colon", "a:|", ' a: "" []'],
  ["right after a dash", "gates:\n  prod:\n    -|", 'gates/prod/- "" []'],
  ["key that has its colon", "environments:\n  prod:\n    ali|as: champion\n    stage: x", 'environments/prod "ali" [stage]'],
  ["key in a flow map", "gates:\n  prod: [{metric: a, |}]", 'gates/prod/- "" [metric]'],
  ["key in a flow map that is begun", "gates:\n  prod: [{metric: a, mi|}]", 'gates/prod/- "mi" [metric]'],
  ["key in a flow map that is not closed", "gates:\n  prod: [{metric: a, |\nmodels: {}", 'gates/prod/- "" [metric]'],
  ["value in a flow map", "gates:\n  prod: [{metric: |, min: 1}]", 'gates/prod/- metric: "" []'],
  ["value in a flow map that is not closed", "gates:\n  prod: [{metric: |", 'gates/prod/- metric: "" []'],
  ["item of a flow list", "a: {b: [c, |]}", 'a/b -: "" []'],
  ["item of a block list", "a:\n  b:\n    - c\n    - d|", 'a/b/- "d" []'],
  ["key on a line of its own in a flow map", "a: {b: 1,\n    |,\n    c: 2}", 'a "" [b c]'],
  ["where a comma would be missing", "a: {b: 1,\n    |\n    c: 2}", "nothing"],
  ["between quotes", 'environments:\n  prod:\n    alias: "ch|"', 'environments/prod alias: "ch" []'],
  ["after a quote that is not closed", 'environments:\n  prod:\n    alias: "ch|\n    approvals: 1', 'environments/prod alias: "ch" []'],
  ["after a closing quote", 'a: "b"|', "nothing"],
  ["in a key in quotes", '"ver|": 1', ' "ver" []'],
  ["in a text of several lines", "a: >-\n  text |", "nothing"],
  ["after a value that is whole", "a: b |", "nothing"],
  ["below a value, deeper", "a: b\n   |", "nothing"],
  ["where a line would take what stands below", "a:\n  b:\n|\n    c: 1", "nothing"],
  ["at the column of a list's dashes in a map", "a:\n  b:\n    - c\n  |", 'a "" [b]'],
  ["between the items of a list, not at their column", "a:\n  - b\n |\n  - c", "nothing"],
  ["with line breaks of Windows", "environments:\r\n  prod:\r\n    alias: a\r\n    |\r\n  dev: {}\r\n", 'environments/prod "" [alias]'],
  ["key that the rest of the file is broken after", "environments:\n  prod:\n    |\ngates: [", 'environments/prod "" []'],
  ["key that the rest of the file is broken before", "version 1\nenvironments:\n  prod:\n    |\n", 'environments/prod "" []'],
];

describe("typingPlacesAt", () => {
  for (const [name, marked, expected] of cases) it(name, () => assert.equal(placeAt(marked), expected));
});

describe("the tree alone", () => {
  for (const format of formats.filter(({ tree }) => tree !== undefined)) {
    const whole = format.starters?.find(({ path }) => path.length === 0);
    for (const more of ["", "\na: &x {b: on}\nc: *x\n<<: *x\n", "\n  a\nb: ["]) {
      it(`is that of the model, which more is made of: ${format.id}${JSON.stringify(more)}`, () => {
        const text = plainOfSnippet(whole?.body ?? assert.fail(format.id)) + more;
        const { root, yamlProblems } = format.read(text, format.id);
        assert.deepEqual(format.tree?.(text), { text, root, yamlProblems });
      });
    }
  }
});

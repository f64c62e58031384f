import assert from "node:assert/strict";
import { Lines } from "./text.ts";
import { typingPlaceAt } from "./typingPlace.ts";

/** The place at `|`, as `path key? word [present]`. */
function placeAt(marked: string): string {
  const at = marked.indexOf("|");
  const lines = new Lines(marked.replace("|", ""));
  const place = typingPlaceAt(lines, lines.position(at));
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
  ["right after the colon", "a:|", "nothing"],
];

describe("typingPlaceAt", () => {
  for (const [name, marked, expected] of cases) it(name, () => assert.equal(placeAt(marked), expected));
});

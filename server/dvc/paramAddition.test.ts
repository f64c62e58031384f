import assert from "node:assert/strict";
import fc from "fast-check";
import { parse, stringify } from "yaml";
import { generated } from "#test/generatedCases.ts";
import { paramAddition, readParamsText } from "./paramAddition.ts";

/** The text with the param in it; undefined: nothing is offered. */
function added(text: string, path: string): string | undefined {
  const edit = paramAddition(readParamsText(text), path.split("."));
  return edit && text.slice(0, edit.start) + edit.text + text.slice(edit.end);
}

type Params = { readonly [key: string]: unknown };

/** What the file is to hold then, by another reader of YAML. */
function withParam(params: Params | null, [key = "", ...rest]: readonly string[]): Params {
  const inner = params?.[key];
  return { ...params, [key]: rest.length === 0 ? null : withParam((inner ?? null) as Params | null, rest) };
}

describe("a param that is added to a params file", () => {
  const cases: readonly [why: string, text: string, path: string, expected: string | undefined][] = [
    ["to nothing", "", "lr", "lr: null\n"],
    ["to comments", "# ours", "train.lr", "# ours\ntrain:\n  lr: null\n"],
    ["at the end", "a: 1\nb: 2 # two\n\n# end\n", "lr", "a: 1\nb: 2 # two\nlr: null\n\n# end\n"],
    ["without a line break at the end", "a: 1", "lr", "a: 1\nlr: null"],
    [
      "into a map, as far in as its other keys",
      "train:\n    epochs: 3\nother: 1\n",
      "train.lr",
      "train:\n    epochs: 3\n    lr: null\nother: 1\n",
    ],
    ["behind a text of several lines", "note: |\n  a\n  b\nz: 1\n", "lr", "note: |\n  a\n  b\nz: 1\nlr: null\n"],
    ["behind such a text at the end", "note: |\n  a\n", "lr", "note: |\n  a\nlr: null\n"],
    ["with the line breaks of the file", "a: 1\r\nb: {c: 1}\r\n", "lr", "a: 1\r\nb: {c: 1}\r\nlr: null\r\n"],
    ["not into a map between braces", "train: {epochs: 3}\n", "train.lr", undefined],
    ["not into what is for others too", "base: &b\n  lr: 1\ntrain: *b\n", "train.depth", undefined],
    ["not where it is a value", "train: 3\n", "train.lr", undefined],
    ["not where it is", "lr: 3\n", "lr", undefined],
    ["not to what is no map", "- 1\n", "lr", undefined],
    ["not to what is no YAML", "a: [\n", "lr", undefined],
    ["no key that YAML takes for something else", "", "on", undefined],
    ["no key with a sign of YAML", "", "a:b", undefined],
  ];
  for (const [why, text, path, expected] of cases) it(why, () => assert.equal(added(text, path), expected));

  it("is all that changes, whatever the file is like", () => {
    const key = fc.constantFrom("train", "lr", "model", "depth", "a-b", "note");
    const { node } = fc.letrec((tie) => ({
      node: fc.dictionary(key, fc.oneof(fc.constantFrom(1, "text", "two\nlines\n", null, [1, { a: 2 }], "x ".repeat(60)), tie("node")), {
        maxKeys: 4,
      }),
    }));
    const shape = fc.record({ indent: fc.constantFrom(2, 4), comment: fc.boolean(), windows: fc.boolean(), cut: fc.boolean() });
    fc.assert(
      fc.property(
        node as fc.Arbitrary<Params>,
        fc.array(key, { minLength: 1, maxLength: 3 }),
        shape,
        (params, path, { indent, comment, windows, cut }) => {
          const plain = stringify(params, { indent, lineWidth: 40 }).replace(/^\{\}\n$/, "");
          const said = comment ? plain.replaceAll(/(?<=: 1)$/gm, " # one") : plain;
          const broken = windows ? said.replaceAll("\n", "\r\n") : said;
          const text = cut ? broken.trimEnd() : broken;
          const result = added(text, path.join("."));
          if (result !== undefined) assert.deepEqual(parse(result), withParam(parse(text) as Params | null, path), text);
        },
      ),
      generated(300),
    );
  });
});

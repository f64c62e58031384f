import assert from "node:assert/strict";
import { cutIntoBlocks, isPlainlyCut, nestingOf } from "./yamlBlocks.ts";

/** The pieces of the whole text, as text. */
function pieces(text: string, indent = 0): readonly string[] | undefined {
  return cutIntoBlocks(text, 0, text.length, indent)?.map(({ start, end }) => text.slice(start, end));
}

describe("a text is cut into the pieces that can be read alone", () => {
  const cut: readonly (readonly [string, readonly string[]])[] = [
    ["a: 1\nb: 2\n", ["a: 1\n", "b: 2\n"]],
    ["a:\n  x: 1\n  y: 2\nb: 2", ["a:\n  x: 1\n  y: 2\n", "b: 2"]],
    ["# first\n\na: 1\n# of a\n\nb: 2\n", ["# first\n\na: 1\n# of a\n\n", "b: 2\n"]],
    ["- 1\n- 2\n", ["- 1\n", "- 2\n"]],
    ["-\n  a: 1\n-\n  b: 2\n", ["-\n  a: 1\n", "-\n  b: 2\n"]],
    ["- a: 1\n  b: 2\n- c\n", ["- a: 1\n  b: 2\n", "- c\n"]],
    ["a:\n- 1\n- 2\nb: 3\n", ["a:\n- 1\n- 2\n", "b: 3\n"]],
    ["a: 1\r\n\r\nb: 2\r\n", ["a: 1\r\n\r\n", "b: 2\r\n"]],
    ["-a: 1\nb: 2\n", ["-a: 1\n", "b: 2\n"]],
    ["a: 1", ["a: 1"]],
  ];
  for (const [text, expected] of cut) it(JSON.stringify(text), () => assert.deepEqual(pieces(text), expected));

  const whole: readonly (readonly [string, number?])[] = [
    [""],
    ["\n\n"],
    ["# only this\n"],
    ["- 1\na: 2\n"],
    ["  a: 1\nb: 2\n", 2],
    ["  a: 1\n"],
    ["a: 1\n", 2],
  ];
  for (const [text, indent] of whole)
    it(`not ${JSON.stringify(text)} at ${indent ?? 0}`, () => assert.equal(pieces(text, indent), undefined));

  it("within its bounds, at its depth", () => {
    const text = "a:\n  x: 1\n  y:\n    z: 2\nb: 3\n";
    const [first] = cutIntoBlocks(text, 0, text.length, 0) ?? [];
    assert.ok(first);
    const nesting = nestingOf(text, first);
    assert.deepEqual(nesting, { bodyStart: 3, indent: 2 });
    const inner = cutIntoBlocks(text, 3, first.end, 2)?.map(({ start, end }) => text.slice(start, end));
    assert.deepEqual(inner, ["  x: 1\n", "  y:\n    z: 2\n"]);
  });

  const nestings: readonly (readonly [string, { bodyStart: number; indent: number } | undefined])[] = [
    ["a:\n  b: 1\n", { bodyStart: 3, indent: 2 }],
    ["# why\na:   # note\n\n   b: 1\n", { bodyStart: 18, indent: 3 }],
    ["a.b-c_1:\r\n  b: 1\r\n", { bodyStart: 10, indent: 2 }],
    ["a:\n- 1\n", { bodyStart: 3, indent: 0 }],
    ["a: 1\n", undefined],
    ["a: &x\n  b: 1\n", undefined],
    ["a:\n", undefined],
    ["a:\n# nothing\n", undefined],
    ["'a':\n  b: 1\n", undefined],
    ["1a:\n  b: 1\n", undefined],
    ["", undefined],
  ];
  for (const [text, expected] of nestings) {
    it(`what stands below in ${JSON.stringify(text)}`, () => assert.deepEqual(nestingOf(text, { start: 0, end: text.length }), expected));
  }

  const plain: Readonly<Record<string, boolean>> = {
    "a: 1\n": true,
    "a: '---'\n": true,
    "a: 100%\n": true,
    "a:\tb\n": true,
    "---\na: 1\n": false,
    "a: 1\n---\n": false,
    "a: 1\n...\n": false,
    "%YAML 1.1\n": false,
    "a:\n\tb: 1\n": false,
    "a:\n  \tb: 1\n": false,
    "a: \ufeff\n": false,
  };
  for (const [text, expected] of Object.entries(plain))
    it(`${JSON.stringify(text)}: ${expected}`, () => assert.equal(isPlainlyCut(text), expected));
});

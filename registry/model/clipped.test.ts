import assert from "node:assert/strict";
import { clipped } from "./clipped.ts";

const cases: readonly (readonly [text: string, most: number, shown: string])[] = [
  ["", 3, ""],
  ["abc", 3, "abc"],
  ["abcd", 3, "ab…"],
  ["a😀b", 4, "a😀b"],
  ["a😀bc", 4, "a😀…"],
  ["a😀bc", 3, "a…"],
];

describe("clipped", () => {
  for (const [text, most, shown] of cases) it(`${text} to ${most}: ${shown}`, () => assert.equal(clipped(text, most), shown));
});

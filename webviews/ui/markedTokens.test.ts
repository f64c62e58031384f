import assert from "node:assert/strict";
import fc from "fast-check";
import { generated } from "#test/generatedCases.ts";
import { type FieldToken, markedTokens } from "./markedTokens.ts";

const tokens = fc.array(fc.record({ text: fc.string({ minLength: 1, maxLength: 5 }), kind: fc.constantFrom("name", "plain") }), {
  maxLength: 6,
});

describe("what is wrong in a coloured text", () => {
  it("is marked letter for letter, and no letter goes or comes", () => {
    fc.assert(
      fc.property(tokens, fc.nat(30), fc.integer({ min: 1, max: 6 }), (all, start, length) => {
        const text = all.map((token) => token.text).join("");
        const end = start + length;
        const pieces = markedTokens(all as FieldToken[], { start, end });
        const wrong = pieces
          .filter(({ isWrong }) => isWrong)
          .map((piece) => piece.text)
          .join("");
        if (start < text.length) {
          assert.equal(pieces.map((piece) => piece.text).join(""), text);
          assert.equal(wrong, text.slice(start, end));
        } else
          assert.deepEqual(
            [
              pieces
                .slice(0, -1)
                .map((piece) => piece.text)
                .join(""),
              wrong,
            ],
            [text, "\u00a0"],
          );
        assert.deepEqual(
          markedTokens(all as FieldToken[], undefined).map(({ text: piece, kind, isWrong }) => [piece, kind, isWrong]),
          all.map(({ text: piece, kind }) => [piece, kind, false]),
        );
      }),
      generated(500),
    );
  });

  it("is the place after a text that ends too early, and the letter where it has no length", () => {
    const text = [{ text: "ab", kind: "name" }] as const;
    assert.deepEqual(
      markedTokens(text, { start: 2, end: 2 }).map((piece) => [piece.text, piece.isWrong]),
      [
        ["ab", false],
        ["\u00a0", true],
      ],
    );
    assert.deepEqual(
      markedTokens(text, { start: 0, end: 0 }).map((piece) => [piece.text, piece.isWrong]),
      [
        ["a", true],
        ["b", false],
      ],
    );
  });
});

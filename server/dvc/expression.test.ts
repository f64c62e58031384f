import assert from "node:assert/strict";
import fc from "fast-check";
import { generated } from "#test/generatedCases.ts";
import { matchesOf } from "./expression.ts";

/** `dvc/parsing/interpolate.py` of DVC 3.67. */
const pattern = /(?<!\\)\$\{([^\n]*?)\}/g;

it("the expressions of a text are those that DVC's own pattern finds", () => {
  const pieces = fc.constantFrom(`\${`, "}", "\n", "\\", "$", "{", "a", ".b", `\${x}`, `\\\${y}`);
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 12 }), (parts) => {
      const text = parts.join("");
      const found = [...text.matchAll(pattern)].map(({ 0: whole, 1: inner = "", index }) => ({
        inner,
        start: index,
        end: index + whole.length,
      }));
      assert.deepEqual(matchesOf(text), found);
    }),
    generated(3000),
  );
});

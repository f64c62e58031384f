import assert from "node:assert/strict";
import fc from "fast-check";
import { generated } from "#test/generatedCases.ts";
import { markedLines } from "./markedLines.ts";

/** The lines that are marked. */
const marked = (text: string, against: string | undefined) =>
  markedLines(text, against).flatMap(({ lines, isOther }) => (isOther ? lines : []));

describe("the lines of a text that another does not have", () => {
  const json = (of: unknown) => JSON.stringify(of, null, 2);
  const base = { threshold: 0.7, features: 22, calibrated: false };
  const cases: readonly (readonly [text: string, against: string | undefined, marked: readonly string[]])[] = [
    [json({ ...base, threshold: 0.6 }), json(base), ['  "threshold": 0.6,']],
    [json({ ...base, more: 1 }), json(base), ['  "more": 1']],
    [json(base), json(base), []],
    ["a: 1\nb: 2\n", "b: 2\r\na: 1", [""]],
    ["all\nis new", "nothing\nin common", []],
    [json({ a: 1 }), json({ b: 2 }), []],
    ["anything", undefined, []],
  ];
  for (const [text, against, expected] of cases) {
    it(`${JSON.stringify(text)} against ${JSON.stringify(against)}`, () => assert.deepEqual(marked(text, against), expected));
  }

  it("are parts that together are the text", () => {
    const text = fc.string({ unit: fc.constantFrom("a", "b", ",", "\n", " ", "😀") });
    fc.assert(
      fc.property(text, text, (one, other) => {
        assert.equal(
          markedLines(one, other)
            .flatMap(({ lines }) => lines)
            .join("\n"),
          one,
        );
      }),
      generated(100),
    );
  });
});

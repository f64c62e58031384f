import assert from "node:assert/strict";
import fc from "fast-check";
import { generated } from "#test/generatedCases.ts";
import { packed, unpacked } from "./packed.ts";

const through = (value: unknown): unknown => unpacked(JSON.parse(JSON.stringify(packed(value))));

const anyNumber = fc.double();
const leaf = fc.oneof(
  ...[fc.string(), anyNumber, fc.boolean(), fc.constant(null)],
  fc.array(anyNumber).map((values) => Float64Array.from(values)),
  fc.array(fc.nat()).map((values) => Uint32Array.from(values)),
  fc.uint8Array(),
);
const key = fc.oneof(fc.string(), fc.constant("__proto__"), fc.constant("toString")).filter((name) => name !== "~");
const data = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    leaf,
    fc.array(tie("value"), { maxLength: 4 }),
    fc.array(fc.tuple(key, tie("value")), { maxLength: 4 }).map(Object.fromEntries),
  ),
})).value;

describe("a value of the registry's interface as JSON", () => {
  it("is the same at the other end, NaN, -0 and typed arrays to the bit", () => {
    fc.assert(
      fc.property(data, (value) => assert.deepEqual(through(value), value)),
      generated(500),
    );
  });

  it("takes the part of a buffer that an array shows", () => {
    const whole = Float64Array.of(1, 2, 3, 4);
    assert.deepEqual(through(whole.subarray(1, 3)), Float64Array.of(2, 3));
    const bytes = Uint8Array.from({ length: 100_000 }, (_, at) => at % 251);
    assert.deepEqual(through(bytes), bytes);
  });

  it("is packed and opened in the same way where there is no Buffer, as in a browser", () => {
    const values = { bytes: Uint8Array.from({ length: 100_000 }, (_, at) => at % 251), numbers: Float64Array.of(1, Number.NaN, -0) };
    const onNode = packed(values);
    const { Buffer: kept } = globalThis;
    try {
      Object.assign(globalThis, { Buffer: undefined });
      assert.deepEqual(packed(values), onNode);
      assert.deepEqual(unpacked(onNode), values);
    } finally {
      Object.assign(globalThis, { Buffer: kept });
    }
  });

  const itself: unknown[] = [];
  itself.push(itself);
  const refused: readonly (readonly [what: string, value: unknown])[] = [
    ["a function", { a: () => 1 }],
    ["a bigint", [1n]],
    ["what holds itself", itself],
    ["a map", new Map()],
    ["a date", { at: new Date(0) }],
    ["another typed array", new Int8Array(1)],
    ["a key that marks", { "~": "f64", data: "x" }],
    ["a promise", { a: Promise.resolve(1) }],
  ];
  for (const [what, value] of refused) it(`refuses ${what}`, () => assert.throws(() => packed(value), TypeError));

  it("opens nothing that it did not pack", () => {
    const odd = fc.oneof(fc.jsonValue(), fc.record({ "~": fc.jsonValue(), data: fc.jsonValue() }));
    fc.assert(
      fc.property(odd, (value) => {
        try {
          unpacked(value);
        } catch (error) {
          assert.ok(
            error instanceof TypeError || (error as Error).name === "InvalidCharacterError" || error instanceof RangeError,
            String(error),
          );
        }
      }),
      generated(500),
    );
  });
});

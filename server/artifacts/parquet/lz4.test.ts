import assert from "node:assert/strict";
import fc from "fast-check";
import { generated } from "#test/generatedCases.ts";
import { unpackLz4, unpackLz4Raw } from "./lz4.ts";

const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
/** `abc`, then the three again and again to 30 bytes, then `xyz`: 3 literals, a match of 27 at 3, 3 literals. */
const repeated = Uint8Array.of(0x3f, 0x61, 0x62, 0x63, 3, 0, 27 - 4 - 15, 0x30, 0x78, 0x79, 0x7a);
const whole = `${"abc".repeat(10)}xyz`;
/** As Hadoop writes it: how long it is unpacked, how long it is packed, big-endian. */
const frame = (packed: Uint8Array, length: number) => Uint8Array.of(0, 0, length >> 8, length & 255, 0, 0, 0, packed.length, ...packed);

describe("what is packed with LZ4", () => {
  it("is unpacked, also what repeats itself", () => {
    assert.equal(text(unpackLz4Raw(repeated, whole.length)), whole);
    assert.equal(text(unpackLz4Raw(Uint8Array.of(0xf0, 1, ...new TextEncoder().encode("0123456789abcdef")), 16)), "0123456789abcdef");
    assert.equal(unpackLz4Raw(Uint8Array.of(), 0).length, 0);
  });

  it("is unpacked from Hadoop's frames, one or several, and without them", () => {
    const framed = frame(repeated, whole.length);
    assert.equal(text(unpackLz4(framed, whole.length)), whole);
    assert.equal(text(unpackLz4(Uint8Array.of(...framed, ...framed), 2 * whole.length)), whole + whole);
    assert.equal(text(unpackLz4(repeated, whole.length)), whole);
  });

  const broken: readonly (readonly [what: string, bytes: Uint8Array, length: number])[] = [
    ["a block that comes to less", repeated, whole.length + 1],
    ["a block that comes to more", repeated, whole.length - 1],
    ["literals that are cut off", Uint8Array.of(0x50, 0x61, 0x62), 5],
    ["a length that has no end", Uint8Array.of(0xf0, 255, 255, 255), 1000],
    ["a repetition of what is before the beginning", Uint8Array.of(0x10, 0x61, 2, 0, 0), 5],
    ["a repetition of nothing", Uint8Array.of(0x10, 0x61, 0, 0, 0), 5],
    ["a repetition whose place is cut off", Uint8Array.of(0x10, 0x61, 1), 5],
    ["a repetition of gigabytes", Uint8Array.of(0x1f, 0x61, 1, 0, ...Array.from({ length: 100_000 }, () => 255), 0), 20_000_000],
    ["nothing", Uint8Array.of(), 1],
  ];
  for (const [what, bytes, length] of broken) {
    it(`is refused: ${what}`, () => {
      assert.throws(() => unpackLz4Raw(bytes, length), /broken LZ4/);
      assert.throws(() => unpackLz4(bytes, length), /broken LZ4/);
    });
  }

  it("is of the length that was said or refused, whatever the bytes are", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), fc.nat(200), (bytes, length) => {
        for (const unpack of [unpackLz4Raw, unpackLz4]) {
          try {
            assert.equal(unpack(bytes, length).length, length);
          } catch (error) {
            assert.match((error as Error).message, /^broken LZ4$/);
          }
        }
      }),
      generated(3000),
    );
  });
});

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { generated } from "#test/generatedCases.ts";
import { readParquetApart } from "../../nodeParquet.ts";
import { parquetHead } from "./head.ts";
import { unpackLz4, unpackLz4Raw } from "./lz4.ts";
import { whyUnread } from "./unread.ts";

const fixture = (name: string) =>
  new Uint8Array(readFileSync(fileURLToPath(new URL(`../../../test/fixtures/parquet/${name}.parquet`, import.meta.url))));
const fileOf = (bytes: Uint8Array) => ({
  size: bytes.length,
  slice: async (from: number, to: number) => new Uint8Array(bytes.slice(from, to)),
});
const headOf = (bytes: Uint8Array) => parquetHead(fileOf(bytes), { LZ4: unpackLz4, LZ4_RAW: unpackLz4Raw });
const reader = fileURLToPath(new URL("../../nodeParquetReader.ts", import.meta.url));

/** The clause that is said of it. */
const whyOf = async (bytes: Uint8Array) =>
  headOf(bytes).then(
    () => "",
    (error: unknown) => whyUnread(error).message,
  );
const changed = (bytes: Uint8Array, change: (bytes: Uint8Array, view: DataView) => void) => {
  const copy = bytes.slice();
  change(copy, new DataView(copy.buffer));
  return copy;
};

/** With the codec that its index says of each column turned into another one. */
const lzo = (bytes: Uint8Array) => {
  const [codec, other] = [Uint8Array.of(0x15, 2 * 7, 0x16), Uint8Array.of(0x15, 2 * 3, 0x16)];
  const places = [...bytes.keys()].filter((at) => codec.every((byte, next) => bytes[at + next] === byte));
  assert.equal(places.length, 3, "one for each column");
  return changed(bytes, (copy) => places.forEach((at) => void copy.set(other, at)));
};

describe("the head of a Parquet file", () => {
  const small = fixture("small");

  it("is its columns and first rows, with how many more there are", async () => {
    const { head, rows, rowsLeft, columnsLeft } = await headOf(small);
    assert.deepEqual([head, rowsLeft, columnsLeft, rows.length], [["id", "name", "scores"], 10, 0, 50]);
    assert.deepEqual(rows.slice(0, 3), [
      ["0", "a", "[]"],
      ["1", "<b>", "[0.0]"],
      ["2", "", "[0.0, 1.0]"],
    ]);
  });

  it("is the same where it is packed with LZ4, and read where Hadoop packed it", async () => {
    assert.deepEqual(await headOf(fixture("lz4")), await headOf(small));
    const { rows, rowsLeft } = await headOf(fixture("lz4_hadoop"));
    assert.deepEqual(
      rows.map(([cell]) => Number(cell)),
      Array.from({ length: 50 }, (_, row) => Math.floor(row / 7)),
    );
    assert.equal(rowsLeft, 850);
  });

  it("has rows of lists whole that lie in many pages", async () => {
    const { rows } = await headOf(fixture("pages"));
    const list = (row: number) => `[${Array.from({ length: 20 }, (_, item) => row * 100 + item).join(", ")}]`;
    assert.deepEqual(
      rows.map(([cell]) => cell),
      Array.from({ length: 50 }, (_, row) => list(row)),
    );
  });

  it("of a file without rows is its columns", async () => {
    const { head, rows, rowsLeft } = await headOf(fixture("empty"));
    assert.deepEqual([head, rows, rowsLeft], [["id", "name", "scores"], [], 0]);
  });

  const broken: readonly (readonly [what: string, bytes: Uint8Array, why: RegExp])[] = [
    ["four bytes", small.slice(0, 4), /broken, it is too short/],
    ["an end that is cut off", small.slice(0, -30), /broken, its end is missing/],
    [
      "an index that is longer than the file",
      changed(small, (_, view) => view.setUint32(small.length - 8, 1e9, true)),
      /longer than the file/,
    ],
    ["an encrypted one", changed(small, (bytes) => bytes.set([0x50, 0x41, 0x52, 0x45], small.length - 4)), /^encrypted$/],
    [
      "an index of nothing",
      changed(small, (bytes, view) => bytes.fill(0, small.length - 8 - view.getUint32(small.length - 8, true), small.length - 8)),
      /^broken, /,
    ],
    ["columns of nothing", changed(small, (bytes) => bytes.fill(0, 4, 400)), /^broken, /],
    ["a codec that is not known here", lzo(fixture("lz4")), /^compressed with LZO, which is not read here/],
    ["a page that is packed otherwise than it says", fixture("lz4").fill(0xff, 60, 90), /^broken, /],
  ];
  for (const [what, bytes, why] of broken) {
    it(`says what is wrong with ${what}`, async () => {
      assert.match(await whyOf(bytes), why);
    });
  }

  it("is cells or a clause, whatever is changed in the bytes", async () => {
    const flips = fc.array(fc.tuple(fc.nat(small.length - 1), fc.nat(255)), { minLength: 1, maxLength: 6 });
    const whole = fc.constantFrom(small, fixture("lz4"), fixture("lz4_hadoop"));
    await fc.assert(
      fc.asyncProperty(whole, flips, fc.nat(20), async (file, places, cut) => {
        const bytes = changed(file, (copy) => places.forEach(([at, byte]) => void copy.fill(byte, at, at + 1)));
        // What is cut out of the middle moves all that follows.
        const shorter = cut === 0 ? bytes : Uint8Array.from([...bytes.slice(0, 200), ...bytes.slice(200 + cut)]);
        const found = await headOf(shorter).catch((error: unknown) => whyUnread(error));
        assert.ok(found instanceof Error ? /^[a-z]/.test(found.message) : found.rows.every((row) => row.length === found.head.length));
      }),
      generated(800),
    );
  });
});

describe("a Parquet file whose bytes stand for gigabytes", function () {
  this.timeout(60_000);
  const { signal } = new AbortController();

  it("ends its reader and nothing else", async () => {
    await assert.rejects(readParquetApart(reader, fileOf(fixture("bomb")), signal), {
      isTooLarge: true,
      message: /takes too (much memory|long)/,
    });
    assert.equal((await readParquetApart(reader, fileOf(fixture("small")), signal)).rows.length, 50);
  });

  it("is given up when nobody waits for it any more", async () => {
    const giveUp = new AbortController();
    const slow = { size: 1000, slice: () => new Promise<never>(() => giveUp.abort(new Error("left"))) };
    await assert.rejects(readParquetApart(reader, slow, giveUp.signal), { message: "left" });
  });

  it("says what the registry says where a part cannot be read", async () => {
    const refused = { size: 1000, slice: () => Promise.reject(new Error("offline")) };
    await assert.rejects(readParquetApart(reader, refused, signal), { message: "offline" });
  });
});

import assert from "node:assert/strict";
import type { Registry } from "#registry/api.ts";
import type { ArtifactContent } from "#registry/model/types.ts";
import type { World } from "../world.ts";
import { parquetPreview } from "./parquetPreview.ts";

const { signal } = new AbortController();
const mark = new TextEncoder().encode("PAR1");
const table = { head: ["a"], rows: [["1"]], rowsLeft: 3, columnsLeft: 0 };

/** What comes of a file of which a registry gives this for `from` and `maxBytes`; the reader reads these parts of it. */
async function previewed(
  give: (from: number, maxBytes: number) => ArtifactContent,
  reads: readonly (readonly [from: number, to: number])[],
  content: ArtifactContent = { bytes: mark, isWhole: false },
) {
  const asked: string[] = [];
  const registry = {
    readArtifact: async ({ from = 0, maxBytes }: { from?: number; maxBytes: number }) => {
      asked.push(`${from}+${maxBytes}`);
      return give(from, maxBytes);
    },
  } as unknown as Registry;
  const read: NonNullable<World["parquetHead"]> = async (file) => {
    for (const [from, to] of reads) await file.slice(from, to);
    return table;
  };
  const preview = await parquetPreview({ runId: "r", path: "a.parquet", content }, { registry, read }, signal);
  return { preview, asked };
}

const parts = (size: number) => (from: number, maxBytes: number) => {
  const start = from < 0 ? size + from : from;
  return { bytes: new Uint8Array(Math.min(maxBytes, size - start)), isWhole: false, part: { from: start, size } };
};

describe("the preview of a Parquet file", () => {
  it("of which parts can be had asks for these alone", async () => {
    const { preview, asked } = await previewed(parts(5e9), [[4_999_999_000, 5e9]]);
    assert.deepEqual(asked, ["-1+1", "4999999000+1000"]);
    assert.deepEqual(preview, { kind: "table", ...table, read: 5e9, isWhole: true });
  });

  it("that is small is what was read already", async () => {
    const { asked } = await previewed(parts(4), [[0, 4]], { bytes: mark, isWhole: true });
    assert.deepEqual(asked, []);
  });

  it("of which no parts can be had is read whole", async () => {
    const { preview, asked } = await previewed(() => ({ bytes: new Uint8Array(900), isWhole: true }), [[800, 900]]);
    assert.deepEqual([preview.kind, asked], ["table", ["-1+1", "0+16000000"]]);
  });

  const refused: readonly (readonly [string, Parameters<typeof previewed>[0], Parameters<typeof previewed>[1], string, RegExp])[] = [
    [
      "too large to be read whole",
      () => ({ bytes: mark, isWhole: false }),
      [],
      "tooLarge",
      /gives no parts of files, and it has more than 16/,
    ],
    ["of which too much would be read", parts(5e9), [[0, 1e8]], "tooLarge", /more than 48/],
    ["that became another one", (from, most) => (from < 0 ? parts(90)(from, most) : parts(80)(from, most)), [[0, 80]], "unread", /changed/],
  ];
  for (const [what, give, reads, why, because] of refused) {
    it(`${what} says so`, async () => {
      const { preview } = await previewed(give, reads);
      assert.ok(preview.kind === "unshown");
      assert.deepEqual([preview.why, preview.what], [why, "Parquet table"]);
      assert.match(preview.because ?? "", because);
    });
  }
});

/** The entry of the process that reads the head of one Parquet file, of which it asks for parts. */
import * as zlib from "node:zlib";
import { parquetHead, type Unpackers } from "./artifacts/parquet/head.ts";
import { unpackLz4, unpackLz4Raw } from "./artifacts/parquet/lz4.ts";
import { whyUnread } from "./artifacts/parquet/unread.ts";
import type { FromReader, ToReader } from "./nodeParquet.ts";

const waiting = new Map<number, (bytes: Uint8Array<ArrayBuffer>) => void>();
const tell = (message: FromReader) => void process.send?.(message);
process.on("message", ({ id, bytes }: ToReader) => {
  waiting.get(id)?.(bytes);
  waiting.delete(id);
});

let asked = 0;
function slice(from: number, to: number): Promise<Uint8Array<ArrayBuffer>> {
  const { promise, resolve } = Promise.withResolvers<Uint8Array<ArrayBuffer>>();
  const id = asked++;
  waiting.set(id, resolve);
  tell({ id, from, to });
  return promise;
}

const unpackers: Unpackers = {
  GZIP: (input, length) => zlib.gunzipSync(input, { maxOutputLength: Math.max(1, length) }),
  BROTLI: (input, length) => zlib.brotliDecompressSync(input, { maxOutputLength: Math.max(1, length) }),
  LZ4: unpackLz4,
  LZ4_RAW: unpackLz4Raw,
  // Since Node 22.15.
  ...(typeof zlib.zstdDecompressSync === "function"
    ? { ZSTD: (input: Uint8Array, length: number) => zlib.zstdDecompressSync(input, { maxOutputLength: Math.max(1, length) }) }
    : {}),
};

parquetHead({ size: Number(process.argv[2]), slice }, unpackers).then(
  (head) => tell({ head }),
  (error: unknown) => {
    const { message, isTooLarge } = whyUnread(error);
    tell({ unread: message, isTooLarge });
  },
);

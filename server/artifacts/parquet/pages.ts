import type { ColumnChunk, Compressors, PageHeader, SchemaTree } from "hyparquet";
import { parquetHeader } from "hyparquet/src/column.js";
import { decompressPage, readDataPage } from "hyparquet/src/datapage.js";
import { getMaxRepetitionLevel, getTreePath } from "hyparquet/src/schema.js";
import { timeParsers } from "./columns.ts";
import { Unread } from "./unread.ts";

/** A file of which parts are read; `slice` rejects where the whole would be too much. */
export interface RangedFile {
  /** bytes */
  readonly size: number;
  slice(from: number, to: number): Promise<Uint8Array<ArrayBuffer>>;
}

/** The first pages of a column. */
export interface Beginning {
  /** Where they begin in the file. */
  readonly from: number;
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Rows that are there whole. */
  readonly rows: number;
}

/** What a column is read by at first: most are shorter. */
const firstLook = 256_000;
/** With this much of a column and a row of it, no more is read: its rows are long. */
const enough = 2_000_000;
/** Longest page as it lies in the file, and unpacked; bytes. Writers make them of one megabyte. */
const mostPage = 12_000_000;
const mostUnpacked = 32_000_000;
/** Values of one page, which may take next to nothing in the file. */
const mostValues = 4_000_000;
/** The header of a page has the least and the greatest value of it. */
const mostHeader = 1_000_000;

interface Page {
  readonly header: PageHeader;
  /** Where its content begins and ends in `bytes`. */
  readonly start: number;
  readonly end: number;
}

/** The pages of a column that have its first `wanted` rows, or some of them where rows are long. */
export async function beginningOf(
  file: RangedFile,
  chunk: ColumnChunk,
  root: SchemaTree,
  { wanted, compressors }: { readonly wanted: number; readonly compressors: Compressors },
): Promise<Beginning> {
  const { meta, from, length } = placeOf(chunk, file.size);
  const path = getTreePath(root, meta.path_in_schema);
  const isRepeated = getMaxRepetitionLevel(path) > 0;
  let bytes = new Uint8Array();
  let at = 0;
  let begun = 0;
  let whole = 0;
  while (at < length && whole < wanted && (at < enough || whole === 0)) {
    const page = await pageAt(at, bytes, length, async (size) => {
      bytes = await file.slice(from, from + size);
      return bytes;
    });
    at = page.end;
    const { data_page_header: first, data_page_header_v2: second } = page.header;
    if (second !== undefined) whole = begun += second.num_rows;
    else if (first !== undefined && !isRepeated) whole = begun += first.num_values;
    else if (first !== undefined) {
      const content = bytes.subarray(page.start, page.end);
      const unpacked = decompressPage(content, page.header.uncompressed_page_size, meta.codec, compressors);
      const decoder = { ...meta, pathInSchema: meta.path_in_schema, schemaPath: path, element: path.at(-1)?.element ?? root.element };
      const { repetitionLevels } = readDataPage(unpacked, first, { ...decoder, parsers: timeParsers as never });
      begun += repetitionLevels.filter((level) => level === 0).length;
      // The last row of such a page may go on in the next one.
      whole = at < length ? begun - 1 : begun;
    }
  }
  return { from, bytes: bytes.subarray(0, at), rows: Math.max(0, whole) };
}

function placeOf({ meta_data: meta }: ColumnChunk, size: number) {
  if (meta === undefined) throw new Unread("encrypted");
  const from = Number(meta.dictionary_page_offset || meta.data_page_offset);
  const length = Number(meta.total_compressed_size);
  if (!(from >= 0 && length > 0 && from + length <= size)) throw new Unread("broken, a column is not where its index says");
  return { meta, from, length };
}

/** The page that begins at a byte of the column; `read` gives so many bytes of the column from its beginning. */
async function pageAt(at: number, read: Uint8Array, length: number, more: (size: number) => Promise<Uint8Array>): Promise<Page> {
  let bytes = read;
  if (bytes.length <= at) bytes = await more(Math.min(length, at + firstLook));
  for (;;) {
    const page = headerAt(bytes, at);
    if (page === undefined) {
      if (bytes.length >= Math.min(length, at + mostHeader)) throw new Unread("broken, a page has no end");
      bytes = await more(Math.min(length, at + mostHeader));
      continue;
    }
    checkPage(page.header);
    if (page.end > length) throw new Unread("broken, a page is longer than its column");
    if (page.end > bytes.length) await more(Math.min(length, page.end + firstLook));
    return page;
  }
}

/** Undefined where there are too few bytes for it. */
function headerAt(bytes: Uint8Array, at: number): Page | undefined {
  const reader = { view: new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength), offset: at };
  try {
    const header = parquetHeader(reader);
    return { header, start: reader.offset, end: reader.offset + header.compressed_page_size };
  } catch {
    return undefined;
  }
}

function checkPage({ compressed_page_size: packed, uncompressed_page_size: unpacked, ...header }: PageHeader): void {
  const { data_page_header: first, data_page_header_v2: second, dictionary_page_header: dictionary } = header;
  const values = (first ?? second ?? dictionary)?.num_values ?? 0;
  const sizes = [packed, unpacked, values, second?.num_rows ?? 0, second?.num_nulls ?? 0];
  if (!sizes.every((size) => Number.isInteger(size) && size >= 0)) throw new Unread("broken, a page has no size");
  if (packed > mostPage || unpacked > mostUnpacked || values > mostValues)
    throw new Unread("its pages are too large to be read here", true);
}

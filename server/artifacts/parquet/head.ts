import type { Compressors, FileMetaData, RowGroup, SchemaTree } from "hyparquet";
import { parquetMetadata } from "hyparquet/src/metadata.js";
import { parquetReadColumn } from "hyparquet/src/read.js";
import { inParallel } from "#registry/model/inParallel.ts";
import type { TableHead } from "../tableHead.ts";
import { headOf, mostColumns, mostRows } from "../tableHead.ts";
import { cellText } from "./cellText.ts";
import { type Columns, columnsOf, timeParsers } from "./columns.ts";
import { type Beginning, beginningOf, type RangedFile } from "./pages.ts";
import { Unread } from "./unread.ts";

/** The index of very wide tables, bytes; it is several times as large in memory. */
const mostIndex = 4_000_000;
/** The index of most files is in here. */
const usualIndex = 64_000;
/** How a file ends: the length of the index, and `PAR1`. */
const endLength = 8;
const width = 4;

/** What a file is unpacked with, beside Snappy. Each gives up where the result would be longer than it is said to be. */
export type Unpackers = Compressors;

/**
 * The names of the columns and the first rows of a Parquet file, of which its index and the first pages of the columns that are shown are
 * read. Rejects with an `Unread`, or with whatever broken bytes make of the reader.
 */
export async function parquetHead(file: RangedFile, compressors: Unpackers): Promise<TableHead> {
  const metadata = await indexOf(file);
  const columns = columnsOf(metadata);
  const shown = columns.root.children.slice(0, mostColumns);
  const total = totalRows(metadata);
  const rows: string[][] = [];
  for (const group of metadata.row_groups) {
    if (rows.length >= mostRows || shown.length === 0) break;
    const wanted = Math.min(mostRows - rows.length, Number(group.num_rows));
    if (wanted === 0) continue;
    const found = await rowsOf({ file, metadata, group, columns, shown, wanted, compressors });
    rows.push(...found);
    if (found.length < wanted) break;
  }
  const head = headOf(
    shown.map(({ element }) => element.name),
    rows,
  );
  return { ...head, rowsLeft: total - rows.length, columnsLeft: columns.root.children.length - shown.length };
}

async function indexOf(file: RangedFile): Promise<FileMetaData> {
  if (file.size < endLength + 4) throw new Unread("broken, it is too short");
  let tail = await file.slice(Math.max(0, file.size - usualIndex), file.size);
  const end = new DataView(tail.buffer, tail.byteOffset + tail.length - endLength, endLength);
  const mark = new TextDecoder().decode(tail.subarray(-4));
  if (mark === "PARE") throw new Unread("encrypted");
  if (mark !== "PAR1") throw new Unread("broken, its end is missing");
  const length = end.getUint32(0, true);
  if (length + endLength > file.size) throw new Unread("broken, its index is longer than the file");
  if (length > mostIndex) throw new Unread("its index is too large to be read here", true);
  if (length + endLength > tail.length) tail = await file.slice(file.size - length - endLength, file.size);
  return parquetMetadata(tail, { parsers: timeParsers, geoparquet: false });
}

function totalRows({ num_rows: total, row_groups: groups }: FileMetaData): number {
  const sum = groups.reduce((rows, group) => rows + (group.num_rows >= 0n ? group.num_rows : -1n << 64n), 0n);
  if (sum !== total || sum > Number.MAX_SAFE_INTEGER) throw new Unread("broken, its numbers of rows make no sense");
  return Number(sum);
}

interface Wanted {
  readonly file: RangedFile;
  readonly metadata: FileMetaData;
  readonly group: RowGroup;
  readonly columns: Columns;
  readonly shown: readonly SchemaTree[];
  readonly wanted: number;
  readonly compressors: Unpackers;
}

/** The first rows of a group: as many as were read of each column. */
async function rowsOf({ file, metadata, group, columns, shown, wanted, compressors }: Wanted): Promise<string[][]> {
  const names = new Set(shown.map(({ element }) => element.name));
  if (names.size < shown.length) throw new Unread("several of its columns have one name");
  const chunks = group.columns.filter(({ meta_data: meta }) => meta === undefined || names.has(meta.path_in_schema[0] ?? ""));
  const parts = await inParallel(chunks, width, (chunk) => beginningOf(file, chunk, columns.root, { wanted, compressors }));
  const count = Math.min(wanted, ...parts.map(({ rows }) => rows));
  if (count === 0) throw new Unread("its rows are too large to be read here", true);
  // For the reader the file has the pages that were read, and nothing else.
  const read: RowGroup["columns"] = chunks.map(({ meta_data: meta }, at) => ({
    file_offset: 0n,
    ...(meta === undefined ? {} : { meta_data: { ...meta, total_compressed_size: BigInt(parts[at]?.bytes.length ?? 0) } }),
  }));
  const partly: FileMetaData = { ...metadata, schema: [...columns.plain], row_groups: [{ ...group, columns: read }] };
  const from = { byteLength: file.size, slice: (start: number, end = file.size) => piece(parts, start, end) };
  const options = { file: from, metadata: partly, rowStart: 0, rowEnd: count, utf8: false, compressors, geoparquet: false };
  const cells: string[][] = [];
  for (const column of shown) {
    const values = await parquetReadColumn({ ...options, columns: [column.element.name], parsers: timeParsers });
    cells.push(Array.from({ length: count }, (_, row) => cellText(values[row], column)));
  }
  return Array.from({ length: count }, (_, row) => cells.map((column) => column[row] ?? ""));
}

/** Of the file, filled with zeros where nothing was read: between two columns that lie close together. */
function piece(parts: readonly Beginning[], start: number, end: number): ArrayBuffer {
  const bytes = new Uint8Array(end - start);
  for (const part of parts) {
    const from = Math.max(start, part.from);
    const to = Math.min(end, part.from + part.bytes.length);
    if (from < to) bytes.set(part.bytes.subarray(from - part.from, to - part.from), from - start);
  }
  return bytes.buffer;
}

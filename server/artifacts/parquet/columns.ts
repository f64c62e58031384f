import type { FileMetaData, SchemaElement, SchemaTree } from "hyparquet";
import { parquetSchema } from "hyparquet/src/metadata.js";
import { timestampText } from "./cellText.ts";

/** What the file says of its columns. */
export interface Columns {
  /** As the file has it: the text of a cell is told by it. */
  readonly root: SchemaTree;
  /** As it is read: what would lose something on the way (a decimal as a float) comes as it is stored. */
  readonly plain: readonly SchemaElement[];
}

export function columnsOf(metadata: FileMetaData): Columns {
  return { root: parquetSchema(metadata), plain: metadata.schema.map(plain) };
}

const texts = ["UTF8", "ENUM", "JSON"];
const kept = /^(DATE|TIMESTAMP_\w+|U?INT_\d+|LIST|MAP|MAP_KEY_VALUE)$/;
const keptLogical = /^(DATE|TIMESTAMP|INTEGER|LIST|MAP|UUID|FLOAT16)$/;

function plain(element: SchemaElement): SchemaElement {
  const { converted_type: converted = "", logical_type: logical, ...rest } = element;
  if (texts.includes(converted) || isText(element)) return { ...rest, converted_type: "UTF8" };
  return {
    ...rest,
    ...(kept.test(converted) ? { converted_type: converted as NonNullable<SchemaElement["converted_type"]> } : {}),
    ...(logical !== undefined && keptLogical.test(logical.type) ? { logical_type: logical } : {}),
  };
}

function isText({ logical_type: logical }: SchemaElement): boolean {
  return logical?.type === "STRING" || logical?.type === "ENUM" || logical?.type === "JSON";
}

/** Points in time as texts, with all their digits. */
export const timeParsers = {
  timestampFromMilliseconds: (millis: bigint) => timestampText(BigInt(millis) * 1_000_000n),
  timestampFromMicroseconds: (micros: bigint) => timestampText(BigInt(micros) * 1000n),
  timestampFromNanoseconds: (nanos: bigint) => timestampText(BigInt(nanos)),
  dateFromDays: (days: number) => timestampText(BigInt(days) * 86_400_000_000_000n).replace(/ 00:00:00$/, ""),
};

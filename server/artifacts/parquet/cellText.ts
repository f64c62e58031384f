import type { SchemaElement, SchemaTree } from "hyparquet";
import { floatText } from "../../formats/pythonText.ts";

/** More of a list is not shown in a cell. */
const mostItems = 100;

/**
 * What stands in a cell, as pandas writes it: `True`, `0.1`, `2026-11-28 10:00:00`, `12.30`; nothing for no value. Lists, structs and maps
 * are written as JSON.
 */
export function cellText(value: unknown, node: SchemaTree): string {
  if (value === null || value === undefined) return "";
  return isNested(value) ? nested(value, node) : leafText(value, node.element);
}

function isNested(value: unknown): value is object {
  return typeof value === "object" && !(value instanceof Uint8Array);
}

function nested(value: unknown, node: SchemaTree): string {
  if (value === null || value === undefined) return "null";
  if (Array.isArray(value)) {
    const item = isList(node) ? (node.children[0]?.children[0] ?? node) : node;
    return `[${joined(
      value.slice(0, mostItems).map((each) => nested(each, item)),
      value.length,
    )}]`;
  }
  if (isNested(value)) {
    const entries = Object.entries(value);
    const ofMap = node.children[0]?.children[1];
    const child = (name: string) => node.children.find(({ element }) => element.name === name) ?? ofMap ?? node;
    const texts = entries.slice(0, mostItems).map(([key, each]) => `${JSON.stringify(key)}: ${nested(each, child(key))}`);
    return `{${joined(texts, entries.length)}}`;
  }
  const text = leafText(value, node.element);
  if (typeof value === "boolean") return text.toLowerCase();
  return typeof value === "string" || value instanceof Uint8Array ? JSON.stringify(text) : text;
}

/** The repeated group between a list and what it lists holds that alone. */
function isList({ children }: SchemaTree): boolean {
  const [repeated, ...others] = children;
  return others.length === 0 && repeated?.element.repetition_type === "REPEATED" && repeated.children.length === 1;
}

function joined(texts: readonly string[], all: number): string {
  return [...texts, ...(all > texts.length ? ["…"] : [])].join(", ");
}

function leafText(value: unknown, element: SchemaElement): string {
  const { type, converted_type: converted, logical_type: logical } = element;
  if (typeof value === "boolean") return value ? "True" : "False";
  if (converted === "DECIMAL" || logical?.type === "DECIMAL") {
    const whole = value instanceof Uint8Array ? signedBytes(value) : BigInt(value as number | bigint);
    return decimalText(whole, element.scale ?? (logical?.type === "DECIMAL" ? logical.scale : 0));
  }
  if (logical?.type === "TIME" || converted?.startsWith("TIME_M")) return timeText(BigInt(value as number | bigint), element);
  if (typeof value === "string") return isInZone(element) ? `${value}+00:00` : value;
  if (typeof value === "number" && (type === "FLOAT" || type === "DOUBLE" || type === "FIXED_LEN_BYTE_ARRAY")) {
    return type === "FLOAT" ? floatText(shortest(value)) : floatText(value);
  }
  return value instanceof Uint8Array ? bytesText(value) : String(value);
}

/** The shortest number that is this one as a float of 32 bits, which is how it is written. */
function shortest(value: number): number {
  for (let digits = 1; digits < 9; digits++) {
    const rounded = Number(value.toPrecision(digits));
    if (Math.fround(rounded) === value) return rounded;
  }
  return value;
}

/** Big-endian, in two's complement. */
function signedBytes(bytes: Uint8Array): bigint {
  const whole = bytes.reduce((sum, byte) => sum * 256n + BigInt(byte), 0n);
  return BigInt.asIntN(bytes.length * 8, whole);
}

function decimalText(whole: bigint, scale: number): string {
  if (scale <= 0 || scale > 100) return String(whole);
  const digits = String(whole < 0n ? -whole : whole).padStart(scale + 1, "0");
  return `${whole < 0n ? "-" : ""}${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
}

/** Stored in UTC: what was written without a zone, and Spark's old form, are not. */
function isInZone({ type, converted_type: converted, logical_type: logical }: SchemaElement): boolean {
  if (logical !== undefined) return logical.type === "TIMESTAMP" && logical.isAdjustedToUTC;
  return type !== "INT96" && converted?.startsWith("TIMESTAMP_") === true;
}

function timeText(value: bigint, { converted_type: converted, logical_type: logical }: SchemaElement): string {
  const unit = logical?.type === "TIME" ? logical.unit : converted === "TIME_MILLIS" ? "MILLIS" : "MICROS";
  const nanos = value * { MILLIS: 1_000_000n, MICROS: 1000n, NANOS: 1n }[unit];
  return timestampText(nanos).replace(/^1970-01-01 /, "");
}

/** Nanoseconds since 1970 as pandas writes a `Timestamp`: a fraction of six digits, or nine, where there is one. */
export function timestampText(nanos: bigint): string {
  const seconds = (nanos - (((nanos % 1_000_000_000n) + 1_000_000_000n) % 1_000_000_000n)) / 1_000_000_000n;
  const rest = nanos - seconds * 1_000_000_000n;
  const date = new Date(Number(seconds) * 1000);
  if (Number.isNaN(date.getTime())) return `${nanos} ns`;
  const fraction = String(rest).padStart(9, "0");
  const digits = rest === 0n ? "" : `.${fraction.endsWith("000") ? fraction.slice(0, 6) : fraction}`;
  return date
    .toISOString()
    .replace("T", " ")
    .replace(/\.000Z$/, digits);
}

const escapes: Readonly<Record<string, string>> = { "\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r" };

/** As Python shows `bytes`. */
function bytesText(bytes: Uint8Array): string {
  const quote = bytes.includes(0x27) && !bytes.includes(0x22) ? '"' : "'";
  const texts = [...bytes.subarray(0, mostItems)].map((byte) => {
    const letter = String.fromCharCode(byte);
    if (letter === quote) return `\\${quote}`;
    return escapes[letter] ?? (byte >= 32 && byte < 127 ? letter : `\\x${byte.toString(16).padStart(2, "0")}`);
  });
  return `b${quote}${texts.join("")}${bytes.length > mostItems ? "…" : ""}${quote}`;
}

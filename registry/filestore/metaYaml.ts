import { isMap, isScalar, type Pair, parseDocument } from "yaml";

/** A value of a `meta.yaml`. Maps hold texts (the tags of an input); what MLflow never writes there is left out. */
export type MetaValue = string | number | null | { readonly [key: string]: string };

/** The keys of a `meta.yaml`; never has those of `Object`. */
export type Meta = Readonly<Record<string, MetaValue>>;

const key = /^[a-z_]+$/;
/** What begins something else than a plain text in YAML. */
const notPlain = new Set('-?:,[]{}#&*!|>"%@` \t');

/**
 * Reads a `meta.yaml` as MLflow writes it (3.17.2, PyYAML's `safe_dump`): a map of numbers, texts and `null`. Nearly all of them are lines of a key
 * and a short value, which are read here; anything else is given to a YAML parser. Absent: it is no map, or no YAML.
 */
export function readMeta(text: string): Meta | undefined {
  return readLines(text) ?? readYaml(text);
}

/** Absent: there is something in it that takes more than this. Made for ten thousand files, one after the other. */
function readLines(text: string): Meta | undefined {
  const meta: Record<string, MetaValue> = Object.create(null);
  for (let at = 0; at < text.length; ) {
    const next = text.indexOf("\n", at);
    const end = next < 0 ? text.length : next;
    const colon = text.indexOf(": ", at);
    if (colon < 0 || colon > end) return undefined;
    const name = text.slice(at, colon);
    const value = lineValue(text.slice(colon + 2, end));
    if (value === undefined || !key.test(name)) return undefined;
    if (value !== nothing) meta[name] = value;
    at = end + 1;
  }
  return text.length === 0 ? undefined : meta;
}

/** Of an empty list or map. */
const nothing = Symbol("nothing");

function lineValue(written: string): MetaValue | typeof nothing | undefined {
  const first = written.charCodeAt(0);
  if (first === 0x27) return quotedValue(written);
  if (written === "{}" || written === "[]") return nothing;
  const value = plainValue(written);
  if (typeof value !== "string") return value;
  const isPlain = !notPlain.has(written.charAt(0)) && !written.includes(": ") && !written.includes(" #") && !/[:\s]$/.test(written);
  return isPlain ? value : undefined;
}

/** Absent: it goes on in the next line, or is none. */
function quotedValue(written: string): string | undefined {
  const inner = written.slice(1, -1);
  if (written.length < 2 || !written.endsWith("'")) return undefined;
  if (!inner.includes("'")) return inner;
  return /^(?:[^']|'')*$/.test(inner) ? inner.replaceAll("''", "'") : undefined;
}

/** Whole numbers and nothing are all that MLflow writes without quotes, but for texts. */
function plainValue(written: string): string | number | null {
  if (written === "null" || written === "~" || written === "") return null;
  const first = written.charCodeAt(0);
  if (first !== 0x2d && (first < 0x30 || first > 0x39)) return written;
  const number = Number(written);
  // Otherwise it is no number, or one that would not come out as it went in.
  return Number.isSafeInteger(number) && String(number) === written ? number : written;
}

function readYaml(text: string): Meta | undefined {
  // Schema `failsafe`: every scalar is the text that it is written as, so that `1e5` in a name stays a name.
  const document = parseDocument(text, { schema: "failsafe", version: "1.1", logLevel: "silent", uniqueKeys: false });
  if (document.errors.length > 0 || !isMap(document.contents)) return undefined;
  const meta: Record<string, MetaValue> = Object.create(null);
  for (const pair of document.contents.items) {
    const value = metaValue(pair);
    if (value !== undefined) meta[keyOf(pair)] = value;
  }
  return meta;
}

function keyOf({ key }: Pair): string {
  return isScalar(key) ? String(key.value) : "";
}

function metaValue({ value }: Pair): MetaValue | undefined {
  if (value === null) return null;
  if (isScalar(value)) return value.type === "PLAIN" ? plainValue(String(value.value ?? "")) : String(value.value);
  if (!isMap(value)) return undefined;
  const inner: Record<string, string> = Object.create(null);
  for (const pair of value.items) {
    if (isScalar(pair.value)) inner[keyOf(pair)] = String(pair.value.value ?? "");
  }
  return inner;
}

/** Text of a key; empty where there is none. */
export function textIn(meta: Meta, key: string): string {
  const value = meta[key];
  return typeof value === "string" ? value : typeof value === "number" ? String(value) : "";
}

/** Number of a key; absent where there is none. */
export function numberIn(meta: Meta, key: string): number | undefined {
  const value = meta[key];
  return typeof value === "number" ? value : undefined;
}

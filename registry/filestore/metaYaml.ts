import { isMap, isScalar, type Pair, parseDocument } from "yaml";

/** A value of a `meta.yaml`. Maps hold texts (the tags of an input); what MLflow never writes there is left out. */
export type MetaValue = string | number | null | { readonly [key: string]: string };

/** The keys of a `meta.yaml`; never has those of `Object`. */
export type Meta = Readonly<Record<string, MetaValue>>;

const line = /([a-z_]+):(?: ([^\n]*))?(?:\n|$)/y;
/** What begins something else than a plain text, or ends one, in YAML. */
const notPlain = /^[-?:,[\]{}#&*!|>"%@`\s]|: | #|:$|\s$/;

/**
 * Reads a `meta.yaml` as MLflow writes it (3.17.2, PyYAML's `safe_dump`): a map of numbers, texts and `null`. Nearly all of them are lines of a key
 * and a short value, which are read here; anything else is given to a YAML parser. Absent: it is no map, or no YAML.
 */
export function readMeta(text: string): Meta | undefined {
  return readLines(text) ?? readYaml(text);
}

function readLines(text: string): Meta | undefined {
  const meta: Record<string, MetaValue> = Object.create(null);
  line.lastIndex = 0;
  while (line.lastIndex < text.length) {
    const [, key = "", written] = line.exec(text) ?? [];
    if (key === "" || written === undefined) return undefined;
    if (written === "{}" || written === "[]") continue;
    if (written.startsWith("'")) {
      const quoted = /^'((?:[^']|'')*)'$/.exec(written)?.[1];
      if (quoted === undefined) return undefined;
      meta[key] = quoted.replaceAll("''", "'");
    } else if (/^-?\d+$/.test(written) || !notPlain.test(written)) {
      meta[key] = plainValue(written);
    } else return undefined;
  }
  return text.length === 0 ? undefined : meta;
}

/** Whole numbers and nothing are all that MLflow writes without quotes, but for texts. */
function plainValue(written: string): string | number | null {
  if (/^-?\d+$/.test(written)) return Number(written);
  return written === "null" || written === "~" || written === "" ? null : written;
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

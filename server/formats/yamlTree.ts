import { isAlias, isMap, isScalar, isSeq, type Pair, parseDocument, type Scalar, type YAMLMap, type YAMLSeq } from "yaml";
import { resolvePyYamlScalar, type ScalarValue } from "./pyYaml.ts";
import type { Span } from "./text.ts";

/**
 * Whose YAML it is. `mlflow`: PyYAML (1.1, a repeated key silently wins, `yes` is a boolean, merge keys).
 * `slipway`: YAML 1.2 core, no merge keys.
 */
export type Dialect = "mlflow" | "slipway";

export interface YamlScalar extends Span {
  readonly kind: "scalar";
  readonly scalar: ScalarValue;
  /** The value as text: the content of a string, the source of anything else. */
  readonly text: string;
  readonly quoted: boolean;
}

export interface YamlEntry {
  readonly key: YamlScalar;
  /** A null scalar of no length, just after the key, when nothing is written. */
  readonly value: YamlNode;
  /** Came in through a merge key (`<<`). */
  readonly merged: boolean;
}

export interface YamlMap extends Span {
  readonly kind: "map";
  /** In the order of the file, repeated keys included. */
  readonly entries: readonly YamlEntry[];
}

export interface YamlList extends Span {
  readonly kind: "list";
  readonly items: readonly YamlNode[];
}

export type YamlNode = YamlScalar | YamlMap | YamlList;

/** Something that keeps the text from being YAML; the tree holds what could be read all the same. */
export interface YamlProblem extends Span {
  /** `yaml`'s own code (`BAD_DQ_ESCAPE`), or ours: `TOO_LARGE`, `TOO_DEEP`, `ALIASES`. */
  readonly code: string;
  readonly message: string;
}

export interface YamlTree {
  /** Absent for a text without content, or when it is beyond the limits. */
  readonly root?: YamlNode;
  readonly problems: readonly YamlProblem[];
}

/** Characters; a config file of this size is not one that a person wrote. */
const MAX_TEXT = 500_000;
/** Nodes after aliases are followed; a "billion laughs" file is far beyond. */
const MAX_NODES = 500_000;

class TooManyNodes extends Error {}

/** Reads YAML into a plain tree with a span for every value. Never throws; costs a bounded time. */
export function readYaml(text: string, dialect: Dialect): YamlTree {
  if (text.length > MAX_TEXT) {
    return { problems: [{ code: "TOO_LARGE", message: "This file is larger than 500 KB and is not checked.", start: 0, end: 0 }] };
  }
  try {
    const document = parseDocument(text, {
      schema: dialect === "mlflow" ? "failsafe" : "core",
      version: "1.2",
      uniqueKeys: false,
      prettyErrors: false,
      strict: true,
      logLevel: "silent",
    });
    // `yaml` 2.9 gives up on depth by itself, once per level.
    if (document.errors.some(({ code }) => code === "RESOURCE_EXHAUSTION")) return tooDeep;
    const problems = document.errors.map(({ code, message, pos }) => ({ code, message, start: pos[0], end: pos[1] }));
    if (document.contents === null) return { problems };
    return { root: new Converter(dialect).node(document.contents, 0).node, problems };
  } catch (error) {
    if (error instanceof TooManyNodes) {
      const message = "The aliases of this file expand to more than 500,000 values; it is not checked.";
      return { problems: [{ code: "ALIASES", message, start: 0, end: 0 }] };
    }
    // The parser is recursive: a text nested thousands of levels deep ends its stack.
    return tooDeep;
  }
}

const tooDeep: YamlTree = {
  problems: [{ code: "TOO_DEEP", message: "This file is nested too deeply and is not checked.", start: 0, end: 0 }],
};

interface Converted {
  readonly node: YamlNode;
  /** Nodes in it, aliases followed. */
  readonly size: number;
}

/** From the syntax tree of `yaml` to ours. Anchored nodes are converted once and shared. */
class Converter {
  readonly #anchors = new Map<string, Converted>();
  readonly #dialect: Dialect;

  constructor(dialect: Dialect) {
    this.#dialect = dialect;
  }

  node(from: unknown, at: number): Converted {
    const converted = this.#convert(from, at);
    if (converted.size > MAX_NODES) throw new TooManyNodes();
    const anchor = isScalar(from) || isMap(from) || isSeq(from) ? from.anchor : undefined;
    if (anchor !== undefined) this.#anchors.set(anchor, converted);
    return converted;
  }

  #convert(from: unknown, at: number): Converted {
    if (isMap(from)) return this.#map(from);
    if (isSeq(from)) return this.#list(from);
    if (isScalar(from)) return { node: this.#scalar(from, at), size: 1 };
    if (isAlias(from)) {
      // An alias to what is still being read (a cycle) or to nothing stands for null.
      const target = this.#anchors.get(from.source);
      const span = spanOf(from.range, at);
      return target === undefined ? { node: nothing(span), size: 1 } : { node: { ...target.node, ...span }, size: target.size };
    }
    return { node: nothing({ start: at, end: at }), size: 1 };
  }

  #map(from: YAMLMap): Converted {
    const span = spanOf(from.range, 0);
    const own: YamlEntry[] = [];
    const inherited: YamlEntry[] = [];
    let size = 1;
    for (const pair of from.items as Pair<unknown, unknown>[]) {
      const key = this.node(pair.key, span.start);
      const scalarKey = key.node.kind === "scalar" ? key.node : { ...nothing(key.node), text: "?" };
      const value = this.node(pair.value, scalarKey.end);
      size += key.size + value.size;
      if (size > MAX_NODES) throw new TooManyNodes();
      if (this.#dialect === "mlflow" && scalarKey.text === "<<") inherited.push(...mergedEntries(value.node));
      else own.push({ key: scalarKey, value: value.node, merged: false });
    }
    const known = new Set(own.map((entry) => entry.key.text));
    const entries = [...own, ...inherited.filter((entry) => !known.has(entry.key.text))];
    return {
      node: {
        kind: "map",
        entries,
        ...span,
        end: from.flow
          ? span.end
          : lastEnd(
              own.map((entry) => entry.value),
              span,
            ),
      },
      size,
    };
  }

  #list(from: YAMLSeq): Converted {
    const span = spanOf(from.range, 0);
    let size = 1;
    const items = from.items.map((item) => {
      const converted = this.node(item, span.start);
      size += converted.size;
      if (size > MAX_NODES) throw new TooManyNodes();
      return converted.node;
    });
    return { node: { kind: "list", items, ...span, end: from.flow ? span.end : lastEnd(items, span) }, size };
  }

  #scalar(from: Scalar, at: number): YamlScalar {
    const span = spanOf(from.range, at);
    const quoted = from.type !== "PLAIN" && from.type !== undefined;
    const text = typeof from.value === "string" ? from.value : (from.source ?? "");
    return { kind: "scalar", scalar: this.#value(from, text, quoted), text, quoted, ...span };
  }

  #value(from: Scalar, text: string, quoted: boolean): ScalarValue {
    if (this.#dialect === "mlflow" && !quoted && from.tag === undefined) return resolvePyYamlScalar(text);
    const value = from.value;
    if (typeof value === "number") return { type: "number", value };
    if (typeof value === "boolean") return { type: "boolean", value };
    if (value === null) return { type: "null" };
    return { type: "string", value: text };
  }
}

function spanOf(range: readonly [number, number, number] | null | undefined, at: number): Span {
  return range === null || range === undefined ? { start: at, end: at } : { start: range[0], end: range[1] };
}

/** `yaml` lets a block collection end after the line break that follows it; people see it end with its last value. */
function lastEnd(children: readonly YamlNode[], span: Span): number {
  return children.at(-1)?.end ?? span.end;
}

function nothing(span: Span): YamlScalar {
  return { kind: "scalar", scalar: { type: "null" }, text: "", quoted: false, start: span.start, end: span.end };
}

/** `<<: *base` and `<<: [*a, *b]`; the first that has a key wins. */
function mergedEntries(value: YamlNode): YamlEntry[] {
  const maps = value.kind === "list" ? value.items : [value];
  const found = new Map<string, YamlEntry>();
  for (const map of maps) {
    if (map.kind !== "map") continue;
    for (const entry of map.entries) if (!found.has(entry.key.text)) found.set(entry.key.text, { ...entry, merged: true });
  }
  return [...found.values()];
}

/** The entry that counts for a key: the last one, as PyYAML and JSON have it. */
export function entryOf(node: YamlNode | undefined, key: string): YamlEntry | undefined {
  return node?.kind === "map" ? node.entries.findLast((entry) => entry.key.text === key) : undefined;
}

export function isNull(node: YamlNode): boolean {
  return node.kind === "scalar" && node.scalar.type === "null";
}

/** The text of a string scalar; undefined for anything else. */
export function stringOf(node: YamlNode | undefined): string | undefined {
  return node?.kind === "scalar" && node.scalar.type === "string" ? node.scalar.value : undefined;
}

export function numberOf(node: YamlNode | undefined): number | undefined {
  return node?.kind === "scalar" && node.scalar.type === "number" ? node.scalar.value : undefined;
}

export function booleanOf(node: YamlNode | undefined): boolean | undefined {
  return node?.kind === "scalar" && node.scalar.type === "boolean" ? node.scalar.value : undefined;
}

/** The entries that count: for a repeated key the last one, in place of the first. */
export function entriesOf(node: YamlNode | undefined): readonly YamlEntry[] {
  if (node?.kind !== "map") return [];
  return [...new Map(node.entries.map((entry) => [entry.key.text, entry])).values()];
}

/** Keys that stand more than once in one map, all but the first, in the whole tree. */
export function* repeatedKeys(node: YamlNode, seen = new Set<unknown>()): Iterable<YamlScalar> {
  if (node.kind === "scalar") return;
  // What several aliases point to is walked once.
  const content = node.kind === "map" ? node.entries : node.items;
  if (seen.has(content)) return;
  seen.add(content);
  if (node.kind === "list") {
    for (const item of node.items) yield* repeatedKeys(item, seen);
    return;
  }
  const keys = new Set<string>();
  for (const { key, value, merged } of node.entries) {
    if (merged) continue;
    if (keys.has(key.text)) yield key;
    keys.add(key.text);
    yield* repeatedKeys(value, seen);
  }
}

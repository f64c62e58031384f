import type { ScalarValue } from "./pyYaml.ts";
import type { Span } from "./text.ts";

/** Nodes after aliases are followed; a "billion laughs" file is far beyond. */
export const MAX_NODES = 500_000;

export class TooManyNodes extends Error {}

/**
 * Whose YAML it is. `mlflow`: PyYAML (1.1, a repeated key silently wins, `yes` is a boolean, merge keys).
 * `slipway`: YAML 1.2 core, no merge keys. `dvc`: YAML 1.2 with merge keys, scalars as ruamel.yaml reads them.
 */
export type Dialect = "mlflow" | "slipway" | "dvc";

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
  /** `yaml`'s own code (`BAD_DQ_ESCAPE`), or ours: `TOO_LARGE`, `TOO_DEEP`, `ALIASES`, `FAILED`. */
  readonly code: string;
  readonly message: string;
  /** The tool reads nothing of the file: what seems wrong around it follows from this, most likely. */
  readonly stops?: boolean;
}

/** Only V8 has it. */
const errors = Error as ErrorConstructor & { stackTraceLimit?: number | undefined };

/**
 * Does work whose errors are data: where each was made is not noted. In a text that is no YAML there can be thousands, and noting it costs a
 * fourth of the time of reading.
 */
export function withoutStacks<T>(work: () => T): T {
  const limit = errors.stackTraceLimit;
  errors.stackTraceLimit = 0;
  try {
    return work();
  } finally {
    errors.stackTraceLimit = limit;
  }
}

const unread = { start: 0, end: 0 };

/** The one problem of a text whose reading did not come to its end, by what it ended with. */
export function gaveUp(error: unknown): YamlProblem {
  if (error instanceof TooManyNodes) {
    return { code: "ALIASES", message: "The aliases of this file expand to more than 500,000 values; it is not checked.", ...unread };
  }
  // Parsers are recursive: a text nested thousands of levels deep ends their stack.
  if (error instanceof RangeError) return tooDeep;
  return { code: "FAILED", message: "Slipway failed to read this file; it is not checked. Please report it.", ...unread };
}

export const tooDeep: YamlProblem = { code: "TOO_DEEP", message: "This file is nested too deeply and is not checked.", ...unread };

/** Is it a text that was left alone because it is beyond the limits, rather than no YAML? */
export function isBeyondLimits({ code }: YamlProblem): boolean {
  return code === "TOO_LARGE" || code === "TOO_DEEP" || code === "ALIASES" || code === "FAILED";
}

export interface YamlTree {
  /** Absent for a text without content, or when it is beyond the limits. */
  readonly root?: YamlNode;
  readonly problems: readonly YamlProblem[];
}

/** So few keys are gone through sooner than they are looked up. */
const few = 12;

/** Of maps with more, the entries that count by their keys: in a loop over all of them, each is looked for. */
const indexes = new WeakMap<YamlMap, ReadonlyMap<string, YamlEntry>>();

function indexOf(map: YamlMap): ReadonlyMap<string, YamlEntry> {
  const known = indexes.get(map);
  if (known !== undefined) return known;
  const index = new Map(map.entries.map((entry) => [entry.key.text, entry]));
  indexes.set(map, index);
  return index;
}

/** The entry that counts for a key: the last one, as PyYAML and JSON have it. */
export function entryOf(node: YamlNode | undefined, key: string): YamlEntry | undefined {
  if (node?.kind !== "map") return undefined;
  return node.entries.length > few ? indexOf(node).get(key) : node.entries.findLast((entry) => entry.key.text === key);
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
  return hasRepeated(node) ? [...indexOf(node).values()] : node.entries;
}

function hasRepeated(map: YamlMap): boolean {
  const { entries } = map;
  if (entries.length > few) return indexOf(map).size < entries.length;
  return entries.some(({ key }, index) => {
    for (let before = 0; before < index; before++) if (entries[before]?.key.text === key.text) return true;
    return false;
  });
}

/** The items of a list; none of anything else. */
export function itemsOf(node: YamlNode | undefined): readonly YamlNode[] {
  return node?.kind === "list" ? node.items : [];
}

/** Keys that stand more than once in one map, in the whole tree: for each of them all of its places, in the order of the file. */
export function repeatedKeys(node: YamlNode): readonly (readonly YamlScalar[])[] {
  const found: (readonly YamlScalar[])[] = [];
  addRepeated(node, new Set(), found);
  return found;
}

/** Maps in which no key stands twice: one that an edit left as it was is not gone through again. */
const withoutRepeated = new WeakSet<YamlMap>();

/** True: there is none in it. */
function addRepeated(node: YamlNode, seen: Set<unknown>, found: (readonly YamlScalar[])[]): boolean {
  if (node.kind === "scalar" || (node.kind === "map" && withoutRepeated.has(node))) return true;
  // What several aliases point to is walked once.
  const content = node.kind === "map" ? node.entries : node.items;
  if (seen.has(content)) return false;
  seen.add(content);
  let isNone = true;
  if (node.kind === "list") {
    for (const item of node.items) isNone = addRepeated(item, seen, found) && isNone;
    return isNone;
  }
  if (hasRepeated(node)) {
    isNone = false;
    const own = node.entries.filter(({ merged }) => !merged).map(({ key }) => key);
    for (const keys of Map.groupBy(own, ({ text }) => text).values()) if (keys.length > 1) found.push(keys);
  }
  for (const { value, merged } of node.entries) if (!merged) isNone = addRepeated(value, seen, found) && isNone;
  if (isNone) withoutRepeated.add(node);
  return isNone;
}

/** `<<: *base` and `<<: [*a, *b]`; the first that has a key wins. */
export function mergedEntries(value: YamlNode): YamlEntry[] {
  const maps = value.kind === "list" ? value.items : [value];
  const found = new Map<string, YamlEntry>();
  for (const map of maps) {
    if (map.kind !== "map") continue;
    for (const entry of map.entries) if (!found.has(entry.key.text)) found.set(entry.key.text, { ...entry, merged: true });
  }
  return [...found.values()];
}

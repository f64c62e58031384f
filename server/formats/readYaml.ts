import type { ConfigModel } from "./format.ts";
import { type Block, cutIntoBlocks, isPlainlyCut, nestingOf } from "./yamlBlocks.ts";
import { parseYaml } from "./yamlParse.ts";
import type { Dialect, YamlEntry, YamlList, YamlMap, YamlNode, YamlScalar, YamlTree } from "./yamlTree.ts";

/** Characters; a config file of this size is not one that a person wrote. */
const MAX_TEXT = 500_000;
/** Characters; a block up to this size is parsed in one go. */
const SMALL_BLOCK = 1000;
/** Spaces; what stands deeper is not cut further, so that a text of steps alone costs a bounded time. */
const MAX_INDENT = 40;
/** Characters of block texts that are remembered: some tens of files of 1,000 lines. */
const MAX_REMEMBERED = 2_000_000;

/**
 * Reads YAML into a plain tree with a span for every value. Never throws; costs a bounded time. What was read before of the same text,
 * block by block, is not parsed again, so that an edit costs what it touches and not the file.
 */
export function readYaml(text: string, dialect: Dialect): YamlTree {
  if (text.length > MAX_TEXT) {
    return { problems: [{ code: "TOO_LARGE", message: "This file is larger than 500 KB and is not checked.", start: 0, end: 0 }] };
  }
  const root = isPlainlyCut(text) ? new BlockReader(text, dialect).read(0, text.length, 0) : undefined;
  if (root !== undefined) return { root, problems: [] };
  const { usesAliases: _, ...tree } = parseYaml(text, dialect);
  return tree;
}

/** A model that is the tree and nothing else: for a format whose rules need no more, and to build on. */
export function readTree(text: string, dialect: Dialect): ConfigModel {
  const { root, problems } = readYaml(text, dialect);
  return { text, yamlProblems: problems, ...(root && { root }) };
}

/** A map of one entry or a list of one item, with offsets from the beginning of its own text; undefined when it cannot stand alone. */
type Part = YamlMap | YamlList | undefined;

/** Parts by dialect and text; those not used for longest are forgotten. The same text always gives the same part. */
class PartMemory {
  readonly #parts = new Map<string, Part>();
  #characters = 0;

  partOf(text: string, dialect: Dialect): Part {
    const key = `${dialect}\n${text}`;
    const isKnown = this.#parts.has(key);
    const part = isKnown ? this.#parts.get(key) : parsePart(text, dialect);
    this.#parts.delete(key);
    this.#parts.set(key, part);
    if (!isKnown) this.#remember(key);
    return part;
  }

  #remember(added: string): void {
    this.#characters += added.length;
    for (const oldest of this.#parts.keys()) {
      if (this.#characters <= MAX_REMEMBERED) return;
      this.#parts.delete(oldest);
      this.#characters -= oldest.length;
    }
  }
}

const memory = new PartMemory();

function parsePart(text: string, dialect: Dialect): Part {
  const { root, problems, usesAliases } = parseYaml(text, dialect);
  if (root === undefined || root.kind === "scalar" || problems.length > 0 || usesAliases) return undefined;
  // `{` and `[` in the first column, `? key` and `: value`: they mean something else next to others.
  if (/^[{[?:]/.test(text.slice(root.start))) return undefined;
  if (root.kind === "list") return root.items.length === 1 ? root : undefined;
  return root.entries.length === 1 && root.entries[0]?.merged === false ? root : undefined;
}

/** Puts a tree together from the parts of a text; undefined wherever the parts might mean something else than the whole. */
class BlockReader {
  readonly #text: string;
  readonly #dialect: Dialect;

  constructor(text: string, dialect: Dialect) {
    this.#text = text;
    this.#dialect = dialect;
  }

  /** What stands from `start` to `end`, in lines with `indent` spaces before them. */
  read(start: number, end: number, indent: number): YamlNode | undefined {
    const parts: (YamlMap | YamlList)[] = [];
    for (const block of cutIntoBlocks(this.#text, start, end, indent) ?? []) {
      const part = this.#partOf(block);
      if (part === undefined || (parts[0] !== undefined && part.kind !== parts[0].kind)) return undefined;
      parts.push(part);
    }
    return joined(parts);
  }

  /** A large entry whose value stands below its key is read part by part as well. */
  #partOf(block: Block): Part {
    const nesting = block.end - block.start > SMALL_BLOCK ? nestingOf(this.#text, block) : undefined;
    if (nesting === undefined || nesting.indent > MAX_INDENT) return this.#part(block.start, block.end);
    const head = this.#part(block.start, nesting.bodyStart);
    const value = this.read(nesting.bodyStart, block.end, nesting.indent);
    if (head?.kind !== "map" || head.entries[0] === undefined || value === undefined) return undefined;
    return { ...head, entries: [{ ...head.entries[0], value }], end: value.end };
  }

  #part(start: number, end: number): Part {
    const part = memory.partOf(this.#text.slice(start, end), this.#dialect);
    return part && movedPart(part, start);
  }
}

function joined(parts: readonly (YamlMap | YamlList)[]): YamlNode | undefined {
  const [first, last] = [parts[0], parts.at(-1)];
  if (first === undefined || last === undefined) return undefined;
  const span = { start: first.start, end: last.end };
  return first.kind === "map"
    ? { kind: "map", entries: parts.flatMap((part) => (part.kind === "map" ? part.entries : [])), ...span }
    : { kind: "list", items: parts.flatMap((part) => (part.kind === "list" ? part.items : [])), ...span };
}

/** The same part `by` characters further on. Written out, not spread: it runs for every value of a file at every edit. */
function movedPart(part: YamlMap | YamlList, by: number): YamlMap | YamlList {
  return part.kind === "map" ? movedMap(part, by) : movedList(part, by);
}

function movedMap({ entries, start, end }: YamlMap, by: number): YamlMap {
  return { kind: "map", entries: entries.map((entry) => movedEntry(entry, by)), start: start + by, end: end + by };
}

function movedList({ items, start, end }: YamlList, by: number): YamlList {
  return { kind: "list", items: items.map((item) => movedNode(item, by)), start: start + by, end: end + by };
}

function movedEntry({ key, value, merged }: YamlEntry, by: number): YamlEntry {
  return { key: movedScalar(key, by), value: movedNode(value, by), merged };
}

function movedScalar({ scalar, text, quoted, start, end }: YamlScalar, by: number): YamlScalar {
  return { kind: "scalar", scalar, text, quoted, start: start + by, end: end + by };
}

function movedNode(node: YamlNode, by: number): YamlNode {
  return node.kind === "scalar" ? movedScalar(node, by) : movedPart(node, by);
}

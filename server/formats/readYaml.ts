import { isRefused, readPyYaml, withoutColon } from "../pyYaml/readPyYaml.ts";
import type { ConfigModel } from "./format.ts";
import { memoryNow, type PartMemory } from "./partMemory.ts";
import type { Span } from "./text.ts";
import { type Block, cutIntoBlocks, isPlainlyCut, nestingOf } from "./yamlBlocks.ts";
import { parseYaml, readerOf } from "./yamlParse.ts";
import type { Reading } from "./yamlPart.ts";
import type { Dialect, YamlEntry, YamlList, YamlMap, YamlNode, YamlProblem, YamlScalar, YamlTree } from "./yamlTree.ts";

/** Characters; a config file of this size is not one that a person wrote. */
const MAX_TEXT = 500_000;
/** Characters; a block up to this size is parsed in one go. */
const SMALL_BLOCK = 1000;
/** Spaces; what stands deeper is not cut further, so that a text of steps alone costs a bounded time. */
const MAX_INDENT = 40;
/** Characters. */
const FEW_BLANKS = 200;

/**
 * Reads YAML into a plain tree with a span for every value. Never throws; costs a bounded time. What was read before of the same text,
 * block by block, is not parsed again, so that an edit costs what it touches and not the file; also one that leaves no YAML.
 */
export function readYaml(text: string, dialect: Dialect, memory: PartMemory = memoryNow()): YamlTree {
  if (text.length > MAX_TEXT) {
    return { problems: [{ code: "TOO_LARGE", message: "This file is larger than 500 KB and is not checked.", start: 0, end: 0 }] };
  }
  const reader = new BlockReader(text, dialect, memory);
  const root = isPlainlyCut(text) ? reader.read(0, text.length, 0) : "inWhole";
  if (typeof root !== "string" && (dialect === "slipway" || reader.problems.length === 0)) return { root, problems: reader.problems };
  if (typeof root !== "string" && dialect !== "slipway") {
    // The tool's reader stops at the first thing that it refuses, and the part alone does not tell what that is.
    const refused = refusedWithout(text, reader.calm, dialect);
    if (refused !== undefined) return { root, problems: refused };
    const { usesAnchors: _, ...judged } = readPyYaml(text, readerOf(dialect));
    return isRefused(judged) ? { root, problems: judged.problems } : judged;
  }
  const { usesAliases: _, ...tree } = parseYaml(text, dialect);
  return tree;
}

/** What the tool's reader refuses in a text, some of whose entries are left out. Undefined: nothing, or nothing is left out. */
function refusedWithout(text: string, left: readonly Span[], dialect: Exclude<Dialect, "slipway">): readonly YamlProblem[] | undefined {
  if (left.length === 0) return undefined;
  const kept = [0, ...left.map(({ end }) => end)].map((start, at) => text.slice(start, left[at]?.start));
  const read = readPyYaml(kept.join(""), readerOf(dialect));
  const inText = (offset: number): number => left.reduce((at, { start, end }) => (at >= start ? at + end - start : at), offset);
  const moved = ({ start, end, ...rest }: YamlProblem) => ({ ...rest, start: inText(start), end: inText(end - 1) + 1 });
  return isRefused(read) ? read.problems.map(moved) : undefined;
}

/** A model that is the tree and nothing else: for a format whose rules need no more, and to build on. */
export function readTree(text: string, dialect: Dialect): ConfigModel {
  const { root, problems } = readYaml(text, dialect);
  return { text, yamlProblems: problems, ...(root && { root }) };
}
function isOpen(part: Reading): boolean {
  return typeof part === "string" || part.problems.length > 0;
}

/** Puts a tree together from the parts of a text, wherever they cannot mean something else than the whole. */
class BlockReader {
  readonly #text: string;
  readonly #dialect: Dialect;
  readonly #memory: PartMemory;
  readonly problems: YamlProblem[] = [];
  /** What stands in front of the first problem and is not needed to tell what it is: all entries but the last one, at each level. */
  readonly calm: Span[] = [];
  #isBroken = false;

  constructor(text: string, dialect: Dialect, memory: PartMemory) {
    this.#text = text;
    this.#dialect = dialect;
    this.#memory = memory;
  }

  /** What stands from `start` to `end`, in lines with `indent` spaces before them. */
  read(start: number, end: number, indent: number): YamlMap | YamlList | "inMore" | "inWhole" {
    const nodes: YamlNode[] = [];
    const blocks = cutIntoBlocks(this.#text, start, end, indent) ?? [];
    for (let at = 0; at < blocks.length; at++) {
      const before = blocks[at - 1];
      let block = blocks[at] ?? { start: end, end };
      let part = this.#partOf(block);
      // A bracket may be closed as far left as the key stands that it belongs to.
      while (isOpen(part) && this.#closes(blocks[at + 1])) {
        block = { start: block.start, end: blocks[++at]?.end ?? end };
        part = this.#part(block);
      }
      if (typeof part === "string") return part;
      if (!this.#isBroken && (part.problems.length > 0 || part.node.kind === "scalar")) {
        this.#isBroken = true;
        if (before !== undefined && before.start > start) this.calm.push({ start, end: before.start });
        this.calm.push(...(part.calm ?? []));
      }
      nodes.push(part.node);
      this.problems.push(...part.problems);
    }
    return this.#joined(nodes);
  }

  #closes(block: Block | undefined): boolean {
    return block !== undefined && /^[ \r\n]*[\]}]/.test(this.#text.slice(block.start, block.end));
  }

  /** A large entry whose value stands below its key is read part by part as well. */
  #partOf(block: Block): Reading {
    const nesting = block.end - block.start > SMALL_BLOCK ? nestingOf(this.#text, block) : undefined;
    if (nesting === undefined || nesting.indent > MAX_INDENT) return this.#part(block);
    const head = this.#part({ start: block.start, end: nesting.bodyStart });
    const inner = new BlockReader(this.#text, this.#dialect, this.#memory);
    const value = inner.read(nesting.bodyStart, block.end, nesting.indent);
    if (head === "inWhole" || value === "inWhole") return "inWhole";
    const entry = head !== "inMore" && head.node.kind === "map" && head.problems.length === 0 ? head.node.entries[0] : undefined;
    if (head === "inMore" || entry === undefined || value === "inMore") return this.#part(block);
    const node: YamlMap = { kind: "map", entries: [{ ...entry, value }], start: head.node.start, end: value.end };
    return { node, problems: inner.problems, calm: inner.calm };
  }

  #part({ start, end }: Block): Reading {
    const part = this.#memory.partOf(withoutBlankEnd(this.#text.slice(start, end)), this.#dialect);
    return typeof part === "string" ? part : part.at(start);
  }

  /** One map or list of all its entries or items. A word among entries is a key that has no colon yet. */
  #joined(nodes: readonly YamlNode[]): YamlMap | YamlList | "inMore" {
    const [first, last] = [nodes[0], nodes.at(-1)];
    const kind = nodes.find((node) => node.kind !== "scalar")?.kind;
    if (first === undefined || last === undefined || kind === undefined) return "inMore";
    const span = { start: first.start, end: last.end };
    if (kind === "list") {
      return nodes.every((node) => node.kind === "list") ? { kind, items: nodes.flatMap((node) => node.items), ...span } : "inMore";
    }
    const entries: YamlEntry[] = [];
    for (const node of nodes) {
      if (node.kind === "list") return "inMore";
      if (node.kind === "map") entries.push(...node.entries);
      else entries.push(this.#unfinished(node));
    }
    return { kind, entries, ...span };
  }

  #unfinished(key: YamlScalar): YamlEntry {
    this.problems.push(withoutColon(this.#text, key));
    const value = { kind: "scalar", scalar: { type: "null" }, text: "", quoted: false, start: key.end, end: key.end } as const;
    return { key, value, merged: false };
  }
}

/** Many blank lines, as where a part was taken out, are not read; in a text of many lines (`|`) they may count. */
function withoutBlankEnd(text: string): string {
  if (!text.endsWith("\n") || text.slice(-FEW_BLANKS).trim() !== "" || /[|>]/.test(text)) return text;
  return `${text.trimEnd()}\n`;
}

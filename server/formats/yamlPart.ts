import type { Span } from "./text.ts";
import { parseYaml } from "./yamlParse.ts";
import {
  type Dialect,
  isBeyondLimits,
  type YamlEntry,
  type YamlList,
  type YamlMap,
  type YamlNode,
  type YamlProblem,
  type YamlScalar,
} from "./yamlTree.ts";

/**
 * A map of one entry or a list of one item, with offsets from the beginning of the file; or a word in the place of an entry. With problems it may
 * hold more than one.
 */
export interface Part {
  readonly node: YamlNode;
  readonly problems: readonly YamlProblem[];
  /** See `BlockReader`. */
  readonly calm?: readonly Span[];
}

/** `inMore`: the text means nothing by itself, but may in the block around it. `inWhole`: only the whole file tells what it means. */
export type Unread = "inMore" | "inWhole";
export type Reading = Part | Unread;

/**
 * A part that may stand anywhere. Where it stands as it did, or as it did before that (a letter was typed above it and taken back), it is the same
 * object: nothing is copied, and what was worked out of it still holds.
 */
export class MovablePart {
  #part: Part;
  #start = 0;
  #before: Part | undefined;
  #startBefore = 0;
  #isPlaced = false;

  /** `part` stands at the beginning of its own text, which is kept no longer than until it is placed. */
  constructor(part: Part) {
    this.#part = part;
  }

  at(start: number): Part {
    if (this.#isPlaced && start === this.#start) return this.#part;
    const part = this.#before !== undefined && start === this.#startBefore ? this.#before : movedPart(this.#part, start - this.#start);
    if (this.#isPlaced) [this.#before, this.#startBefore] = [this.#part, this.#start];
    [this.#part, this.#start, this.#isPlaced] = [part, start, true];
    return part;
  }
}

/** What a text by itself is, at the beginning of its own text. */
export function parsePart(text: string, dialect: Dialect): Reading {
  const { root, problems, usesAliases } = parseYaml(text, dialect);
  if (usesAliases || problems.some(isBeyondLimits)) return "inWhole";
  if (root === undefined) return "inMore";
  // `{` and `[` in the first column, `? key` and `: value`: they mean something else next to others.
  if (/^[{[?:]/.test(text.slice(root.start))) return "inMore";
  if (root.kind === "scalar") return isLoneWord(text, root) && problems.length === 0 ? { node: root, problems } : "inMore";
  const found = root.kind === "list" ? root.items.length : root.entries.length;
  if (root.kind === "map" && root.entries.some(({ merged }) => merged)) return "inMore";
  return found === 1 || (problems.length > 0 && found > 0)
    ? { node: root, problems: problems.map((each) => within(text, each)) }
    : "inMore";
}

/** What is missing is missing after the last character of its own part, not in the next one. */
function within(text: string, problem: YamlProblem): YamlProblem {
  const end = text.trimEnd().length;
  return problem.end <= end ? problem : { ...problem, start: Math.min(problem.start, end - 1), end };
}

/** A key that is being typed: on one line, without quotes, and nothing else in front of it. */
function isLoneWord(text: string, { start, end, quoted }: YamlScalar): boolean {
  return !quoted && end > start && !/[\n&!]/.test(text.slice(0, end).trimStart());
}

/** The same part `by` characters further on. Written out, not spread: it runs for every value behind an edit. */
function movedPart({ node, problems }: Part, by: number): Part {
  const moved = problems.map((problem) => ({ ...problem, start: problem.start + by, end: problem.end + by }));
  return { node: movedNode(node, by), problems: moved };
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
  if (node.kind === "scalar") return movedScalar(node, by);
  return node.kind === "map" ? movedMap(node, by) : movedList(node, by);
}

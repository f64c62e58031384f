import type { SyntaxNode } from "@lezer/common";
import { parser } from "@lezer/python";
import type { Span } from "../formats/text.ts";
import { longestProgram } from "./longest.ts";
import { splitPythonString } from "./pythonString.ts";

/** Stands in a text for what is only known when the program runs. */
export const hole = "\0";

/** A stretch of a text as it stands in the source, letter for letter; without `source`: a hole. */
interface Piece {
  readonly text: string;
  readonly source?: number;
}

/** What a string expression of Python comes to, as far as it is certain: the rest is a `hole`. */
export class CertainText {
  readonly text: string;
  readonly #pieces: readonly Piece[];

  constructor(pieces: readonly Piece[]) {
    this.#pieces = pieces;
    this.text = pieces.map(({ text }) => text).join("");
  }

  /** Where a stretch of the text stands in the source; undefined: not in one piece. */
  spanOf(start: number, end: number): Span | undefined {
    let at = 0;
    for (const { text, source } of this.#pieces) {
      if (source !== undefined && start >= at && end <= at + text.length) return { start: source + start - at, end: source + end - at };
      at += text.length;
    }
    return undefined;
  }
}

/** Cells of notebooks that begin with another word of this kind are in another language. */
const pythonMagic = /^%%(?:capture|prun|time|timeit)\b/;

/**
 * The string expressions of a Python file that begin with one of the words; comments are none, nor is a string with other text before the
 * word. Where a text between three quotes is not closed, inside and outside cannot be told apart: there are none.
 */
export function certainTexts(text: string, words: readonly string[]): CertainText[] {
  if (!words.some((word) => text.includes(word)) || text.length > longestProgram) return [];
  if (text.startsWith("%%") && !pythonMagic.test(text)) return [];
  const { topNode } = parser.parse(text);
  const strings = new Strings(text);
  if (strings.isLeftOpen(topNode.resolveInner(text.trimEnd().length, -1))) return [];
  const found = new Map<number, CertainText>();
  for (const word of words) {
    for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
      const whole = strings.wholeOf(topNode.resolveInner(at, 1));
      if (whole === undefined || found.has(whole.from)) continue;
      const certain = new CertainText([...strings.piecesOf(whole)]);
      if (certain.text.startsWith(word)) found.set(whole.from, certain);
    }
  }
  return [...found.values()];
}

/** Operands of one sum that are looked at; more make no URI. */
const mostJoined = 50;

class Strings {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  /** Is the last thing of a file the inside of a string between three quotes? */
  isLeftOpen(last: SyntaxNode): boolean {
    const literal = literalAround(last);
    const written = literal === undefined ? "" : this.#written(literal);
    return /^[a-z]{0,2}(?:"""|''')/i.test(written) && splitPythonString(written) === undefined;
  }

  /** The expression that a literal is a part of: written side by side with others, or added to them. Undefined: it is made into another text. */
  wholeOf(inner: SyntaxNode): SyntaxNode | undefined {
    let node = literalAround(inner);
    for (let joined = 0; node?.parent && this.#joins(node.parent); joined++) {
      if (joined === mostJoined) return undefined;
      node = node.parent;
    }
    if (node === undefined) return undefined;
    const { parent } = node;
    // `"…".format(x)`, `"…" % x`, `"…"[2:]`
    const isOperand = parent?.name === "BinaryExpression" && (parent.getChild("ArithOp") ?? parent.getChild("BitOp")) !== null;
    const isMade = isOperand || (parent?.name === "MemberExpression" && parent.firstChild?.from === node.from);
    return isMade ? undefined : node;
  }

  *piecesOf(node: SyntaxNode, depth = 0): Iterable<Piece> {
    const operands =
      depth < mostJoined && this.#joins(node) ? childrenOf(node).filter(({ name }) => /^[A-Z]/.test(name) && name !== "ArithOp") : [];
    if (operands.length > 0) for (const operand of operands) yield* this.piecesOf(operand, depth + 1);
    else if (node.name === "String" || node.name === "FormatString") yield* this.#literalPieces(node);
    else yield { text: hole };
  }

  *#literalPieces(node: SyntaxNode): Iterable<Piece> {
    const written = this.#written(node);
    const literal = splitPythonString(written);
    const isKnown =
      literal !== undefined && !literal.prefix.includes("b") && !/\w/.test(this.#text.slice(Math.max(0, node.from - 1), node.from));
    // No URI has a backslash in it, and what one means depends on the version of Python.
    if (!isKnown || literal.content.includes("\\") || literal.content.includes(hole)) {
      yield { text: hole };
      return;
    }
    const end = node.from + literal.start + literal.content.length;
    let at = node.from + literal.start;
    for (const value of node.getChildren("FormatReplacement")) {
      yield* this.#fixed(at, value.from);
      yield { text: hole };
      at = value.to;
    }
    if (node.name === "String") yield { text: this.#text.slice(at, end), source: at };
    else yield* this.#fixed(at, end);
  }

  /** A fixed part of an f-string, in which a brace is written twice. */
  *#fixed(start: number, end: number): Iterable<Piece> {
    let at = start;
    for (const { index } of this.#text.slice(start, end).matchAll(/\{\{|\}\}/g)) {
      yield { text: this.#text.slice(at, start + index + 1), source: at };
      at = start + index + 2;
    }
    yield { text: this.#text.slice(at, end), source: at };
  }

  #joins(node: SyntaxNode): boolean {
    if (node.name === "ContinuedString" || node.name === "ParenthesizedExpression") return true;
    const operator = node.name === "BinaryExpression" ? node.getChild("ArithOp") : null;
    return operator !== null && this.#written(operator) === "+";
  }

  #written({ from, to }: SyntaxNode): string {
    return this.#text.slice(from, to);
  }
}

function literalAround(node: SyntaxNode): SyntaxNode | undefined {
  for (let at: SyntaxNode | null = node; at !== null; at = at.parent) {
    if (at.name === "String" || at.name === "FormatString") return at;
    // What stands between the braces is code again.
    if (at.name === "FormatReplacement") return undefined;
  }
  return undefined;
}

function childrenOf(node: SyntaxNode): SyntaxNode[] {
  const children: SyntaxNode[] = [];
  for (let child = node.firstChild; child !== null; child = child.nextSibling) if (child.name !== "Comment") children.push(child);
  return children;
}

import type { Span } from "../text.ts";
import type { YamlScalar } from "../yamlTree.ts";

/** A `{…}` of a command, as Python's `str.format` reads it. */
export interface Placeholder extends Span {
  /** The parameter asked for: `lr` in `{lr}`, `{lr!r}`, `{lr.x}`. */
  readonly name: string;
  /** Where the name stands. */
  readonly nameSpan: Span;
  /** The name is all there is between the braces. */
  readonly plain: boolean;
}

/** A brace that `str.format` refuses or takes for something that was not meant. */
export interface BraceProblem extends Span {
  readonly why: "unclosed" | "unopened" | "noName" | "notAName";
}

export interface Command {
  readonly node: YamlScalar;
  readonly placeholders: readonly Placeholder[];
  readonly braces: readonly BraceProblem[];
}

/** Reads the placeholders of a command. Spans point into the file, or at the alias when the text stands elsewhere. */
export function readCommand(node: YamlScalar, fileText: string): Command {
  const source = fileText.slice(node.start, node.end);
  const aliased = source.startsWith("*") && !node.quoted;
  const { placeholders, braces } = scan(aliased ? node.text : source);
  const place = (span: Span): Span =>
    aliased ? { start: node.start, end: node.end } : { start: span.start + node.start, end: span.end + node.start };
  return {
    node,
    placeholders: placeholders.map((each) => ({ ...each, ...place(each), nameSpan: place(each.nameSpan) })),
    braces: braces.map((each) => ({ ...each, ...place(each) })),
  };
}

interface Scan {
  readonly placeholders: Placeholder[];
  readonly braces: BraceProblem[];
}

function scan(text: string): Scan {
  const found: Scan = { placeholders: [], braces: [] };
  let at = 0;
  while (at < text.length) {
    const char = text[at];
    if (char !== "{" && char !== "}") at++;
    else if (text[at + 1] === char) at += 2;
    else if (char === "}") {
      found.braces.push({ why: "unopened", start: at, end: at + 1 });
      at++;
    } else at = scanField(text, at, found);
  }
  return found;
}

/** Reads a field that opens at `start`; returns the offset after it. */
function scanField(text: string, start: number, found: Scan): number {
  const end = closingBrace(text, start);
  if (end === undefined) {
    found.braces.push({ why: "unclosed", start, end: start + 1 });
    return text.length;
  }
  const field = text.slice(start + 1, end);
  const name = /^[^.[!:{]*/.exec(field)?.[0] ?? "";
  if (name === "" || /^\d+$/.test(name)) found.braces.push({ why: "noName", start, end: end + 1 });
  else if (!/^[\p{L}_][\p{L}\p{N}_ -]*$/u.test(name)) found.braces.push({ why: "notAName", start, end: end + 1 });
  else {
    const nameSpan = { start: start + 1, end: start + 1 + name.length };
    found.placeholders.push({ name, nameSpan, plain: field === name, start, end: end + 1 });
  }
  return end + 1;
}

function closingBrace(text: string, start: number): number | undefined {
  let depth = 0;
  for (let at = start; at < text.length; at++) {
    if (text[at] === "{") depth++;
    else if (text[at] === "}" && --depth === 0) return at;
  }
  return undefined;
}

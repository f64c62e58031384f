import type { Span } from "../formats/text.ts";
import type { YamlScalar } from "../formats/yamlTree.ts";

/** A name of an expression: `b` in `${a.b[0]}`. */
export interface Segment {
  /** Without the blanks around it. */
  readonly name: string;
  /** In the expression. */
  readonly start: number;
  readonly end: number;
}

/** `${…}` in a text, by offsets in that text. */
export interface Match extends Span {
  /** What stands between the braces. */
  readonly inner: string;
}

/** `dvc/parsing/interpolate.py` of DVC 3.67: `\${` is no expression, and none goes over a line. */
const expression = /(?<!\\)\$\{([^\n]*?)\}/g;

export function matchesOf(text: string): readonly Match[] {
  if (!text.includes("${")) return [];
  return [...text.matchAll(expression)].map(({ 0: whole, 1: inner = "", index }) => ({ inner, start: index, end: index + whole.length }));
}

/** Is the text one expression and nothing else? Then it stands for a value of any kind, not for a text. */
export function isExact(text: string, matches: readonly Match[]): boolean {
  return matches.length === 1 && matches[0]?.start === 0 && matches[0].end === text.length;
}

/**
 * The names of an expression, by the grammar of DVC 3.67: a word, then any number of `.word` and `[word]`, where a word is anything without
 * `.`, `[` and `]`. Undefined: DVC takes it for no expression.
 */
export function segmentsOf(inner: string): readonly Segment[] | undefined {
  const segments: Segment[] = [];
  const part = /^([^.[\]]+)|[ \t\r\n]*(?:\.([^.[\]]+)|\[([^.[\]]+)\])/y;
  while (part.lastIndex < inner.length) {
    const from = part.lastIndex;
    const found = part.exec(inner);
    if (found === null) return /^[ \t\r\n]*$/.test(inner.slice(from)) && segments.length > 0 ? segments : undefined;
    const word = found[1] ?? found[2] ?? found[3] ?? "";
    const start = from + found[0].indexOf(word, found[1] === undefined ? found[0].search(/[.[]/) + 1 : 0);
    const name = word.trim();
    const blank = word.length - word.trimStart().length;
    segments.push({ name, start: start + blank, end: start + blank + name.length });
  }
  return segments.length > 0 ? segments : undefined;
}

/**
 * Where an expression of a scalar's text stands in the file; undefined where the scalar is written otherwise than it reads (an alias, a text
 * that is folded inside the braces).
 */
export function placeInFile(scalar: YamlScalar, { start, end }: Match, file: string): Span | undefined {
  const written = file.slice(scalar.start, scalar.end);
  const asRead = openings(scalar.text);
  const asWritten = openings(written);
  const at = asWritten[asRead.indexOf(start)];
  if (asRead.length !== asWritten.length || at === undefined) return undefined;
  const match = scalar.text.slice(start, end);
  return written.startsWith(match, at) ? { start: scalar.start + at, end: scalar.start + at + match.length } : undefined;
}

function openings(text: string): number[] {
  const found: number[] = [];
  for (let at = text.indexOf("${"); at !== -1; at = text.indexOf("${", at + 2)) found.push(at);
  return found;
}

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

/**
 * `dvc/parsing/interpolate.py` of DVC 3.67: `\${` is no expression, and none goes over a line. Not by its pattern, which goes to the end of the
 * line from every `${` that is not closed.
 */
export function matchesOf(text: string): readonly Match[] {
  const found: Match[] = [];
  let [close, line] = [-1, -1];
  for (let start = text.indexOf("${"); start !== -1; ) {
    if (close < start + 2) close = text.indexOf("}", start + 2);
    if (close === -1) break;
    if (line < start + 2) line = indexOrEnd(text, "\n", start + 2);
    const isOne = text[start - 1] !== "\\" && close < line;
    if (isOne) found.push({ inner: text.slice(start + 2, close), start, end: close + 1 });
    start = text.indexOf("${", isOne ? close + 1 : start + 1);
  }
  return found;
}

function indexOrEnd(text: string, sign: string, from: number): number {
  const at = text.indexOf(sign, from);
  return at === -1 ? text.length : at;
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
  const at = openingsInFile(scalar, file).get(start);
  if (at === undefined) return undefined;
  const match = scalar.text.slice(start, end);
  return file.startsWith(match, at) && at + match.length <= scalar.end ? { start: at, end: at + match.length } : undefined;
}

interface Openings {
  readonly file: string;
  readonly places: ReadonlyMap<number, number>;
}

const known = new WeakMap<YamlScalar, Openings>();

/** For each `${` of a scalar's text, where it stands in the file; nothing where they cannot be told apart. */
function openingsInFile(scalar: YamlScalar, file: string): ReadonlyMap<number, number> {
  const before = known.get(scalar);
  if (before?.file === file) return before.places;
  const asRead = openings(scalar.text);
  const asWritten = openings(file.slice(scalar.start, scalar.end));
  const isSame = asRead.length === asWritten.length;
  const places = new Map(isSame ? asRead.map((at, index) => [at, scalar.start + (asWritten[index] ?? 0)]) : []);
  known.set(scalar, { file, places });
  return places;
}

function openings(text: string): number[] {
  const found: number[] = [];
  for (let at = text.indexOf("${"); at !== -1; at = text.indexOf("${", at + 2)) found.push(at);
  return found;
}

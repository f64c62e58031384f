import { BLANK_BREAK_OR_END, BREAK_OR_END, BREAKS, END, type Source, SPACE_BREAK_OR_END } from "./source.ts";
import type { Token } from "./token.ts";

/** `'…'` and `"…"` (`scan_flow_scalar`). */
export function scanQuoted(source: Source): Token {
  const start = source.index;
  const quote = source.peek();
  const chunks: string[] = [];
  source.forward();
  scanQuotedWord(source, quote, chunks);
  while (source.peek() !== quote) {
    scanQuotedSpaces(source, start, chunks);
    scanQuotedWord(source, quote, chunks);
  }
  source.forward();
  return { kind: "scalar", text: chunks.join(""), plain: false, start, end: source.index };
}

const ESCAPES: Readonly<Record<string, string>> = {
  ...{ "0": "\0", a: "\x07", b: "\b", t: "\t", "\t": "\t", n: "\n", v: "\v", f: "\f", r: "\r", e: "\x1b" },
  ...{ " ": " ", '"': '"', "\\": "\\", "/": "/", N: "\x85", _: "\xa0", L: "\u2028", P: "\u2029" },
};
/** Hexadecimal digits that follow. */
const ESCAPE_DIGITS: Readonly<Record<string, number>> = { x: 2, u: 4, U: 8 };

function scanQuotedWord(source: Source, quote: string, chunks: string[]): void {
  const isDouble = quote === '"';
  for (;;) {
    chunks.push(source.takeUntil(`'"\\${BLANK_BREAK_OR_END}`));
    const char = source.peek();
    if (!isDouble && char === "'" && source.peek(1) === "'") {
      chunks.push("'");
      source.forward(2);
    } else if ((isDouble && char === "'") || (!isDouble && (char === '"' || char === "\\"))) {
      chunks.push(char);
      source.forward();
    } else if (isDouble && char === "\\") scanEscape(source, chunks);
    else return;
  }
}

function scanEscape(source: Source, chunks: string[]): void {
  const start = source.index;
  source.forward();
  const char = source.peek();
  const digits = ESCAPE_DIGITS[char];
  if (char !== END && Object.hasOwn(ESCAPES, char)) {
    chunks.push(ESCAPES[char] ?? "");
    source.forward();
  } else if (digits !== undefined) {
    source.forward();
    const code = source.text.slice(source.index, source.index + digits);
    const value = /^[0-9A-Fa-f]+$/.test(code) && code.length === digits ? Number.parseInt(code, 16) : Number.NaN;
    if (!(value <= 0x10ffff)) source.fail("BAD_ESCAPE", `\`\\${char}\` needs ${digits} hexadecimal digits`, start, start + 2);
    chunks.push(String.fromCodePoint(value));
    source.forward(digits);
  } else if (char !== END && BREAKS.includes(char)) {
    source.lineBreak();
    scanQuotedBreaks(source, start, chunks);
  } else source.fail("BAD_DQ_ESCAPE", `\`\\${char}\` is no escape in double quotes`, start, start + 2);
}

function scanQuotedSpaces(source: Source, start: number, chunks: string[]): void {
  const from = source.index;
  while (source.isAt(" \t")) source.forward();
  const blanks = source.text.slice(from, source.index);
  if (source.peek() === END) source.fail("UNCLOSED_QUOTE", "This quote is never closed", start, start + 1);
  const lineBreak = source.lineBreak();
  if (lineBreak === "") chunks.push(blanks);
  else {
    const breaks: string[] = [];
    scanQuotedBreaks(source, start, breaks);
    if (lineBreak !== "\n") chunks.push(lineBreak);
    else if (breaks.length === 0) chunks.push(" ");
    chunks.push(...breaks);
  }
}

function scanQuotedBreaks(source: Source, start: number, chunks: string[]): void {
  for (;;) {
    if (source.isDocumentMark("---") || source.isDocumentMark("...")) {
      source.fail("UNCLOSED_QUOTE", "This quote is not closed before the document ends", start, start + 1);
    }
    while (source.isAt(" \t")) source.forward();
    const lineBreak = source.lineBreak();
    if (lineBreak === "") return;
    chunks.push(lineBreak);
  }
}

/** What a plain scalar tells the scanner besides its token. */
export interface Plain {
  readonly token: Token;
  /** It went over a line break: a key may begin after it. */
  readonly brokeLine: boolean;
}

/** A word without quotes (`scan_plain`). `indent`: of the block that it stands in. */
export function scanPlain(source: Source, indent: number, inFlow: boolean): Plain {
  const start = source.index;
  const chunks: string[] = [];
  let spaces: string[] = [];
  let end = start;
  let brokeLine = false;
  while (source.peek() !== "#") {
    const length = plainLength(source, inFlow);
    if (length === 0) break;
    brokeLine = false;
    chunks.push(...spaces, source.text.slice(source.index, source.index + length));
    source.pass(length);
    end = source.index;
    const line = source.line;
    spaces = scanPlainSpaces(source);
    brokeLine = source.line !== line;
    if (spaces.length === 0 || source.peek() === "#" || (!inFlow && source.column < indent + 1)) break;
  }
  return { token: { kind: "scalar", text: chunks.join(""), plain: true, start, end }, brokeLine };
}

function plainLength(source: Source, inFlow: boolean): number {
  for (let length = 0; ; length++) {
    const char = source.peek(length);
    if (/[\w./]/.test(char)) continue;
    if (BLANK_BREAK_OR_END.includes(char)) return length;
    const endsKey = source.isAt(BLANK_BREAK_OR_END, length + 1) || (inFlow && !source.isRuamel && source.isAt(",[]{}", length + 1));
    if (char === ":" && endsKey) return length;
    if (inFlow && (source.isRuamel ? ",[]{}" : ",?[]{}").includes(char)) return length;
  }
}

function scanPlainSpaces(source: Source): string[] {
  const from = source.index;
  source.skipSpaces();
  const blanks = source.text.slice(from, source.index);
  const lineBreak = source.lineBreak();
  if (lineBreak === "") return blanks === "" ? [] : [blanks];
  if (source.isDocumentMark("---") || source.isDocumentMark("...")) return [];
  const breaks: string[] = [];
  for (;;) {
    source.skipSpaces();
    const next = source.lineBreak();
    if (next === "") break;
    breaks.push(next);
    if (source.isDocumentMark("---") || source.isDocumentMark("...")) return [];
  }
  if (lineBreak !== "\n") return [lineBreak, ...breaks];
  return breaks.length === 0 ? [" "] : breaks;
}

/** `|` and `>` (`scan_block_scalar`). */
export function scanBlockScalar(source: Source, parentIndent: number): Token {
  const start = source.index;
  const isFolded = source.peek() === ">";
  source.forward();
  const { chomping, increment } = scanIndicators(source);
  skipRestOfLine(source, "block scalar");
  // At the top, a block of ruamel's may stand in the first column.
  const minIndent = Math.max(source.isRuamel && increment === undefined ? 0 : 1, parentIndent + 1);
  const first = increment === undefined ? scanIndentation(source) : undefined;
  if (source.isRuamel && first !== undefined && first.firstBreak > 0 && first.indent > first.firstBreak) {
    source.fail("BLOCK_INDENT", "The text is indented deeper than the empty line before it. Empty the line", start, start + 1);
  }
  const indent = increment === undefined ? Math.max(minIndent, first?.indent ?? 0) : minIndent + increment - 1;
  let breaks = first?.breaks ?? scanBreaks(source, indent);
  const chunks: string[] = [];
  let lineBreak = "";
  let end = source.index;
  while (source.column === indent && source.peek() !== END) {
    chunks.push(...breaks);
    const leadsWithWord = !source.isAt(" \t");
    chunks.push(source.takeUntil(BREAK_OR_END));
    end = source.index;
    lineBreak = source.lineBreak();
    breaks = scanBreaks(source, indent);
    if (source.column !== indent || source.peek() === END) break;
    if (minIndent === 0 && source.column === 0 && (source.isDocumentMark("---") || source.isDocumentMark("..."))) break;
    if (!(isFolded && lineBreak === "\n" && leadsWithWord && !source.isAt(" \t"))) chunks.push(lineBreak);
    else if (breaks.length === 0) chunks.push(" ");
  }
  if (chomping !== "-") chunks.push(lineBreak);
  if (chomping === "+") chunks.push(...breaks);
  return { kind: "scalar", text: chunks.join(""), plain: false, start, end: Math.max(end, start + 1) };
}

function scanIndicators(source: Source): { readonly chomping?: string; readonly increment?: number } {
  const start = source.index;
  const written = source.takeUntil(SPACE_BREAK_OR_END);
  const match = /^(?:([+-])(\d?)|(\d)([+-]?))?$/.exec(written);
  const digit = match?.[2] || match?.[3];
  if (match === null || digit === "0") {
    source.fail(
      "BAD_BLOCK_HEADER",
      "After `|` or `>` only `+`, `-` and a digit from 1 to 9 can stand. The text begins on the next line",
      start,
    );
  }
  const chomping = match?.[1] || match?.[4];
  return { ...(chomping && { chomping }), ...(digit && { increment: Number(digit) }) };
}

/** To the next line, over a comment. */
export function skipRestOfLine(source: Source, of: string): void {
  source.skipSpaces();
  source.skipComment();
  if (!source.isAt(BREAK_OR_END)) source.fail("REST_OF_LINE", `After the head of a ${of} nothing but a comment can stand on its line`);
  source.lineBreak();
}

/** `firstBreak` is the column in which the first empty line ends. */
function scanIndentation(source: Source): { readonly breaks: string[]; readonly indent: number; readonly firstBreak: number } {
  const breaks: string[] = [];
  let indent = 0;
  let firstBreak = -1;
  for (;;) {
    if (source.peek() === " ") {
      source.forward();
      indent = Math.max(indent, source.column);
      continue;
    }
    const { column } = source;
    const lineBreak = source.lineBreak();
    if (lineBreak === "") return { breaks, indent, firstBreak };
    if (firstBreak < 0) firstBreak = column;
    breaks.push(lineBreak);
  }
}

function scanBreaks(source: Source, indent: number): string[] {
  const breaks: string[] = [];
  for (;;) {
    while (source.column < indent && source.peek() === " ") source.forward();
    const lineBreak = source.lineBreak();
    if (lineBreak === "") return breaks;
    breaks.push(lineBreak);
  }
}

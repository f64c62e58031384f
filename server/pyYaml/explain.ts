import type { Span } from "../formats/text.ts";
import type { Tokens } from "./scanner.ts";
import { PyYamlError } from "./source.ts";
import type { Token } from "./token.ts";

/** What the parser was about to read the rest of. */
export interface Opened {
  readonly kind: "block" | "list" | "map";
  /** Where it began. */
  readonly start: number;
}

/** Why a token cannot stand where it does, told by what most likely went wrong rather than by what the parser expected. */
export function unexpected(text: string, tokens: Tokens, at: number, opened: Opened): Error {
  const token = tokens.at(at);
  if (token?.error !== undefined) return token.error;
  // A word that was refused for want of a colon, before it was looked at where it stands.
  const refused = tokens.at(at + 1);
  if (refused?.error !== undefined && refused.start === token?.start) return refused.error;
  const quote = [at - 1, at - 2, at - 3].map((index) => tokens.at(index)).find((each) => each !== undefined && spansLines(text, each));
  if (quote !== undefined && token?.kind !== "streamEnd")
    return fault("UNCLOSED_QUOTE", "This quote is not closed on its line", first(quote));
  const place = token === undefined ? { start: text.length, end: text.length } : pieceAt(text, token);
  if (opened.kind === "block") return inBlock(text, tokens.at(at - 1), token, place);
  const word = tokens.at(at - 1);
  return inFlow(
    text,
    opened,
    token,
    token?.kind === "value" && word?.kind === "scalar" && !text.slice(word.start, word.end).includes("\n") ? word : place,
  );
}

function inBlock(text: string, before: Token | undefined, token: Token | undefined, place: Span): Error {
  const sameLine = before !== undefined && !text.slice(before.end, place.start).includes("\n");
  if (sameLine && before.kind === "scalar" && before.plain === false) {
    return fault("AFTER_QUOTE", "Nothing but a comment can follow a closing quote on its line", place);
  }
  if (sameLine && (before.kind === "flowListEnd" || before.kind === "flowMapEnd")) {
    return fault("AFTER_BRACKET", "Nothing but a comment can follow a closing bracket on its line", place);
  }
  if (token?.kind === "flowListEnd" || token?.kind === "flowMapEnd") return fault("UNOPENED", "This bracket closes nothing", place);
  if (/^-\s/.test(text.slice(place.start, place.start + 2))) return misplacedItem(text, place.start);
  if (token?.kind === "documentStart")
    return fault("MULTIPLE_DOCS", "A second document begins here, and only one is read. Remove the `---`", place);
  return fault("INDENT", "The indentation does not match the lines above", place);
}

/** An item that begins left or right of the ones above. */
function misplacedItem(text: string, start: number): Error {
  const lines = text.slice(0, start).split("\n");
  const column = lines.pop()?.length ?? 0;
  const above = lines.findLast((line) => /^ *-\s/.test(line))?.indexOf("-") ?? column;
  const [distance, side] = [Math.abs(above - column), above > column ? "left" : "right"];
  const where = distance === 0 ? "" : ` It stands ${distance} space${distance === 1 ? "" : "s"} too far ${side}`;
  return fault("INDENT", `This item does not line up with the items above.${where}`, { start, end: start + 1 });
}

function inFlow(text: string, { kind, start }: Opened, token: Token | undefined, place: Span): Error {
  const [open, close] = kind === "list" ? ["[", "]"] : ["{", "}"];
  const otherLine = text.slice(start, token?.end).includes("\n");
  if (token?.kind === "streamEnd" || token === undefined || otherLine) {
    return fault("UNCLOSED_BRACKET", `This \`${open}\` is not closed. Write \`${close}\` where it ends`, { start, end: start + 1 });
  }
  if (token.kind === "flowListEnd" || token.kind === "flowMapEnd") {
    return fault("WRONG_BRACKET", `\`${open}\` is closed with \`${close}\``, place);
  }
  return fault("MISSING_COMMA", `A \`,\` or \`${close}\` is missing here`, place);
}

/** A word that stands where a key has to, from `start` to `end`. */
export function missingColon(text: string, start: number, end: number): PyYamlError {
  const written = /^[^\r\n]*/.exec(text.slice(start, end))?.[0].trimEnd() ?? "";
  const span = { start, end: start + written.length };
  if (/^[\w.-]+:\S/.test(written)) return fault("MISSING_COLON", `A space is missing after the colon of \`${written}\``, span);
  const bracket = /^[[{]/.exec(written)?.[0];
  if (bracket !== undefined && !/[\]}]$/.test(written)) {
    const close = bracket === "[" ? "]" : "}";
    return fault("UNCLOSED_BRACKET", `This \`${bracket}\` is not closed. Write \`${close}\` where it ends`, { start, end: start + 1 });
  }
  const word = /^[\w.-]+(?= )/.exec(written)?.[0] ?? written;
  return fault("MISSING_COLON", `A colon is missing after \`${word}\``, span);
}

/** A `:` where no key can be, after the token `before`: two keys on one line, or below a word that lacks its colon or has a value already. */
export function misplacedColon(text: string, colon: number, before: Token | undefined): PyYamlError {
  const lineStart = text.lastIndexOf("\n", colon - 1) + 1;
  if (before?.kind === "scalar" && before.plain === true && before.start < lineStart && beginsLine(text, before.start)) {
    return missingColon(text, before.start, before.end);
  }
  const line = text.slice(lineStart, colon);
  const second = /:\s+(?=\S)/.exec(line);
  const from = lineStart + (second === null ? line.length - line.trimStart().length : second.index + second[0].length);
  const message =
    second === null
      ? "This key is indented deeper than the one above, which has a value already"
      : "A second `key:` cannot stand on the same line. Put it on its own line, indented, or put the text in quotes";
  return fault("SECOND_COLON", message, { start: Math.min(from, colon - 1), end: colon });
}

function beginsLine(text: string, at: number): boolean {
  return /^[ -]*$/.test(text.slice(text.lastIndexOf("\n", at - 1) + 1, at));
}

function spansLines(text: string, token: Token): boolean {
  return (
    token.kind === "scalar" &&
    token.plain === false &&
    /^['"]/.test(text.slice(token.start, token.end)) &&
    text.slice(token.start, token.end).includes("\n")
  );
}

function first({ start }: Span): Span {
  return { start, end: start + 1 };
}

/** A token of no width is the word that begins there. */
function pieceAt(text: string, { start, end }: Token): Span {
  if (end > start) return { start, end };
  return { start, end: start + Math.max(1, text.slice(start, start + 200).search(/[\s:,\]}]|$/)) };
}

function fault(code: string, message: string, span: Span): PyYamlError {
  return new PyYamlError(code, message, span);
}

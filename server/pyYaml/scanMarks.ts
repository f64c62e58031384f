import { skipRestOfLine } from "./scanScalars.ts";
import { BLANK_BREAK_OR_END, BREAK_OR_END, type Source, SPACE_BREAK_OR_END } from "./source.ts";
import type { Token } from "./token.ts";

/** `&name` and `*name` (`scan_anchor`). */
export function scanAnchor(source: Source): Token {
  const start = source.index;
  const kind = source.peek() === "*" ? "alias" : "anchor";
  source.forward();
  const text = source.isRuamel ? takeName(source) : takeWord(source);
  if (text === "" || !source.isAt(`${BLANK_BREAK_OR_END}?:,]}%@\`${source.isRuamel ? "[{" : ""}`)) {
    const meaning = kind === "alias" ? "names a value from above" : "gives the value a name";
    const end = start + 1 + source.text.slice(start + 1).search(/[\s,\]}]|$/);
    source.fail("BAD_ANCHOR", `A \`${kind === "alias" ? "*" : "&"}\` at the beginning ${meaning}. Put the text in quotes`, start, end);
  }
  return { kind, text, start, end: source.index };
}

function takeWord(source: Source): string {
  const start = source.index;
  while (/[0-9A-Za-z_-]/.test(source.peek())) source.forward();
  return source.text.slice(start, source.index);
}

/** For ruamel anything names a value that is no blank and no bracket or comma. */
function takeName(source: Source): string {
  const start = source.index;
  while (/[\x21-\x7e\xa0-\ufefe\uff00-\ufffd]/.test(source.peek()) && !source.isAt(",[]{}")) source.forward();
  return source.text.slice(start, source.index);
}

/** `!tag` (`scan_tag`). */
export function scanTag(source: Source): Token {
  const start = source.index;
  const next = source.peek(1);
  let handle: string | undefined;
  let text = "!";
  if (next === "<") {
    source.forward(2);
    text = scanUri(source, start);
    if (source.peek() !== ">") source.fail("BAD_TAG", "The `<` of this tag is not closed", start);
    source.forward();
  } else if (BLANK_BREAK_OR_END.includes(next)) source.forward();
  else {
    handle = /^![^\0 \r\n\x85\u2028\u2029!]*!/.test(source.text.slice(start, start + 1024)) ? scanHandle(source, start) : "!";
    if (source.index === start) source.forward();
    text = scanUri(source, start);
  }
  if (!source.isAt(SPACE_BREAK_OR_END)) badTag(source, start);
  return { kind: "tag", text, ...(handle !== undefined && { handle }), start, end: source.index };
}

function badTag(source: Source, start: number): never {
  return source.fail("BAD_TAG", "A `!` at the beginning starts a tag. Put the text in quotes", start);
}

function scanHandle(source: Source, start: number): string {
  const from = source.index;
  if (source.peek() !== "!") badTag(source, start);
  source.forward();
  if (source.peek() === " ") return source.text.slice(from, source.index);
  takeWord(source);
  if (source.peek() !== "!") badTag(source, start);
  source.forward();
  return source.text.slice(from, source.index);
}

function scanUri(source: Source, start: number): string {
  const from = source.index;
  while (/[0-9A-Za-z\-;/?:@&=+$,_.!~*'()[\]%]/.test(source.peek()) || (source.isRuamel && source.peek() === "#")) source.forward();
  const written = source.text.slice(from, source.index);
  if (written === "") badTag(source, start);
  try {
    return decodeURIComponent(written);
  } catch {
    return badTag(source, start);
  }
}

/** `%YAML 1.1` and `%TAG ! prefix` (`scan_directive`). */
export function scanDirective(source: Source): Token {
  const start = source.index;
  source.forward();
  const text = takeWord(source);
  if (text === "" || !source.isAt(SPACE_BREAK_OR_END))
    source.fail("BAD_DIRECTIVE", "A `%` at the beginning of a line starts a directive", start);
  const isKnown = text === "YAML" || text === "TAG";
  const rest = isKnown ? scanDirectiveValue(source, text, start) : {};
  if (!isKnown) source.takeUntil(BREAK_OR_END);
  const end = source.index;
  skipRestOfLine(source, "directive");
  return { kind: "directive", text, ...rest, start, end };
}

function scanDirectiveValue(source: Source, name: string, start: number): { readonly handle?: string; readonly prefix: string } {
  source.skipSpaces();
  if (name === "YAML") {
    const prefix = source.takeUntil(SPACE_BREAK_OR_END);
    if (!/^\d+\.\d+$/.test(prefix)) source.fail("BAD_DIRECTIVE", "`%YAML` needs a version such as `1.1`", start);
    return { prefix };
  }
  const handle = scanHandle(source, start);
  if (source.peek() !== " ") badTag(source, start);
  source.skipSpaces();
  const prefix = scanUri(source, start);
  if (!source.isAt(SPACE_BREAK_OR_END)) badTag(source, start);
  return { handle, prefix };
}

import { lineEndOf, lineStartOf, type Span } from "../formats/text.ts";
import type { YamlProblem } from "../formats/yamlTree.ts";
import type { Finding } from "./rule.ts";

/** Nested parts that a problem is followed into: a section, and what has a name in it. */
const DEPTH = 2;

/** A text whose tool reads nothing of it, without the parts that the problems stand in. */
export interface WithoutBroken {
  /** Blanks in place of the broken parts: every other place is where it was. */
  readonly text: string;
  /** Could what is found at a place follow from what is broken? So it could in a broken part, and where the words speak of something in one. */
  follows(finding: Finding): boolean;
}

/** Takes the parts out that problems stand in, a part being what is indented below a line. */
export function withoutBroken(text: string, problems: readonly YamlProblem[]): WithoutBroken {
  const parts = problems.map((problem) => partAround(text, problem));
  const broken = parts.map(({ start, end }) => text.slice(start, end));
  const isSpoken = (said: string): boolean => wordsOf(said).some((word) => broken.some((part) => hasWord(part, word)));
  return {
    text: parts.reduce(
      (left, { start, end }) => left.slice(0, start) + left.slice(start, end).replaceAll(/[^\r\n]/g, " ") + left.slice(end),
      text,
    ),
    follows: ({ start, end, message }) =>
      parts.some((part) => start < part.end && end >= part.start) ||
      isSpoken(text.slice(start, end)) ||
      [...message.matchAll(/`([^`]*)`/g)].some(([, quoted = ""]) => isSpoken(quoted)),
  };
}

function wordsOf(text: string): readonly string[] {
  return text.match(/[\p{L}\p{N}_][\p{L}\p{N}_.-]*/gu) ?? [];
}

/** Is it one of the text's words? Of a part of many lines all words would take longer than all that is found in the rest of the file. */
function hasWord(text: string, word: string): boolean {
  for (let at = text.indexOf(word); at !== -1; at = text.indexOf(word, at + 1)) {
    // What stands before it belongs to the same word, unless it is only signs: `--alpha`.
    const before = /[\p{L}\p{N}_.-]*$/u.exec(text.slice(lineStartOf(text, at), at))?.[0] ?? "";
    if (/^[.-]*$/.test(before) && !/^[\p{L}\p{N}_.-]/u.test(text.slice(at + word.length, at + word.length + 2))) return true;
  }
  return false;
}

/** The named part that a problem stands in, whole lines of it; to the end of the text where something is not closed. */
function partAround(text: string, problem: YamlProblem): Span {
  const line = lineStartOf(text, problem.start);
  const above = linesAbove(text, line);
  const named = above[Math.min(above.length, losesNesting(problem, text) ? DEPTH - 1 : DEPTH) - 1] ?? line;
  const head = keyOfValue(text, named) ?? named;
  return { start: head, end: Math.max(endOfPart(text, head), lineEndOf(text, problem.end)) };
}

/** The line above, where it is a key whose value should begin here. */
function keyOfValue(text: string, line: number): number | undefined {
  let above = line;
  do {
    if (above === 0) return undefined;
    above = lineStartOf(text, above - 1);
  } while (indentOf(text, above) === undefined);
  return /:[ \t]*(?:#.*)?$/.test(text.slice(above, lineEndOf(text, above))) ? above : undefined;
}

/** The lines that a line belongs to, outermost first, itself last. */
function linesAbove(text: string, line: number): number[] {
  const found = [line];
  let indent = indentOf(text, line) ?? 0;
  for (let at = line; at > 0 && indent > 0; ) {
    at = lineStartOf(text, at - 1);
    const here = indentOf(text, at);
    if (here === undefined || here >= indent) continue;
    found.unshift(at);
    indent = here;
  }
  return found;
}

function endOfPart(text: string, head: number): number {
  const indent = indentOf(text, head) ?? 0;
  let end = lineEndOf(text, head);
  for (let at = text.indexOf("\n", head) + 1; at > 0 && at < text.length; at = text.indexOf("\n", at) + 1) {
    const here = indentOf(text, at);
    const isItem = here === indent && /^-(?:\s|$)/.test(text.slice(at + indent, at + indent + 2));
    if (here !== undefined && here <= indent && !isItem) break;
    end = lineEndOf(text, at);
  }
  return end;
}

/** Spaces before the content of a line; undefined for an empty line and a comment. */
function indentOf(text: string, line: number): number | undefined {
  const [, space = "", first = ""] = /^([ \t]*)(.?)/.exec(text.slice(line, lineEndOf(text, line))) ?? [];
  return first === "" || first === "#" ? undefined : space.length;
}

/** A tab has no certain width, and lines below a key that lacks its colon belong to it in no reading. */
function losesNesting({ code, start }: YamlProblem, text: string): boolean {
  if (code === "TAB" || code === "INDENT" || code.startsWith("UN")) return true;
  const line = lineStartOf(text, start);
  return code === "MISSING_COLON" && indentBelow(text, line) > start - line;
}

/** Spaces before the next line that has content; 0: there is none. */
function indentBelow(text: string, line: number): number {
  for (let at = text.indexOf("\n", line) + 1; at > 0 && at < text.length; at = text.indexOf("\n", at) + 1) {
    const indent = indentOf(text, at);
    if (indent !== undefined) return indent;
  }
  return 0;
}

/**
 * How a block YAML text falls into pieces that can be read one by one: the entries of a block map, or the items of a block list.
 * Only what is certain is cut; anything unusual (tabs, documents, directives, lines that stand out to the left) is left whole.
 */

export interface Block {
  /** Offset of the line that it begins on. */
  readonly start: number;
  /** Offset after its last line. */
  readonly end: number;
}

export interface Nesting {
  /** Offset after the line of the key. */
  readonly bodyStart: number;
  /** Spaces before what the key holds. */
  readonly indent: number;
}

/** Document marks and directives change what follows; a tab in front of a line has no certain width; a byte order mark is read at the start alone; PyYAML breaks lines at more than line feeds. */
const unusual = /[\ufeff\x85\u2028\u2029]|\r(?!\n)|^(?:---|\.\.\.|%| *\t)/m;
/** A key with nothing but a comment behind it. */
const bareKey = /^ *[A-Za-z_][\w.-]*: *(?:#.*)?\r?\n/;

export function isPlainlyCut(text: string): boolean {
  return !unusual.test(text);
}

/** The pieces of `text` from `start` to `end` whose first lines have `indent` spaces before them; undefined where that is not all of it. */
export function cutIntoBlocks(text: string, start: number, end: number, indent: number): readonly Block[] | undefined {
  const starts: number[] = [];
  let isList = false;
  for (let line = start; line < end; line = lineEnd(text, line, end)) {
    const first = firstOfLine(text, line, end);
    if (first === undefined) continue;
    const depth = first - line;
    if (depth < indent) return undefined;
    const dash = isDash(text, first);
    if (starts.length === 0) {
      if (depth > indent) return undefined;
      isList = dash;
      // Comments in front belong to the first piece.
      starts.push(start);
    } else if (depth === indent) {
      // A list may stand as far left as the key that holds it; an entry may not follow the items of a list.
      if (isList && !dash) return undefined;
      if (isList || !dash) starts.push(line);
    }
  }
  return starts.length === 0 ? undefined : starts.map((at, index) => ({ start: at, end: starts[index + 1] ?? end }));
}

/** What stands under the key of a block; undefined when the key has its value on its own line, or no value. */
export function nestingOf(text: string, { start, end }: Block): Nesting | undefined {
  const keyLine = firstContentLine(text, start, end);
  if (keyLine === undefined) return undefined;
  const bodyStart = lineEnd(text, keyLine.line, end);
  if (!bareKey.test(text.slice(keyLine.line, bodyStart))) return undefined;
  const body = firstContentLine(text, bodyStart, end);
  return body === undefined ? undefined : { bodyStart, indent: body.first - body.line };
}

function firstContentLine(text: string, start: number, end: number): { readonly line: number; readonly first: number } | undefined {
  for (let line = start; line < end; line = lineEnd(text, line, end)) {
    const first = firstOfLine(text, line, end);
    if (first !== undefined) return { line, first };
  }
  return undefined;
}

function lineEnd(text: string, line: number, end: number): number {
  const feed = text.indexOf("\n", line);
  return feed === -1 || feed >= end ? end : feed + 1;
}

/** Where the content of a line begins; undefined for an empty line and for one that is only a comment. */
function firstOfLine(text: string, line: number, end: number): number | undefined {
  let at = line;
  while (at < end && text[at] === " ") at++;
  const char = text[at];
  return at >= end || char === "\n" || char === "\r" || char === "#" ? undefined : at;
}

function isDash(text: string, at: number): boolean {
  return text[at] === "-" && /^(?:\s|$)/.test(text.slice(at + 1, at + 2));
}

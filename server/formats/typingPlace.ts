import type { Lines, Position } from "./text.ts";

/** Where someone is typing, told from indentation alone: the text around the cursor is rarely valid YAML. Block style only. */
export interface TypingPlace {
  /** Keys that lead here, outermost first; `-` for an item of a list. */
  readonly path: readonly string[];
  /** The key whose value is typed; absent while a key is typed. */
  readonly key?: string;
  /** Keys that the map has already. */
  readonly present: readonly string[];
  /** What is typed of the word so far, and where it starts. */
  readonly word: string;
  readonly wordStart: number;
}

/** `key` or `-` at a column. */
interface Mark {
  readonly column: number;
  readonly name: string;
}

const KEY = /^("[^"]*"|'[^']*'|[^\s#:{}[\],"'][^#:{}[\]]*?)\s*:(?=\s|$)/;

export function typingPlaceAt(lines: Lines, position: Position): TypingPlace | undefined {
  const before = lines.line(position.line).slice(0, position.character);
  if (/(?:^|\s)#/.test(before)) return undefined;
  const marks = marksOf(before);
  const last = marks.at(-1);
  const typesValue = last !== undefined && last.name !== "-";
  const rest = typesValue ? before.slice(before.indexOf(":", last.column) + 1) : before.slice(last === undefined ? 0 : last.column + 1);
  const word = rest.trimStart();
  // A value starts after a space; a key has none inside.
  if (typesValue ? !/^\s/.test(rest) : !/^[\w.-]*$/.test(word)) return undefined;
  const wordStart = position.character - word.length;
  const column = typesValue ? last.column : wordStart;
  const own = typesValue ? marks.slice(0, -1) : marks;
  return {
    path: pathTo(lines, position.line, column, own),
    present: siblings(lines, position.line, column),
    word,
    wordStart: lines.start(position.line) + wordStart,
    ...(typesValue && { key: last.name }),
  };
}

/** Dashes and the key of a line, from left to right. */
function marksOf(line: string): Mark[] {
  const marks: Mark[] = [];
  let column = line.length - line.trimStart().length;
  while (line[column] === "-" && (line[column + 1] === " " || line[column + 1] === undefined)) {
    marks.push({ column, name: "-" });
    column += 1 + (line.slice(column + 1).length - line.slice(column + 1).trimStart().length);
  }
  const key = KEY.exec(line.slice(column))?.[1];
  if (key !== undefined) marks.push({ column, name: key.replace(/^(["'])(.*)\1$/, "$2") });
  return marks;
}

function pathTo(lines: Lines, line: number, column: number, own: readonly Mark[]): string[] {
  const path: string[] = own.map((mark) => mark.name);
  let child: Mark = own[0] ?? { column, name: "" };
  for (let above = line - 1; above >= 0 && (child.column > 0 || child.name === "-"); above--) {
    for (const mark of marksOf(lines.line(above)).toReversed()) {
      if (!isParent(mark, child)) continue;
      path.unshift(mark.name);
      child = mark;
    }
  }
  return path;
}

/** A list may stand at the column of its key. */
function isParent(mark: Mark, child: Mark): boolean {
  return mark.column < child.column || (child.name === "-" && mark.name !== "-" && mark.column === child.column);
}

/** Keys at the same column in the lines above and below that belong to the same map. */
function siblings(lines: Lines, line: number, column: number): string[] {
  const found: string[] = [];
  for (const step of [-1, 1]) {
    for (let at = line; at >= 0 && at < lines.count; at += step) {
      const text = lines.line(at);
      if (/^\s*(?:#|$)/.test(text)) continue;
      const marks = marksOf(text);
      const first = marks[0]?.column ?? text.length - text.trimStart().length;
      const startsItem = marks.some((mark) => mark.name === "-" && mark.column < column);
      if (at !== line && step === 1 && (first < column || startsItem)) break;
      const key = marks.find((mark) => mark.column === column && mark.name !== "-");
      if (at !== line && key) found.push(key.name);
      if (step === -1 && at !== line && first < column) break;
      // The line of a dash is where its map begins.
      if (step === -1 && startsItem) break;
    }
  }
  return found;
}

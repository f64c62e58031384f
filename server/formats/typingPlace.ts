import type { KeySpec } from "#registry/model/keySpec.ts";
import type { ConfigDocument, ConfigModel } from "./format.ts";
import { type Place, placeAt, specAtPath } from "./keySpec.ts";
import { PartMemory, withMemory } from "./partMemory.ts";
import { holds, lineEndOf, lineStartOf, type Span } from "./text.ts";
import type { YamlMap, YamlNode, YamlScalar } from "./yamlTree.ts";

/** Where someone is typing, and how what is chosen there has to be written. */
export interface TypingPlace {
  /** Keys that lead here, outermost first; `-` for an item of a list. */
  readonly path: readonly string[];
  /** The key whose value is typed, `-` for an item of a list; absent while a key is typed. */
  readonly key?: string;
  /** Keys that the map has already. */
  readonly present: readonly string[];
  /** What is typed of the word so far, and where it starts. */
  readonly word: string;
  readonly wordStart: number;
}

/** A place where a key or a whole value is typed, and what is around it. */
export interface WordPlace extends TypingPlace {
  /** Offset after what the chosen word takes the place of. */
  readonly wordEnd: number;
  /** The quote that stands before the word. */
  readonly quote?: "'" | '"';
  /** Of that quote; the closing one is the last character before `wordEnd`. */
  readonly isClosed: boolean;
  readonly hasColon: boolean;
  /** A space is missing in front: after `-` or `:`. */
  readonly needsSpace: boolean;
  /** It is an item, and its dash is missing. */
  readonly needsDash: boolean;
  readonly isFlow: boolean;
  /** Characters before it on its line, with the dash that is missing. */
  readonly column: number;
  /** Nothing stands behind it on its line and below it that would become its value. */
  readonly isFree: boolean;
}

/** The word at an offset, on its line; with the closing quote, without the opening one. */
interface TypedWord extends Span {
  readonly quote?: "'" | '"';
  readonly isClosed: boolean;
}

/** A text in which something stands where a word is typed. */
interface MarkedText {
  readonly text: string;
  readonly markStart: number;
  readonly needsSpace: boolean;
  readonly needsDash: boolean;
  readonly hasColon: boolean;
}

/** Characters: of the file that is typed in, and of the one before. */
const remembered = 150_000;
/** Apart from the text as it stands, whose parts would be moved behind the mark and back with every letter; each kind is as long as the last one was. */
const markedKeys = new PartMemory(remembered);
const markedWords = new PartMemory(remembered);

/** Stands for what is typed. */
const MARK = "slipway-typing-here";

/**
 * The places that an offset can be: a key, a value, or either (on a line by itself). What could stand there is put there, and the text is
 * read with it, by the reader of its format: all styles of YAML are understood, and a text that is broken elsewhere as well as it can be.
 */
export function typingPlacesAt({ format, model, name }: ConfigDocument, offset: number): WordPlace[] {
  const word = wordAt(model, offset);
  if (word === undefined) return [];
  const places = marksAt(model.text, word, offset).flatMap((each) => {
    const { root, yamlProblems } = withMemory(each.memory, () => (format.tree ?? format.read)(each.marked.text, name));
    // What makes the text worse than it is cannot stand there.
    if (root === undefined || yamlProblems.length > model.yamlProblems.length) return [];
    const found = placeAt(root, format.spec, each.marked.markStart);
    return placesOf(found, model.text, each.word, each.marked, offset).map((place) => asItem(place, found, format.spec));
  });
  // In a flow map a word is a key, with a colon or without.
  const isSame = (one: WordPlace, other: WordPlace) => one.key === other.key && one.needsDash === other.needsDash;
  return places.filter((place, index) => places.findIndex((each) => isSame(each, place)) === index);
}

interface Mark {
  readonly word: TypedWord;
  readonly marked: MarkedText;
  readonly memory: PartMemory;
}

/** What the word may be: a key, a value; on a line below the items of a list one more of them, and a key only where that list stands no deeper. */
function marksAt(text: string, word: TypedWord, offset: number): Mark[] {
  const asKey = keyWordOf(text, word, offset);
  const list = asKey === undefined ? undefined : listAround(text, asKey);
  const needsDash = list !== undefined;
  const keys = [
    ...(asKey === undefined || (needsDash && !list.isFlush) ? [] : [markedText(text, asKey, true, false)]),
    ...(asKey === undefined || !needsDash ? [] : [markedText(text, asKey, true, true)]),
  ].map((marked) => ({ word: asKey ?? word, marked, memory: markedKeys }));
  return [...keys, { word, marked: markedText(text, word, false, needsDash), memory: markedWords }];
}

/**
 * The list whose dashes stand above or below a word that begins its line, in the same column, with nothing between but what is in its items. `isFlush`: as far
 * left as the key that holds it, where the next key may follow.
 */
function listAround(text: string, word: TypedWord): { readonly isFlush: boolean } | undefined {
  const lineStart = lineStartOf(text, word.start);
  const column = word.start - lineStart;
  const isAlone = word.quote === undefined && /^ *$/.test(text.slice(lineStart, word.start));
  if (!isAlone || hasColonAt(text, word.end) || text.startsWith("-", word.start)) return undefined;
  let isList = false;
  for (let end = lineStart - 1; end > 0; end = lineStartOf(text, end) - 1) {
    const line = text.slice(lineStartOf(text, end), end).trimEnd();
    const indent = line.length - line.trimStart().length;
    if (line.length === indent || line[indent] === "#" || indent > column) continue;
    const isItem = indent === column && /^-(?:\s|$)/.test(line.slice(indent));
    if (!isItem) return isList || isItemBelow(text, word.end, column) ? { isFlush: indent === column } : undefined;
    isList = true;
  }
  return isList || isItemBelow(text, word.end, column) ? { isFlush: false } : undefined;
}

/** Is the next line that says something an item whose dash stands in a column? */
function isItemBelow(text: string, offset: number, column: number): boolean {
  for (let end = lineEndOf(text, offset); end < text.length; ) {
    const start = text.indexOf("\n", end) + 1;
    end = start === 0 ? text.length : lineEndOf(text, start);
    const line = text.slice(start, end);
    if (/^\s*(?:#|$)/.test(line)) continue;
    return start > 0 && line.startsWith("-", column) && line.slice(0, column).trim() === "" && /^-(?:\s|$)/.test(line.slice(column));
  }
  return false;
}

/** The same place as an item, where it stands alone below a key whose value is a list. */
function asItem(place: WordPlace, { onKey, path, steps }: Place, root: KeySpec): WordPlace {
  const [own, holder] = [steps.at(-1)?.entry, steps.at(-2)?.entry];
  const key = onKey ? holder?.key : own?.key;
  const inner = onKey ? path.slice(0, -1) : path;
  const spec = specAtPath(root, inner);
  const isLone = place.present.length === 0 && !place.isFlow && !place.needsDash && !place.hasColon && place.quote === undefined;
  const isBelow = key !== undefined && place.column > 0 && key.end < place.wordStart - place.column;
  if (!isLone || !isBelow || inner.at(-1) === "-" || spec?.item === undefined || spec.keys !== undefined || spec.each !== undefined)
    return place;
  const dashed = { ...place, needsDash: true, column: place.column + 2 };
  return onKey ? { ...dashed, path: [...inner, "-"] } : { ...dashed, path: inner, key: "-" };
}

/** The text before an offset of the scalar that it stands in, over as many lines as it has; undefined: it stands in none. */
export function textPlaceAt({ format, model: { text, root } }: ConfigDocument, offset: number): TypingPlace | undefined {
  if (root === undefined) return undefined;
  const { path, node, onKey } = placeAt(root, format.spec, offset);
  if (node.kind !== "scalar" || onKey || node.start >= offset || path.length === 0) return undefined;
  return { path: path.slice(0, -1), key: path.at(-1) ?? "", present: [], word: text.slice(node.start, offset), wordStart: node.start };
}

function wordAt({ text, root, yamlProblems }: ConfigModel, offset: number): TypedWord | undefined {
  const node = root && scalarAt(root, offset);
  if (node === undefined) return { start: offset, end: offset, isClosed: false };
  const lineStart = lineStartOf(text, offset);
  const lineEnd = lineEndOf(text, offset);
  const char = text[node.start];
  if (char === "|" || char === ">") return undefined;
  if (char === "'" || char === '"') {
    if (node.start < lineStart || offset === node.start) return undefined;
    const isClosed = node.end <= lineEnd && node.end > node.start + 1 && text[node.end - 1] === char;
    if (isClosed) return offset < node.end ? { start: node.start + 1, end: node.end, quote: char, isClosed } : undefined;
    return yamlProblems.length > 0 ? { start: node.start + 1, end: offset, quote: char, isClosed } : undefined;
  }
  const line = text.slice(lineStart, lineEnd);
  const start = Math.max(node.start, lineStart + line.length - line.trimStart().length);
  const end = start + text.slice(start, Math.min(node.end, lineEnd)).trimEnd().length;
  return offset < start || offset > end ? undefined : { start, end, isClosed: false };
}

/** The scalar that something is written of at an offset. */
function scalarAt(node: YamlNode, offset: number): YamlScalar | undefined {
  if (node.kind === "scalar") return node.end > node.start && holds(node, offset) ? node : undefined;
  const within = node.kind === "list" ? node.items : node.entries.flatMap(({ key, value, merged }) => (merged ? [] : [key, value]));
  for (const each of within) {
    const found = holds(each, offset) ? scalarAt(each, offset) : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}

function startOf({ start, quote }: TypedWord): number {
  return quote === undefined ? start : start - 1;
}

const linesUpToKey = /^[ \t]*(?:-[ \t]+)*-?$/;

/** The word as a key; undefined: no key of block style can stand here. */
function keyWordOf(text: string, word: TypedWord, offset: number): TypedWord | undefined {
  const written = text.slice(word.start, word.end);
  const first = /^[^\s:]+(?=:\S)|^[^\s:]+(?=\s)/.exec(written)?.[0].length ?? written.length;
  const isFirst = word.quote === undefined && !hasColonAt(text, word.end) && offset <= word.start + first;
  const key = isFirst ? { ...word, end: word.start + first } : word;
  const startsLine = linesUpToKey.test(text.slice(lineStartOf(text, offset), startOf(word)));
  return startsLine || hasColonAt(text, key.end) ? key : undefined;
}

function hasColonAt(text: string, offset: number): boolean {
  return text[offset] === ":" || /^[ \t]+:(?=[\s,}\]]|$)/.test(text.slice(offset, lineEndOf(text, offset)));
}

function markedText(text: string, word: TypedWord, asKey: boolean, needsDash: boolean): MarkedText {
  const start = startOf(word);
  const needsSpace = word.end === word.start && /[:-]$/.test(text.slice(lineStartOf(text, start), start));
  const hasColon = hasColonAt(text, word.end);
  // `key:value` is one word, and no key, without a space.
  const isKey = hasColon && !/^:\S/.test(text.slice(word.end, word.end + 2));
  const lead = needsDash ? "- " : needsSpace ? " " : "";
  const put = `${lead}${MARK}${asKey && !isKey ? ": " : ""}`;
  const markStart = start + lead.length;
  return { text: text.slice(0, start) + put + text.slice(word.end), markStart, needsSpace, needsDash, hasColon };
}

function placesOf(found: Place, text: string, word: TypedWord, marked: MarkedText, offset: number): WordPlace[] {
  if (found.node.kind !== "scalar" || found.node.text !== MARK || found.path.length === 0) return [];
  const isFlow = found.around.some(({ start }) => marked.text[start] === "{" || marked.text[start] === "[");
  const { start, end, quote, isClosed } = word;
  const { needsSpace, needsDash, hasColon, markStart } = marked;
  const common = {
    ...{ word: text.slice(start, offset), wordStart: start, wordEnd: end, isClosed, needsSpace, needsDash, hasColon, isFlow },
    ...{ column: markStart - lineStartOf(text, start), ...(quote && { quote }) },
  };
  const path = found.path.slice(0, -1);
  const rest = text.slice(end, lineEndOf(text, end));
  const isLast = isFlow ? /^\s*(?:[,}\]]|$)/.test(rest) : rest.trim() === "";
  if (!found.onKey) return [{ ...common, path, key: found.path.at(-1) ?? "", present: [], isFree: isLast }];
  const own = found.steps.at(-1)?.entry;
  const siblings = (found.around.at(-1) as YamlMap).entries.filter((entry) => entry !== own && !entry.merged);
  const takesBelow = !hasColon && own !== undefined && own.value.end > lineEndOf(marked.text, markStart);
  // What stands below would belong to another key than it does now.
  if (takesBelow && start === end) return [];
  return [{ ...common, path, present: siblings.map(({ key }) => key.text), isFree: isLast && !takesBelow }];
}

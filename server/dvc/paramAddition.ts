import { readYaml } from "../formats/readYaml.ts";
import { lineBreakOf, lineEndOf, lineStartOf } from "../formats/text.ts";
import { entryOf, type YamlEntry, type YamlMap, type YamlNode } from "../formats/yamlTree.ts";
import type { TextEdit } from "../rules/rule.ts";

/** A key that means the same text in YAML and in a template. */
const plainKey = /^[A-Za-z][\w-]*$/;
/** Words that YAML takes for something else. */
const notText = /^(?:true|false|null|yes|no|on|off|y|n)$/i;

/** A params file in YAML, to be added to. */
export interface ParamsText {
  readonly text: string;
  /** Undefined: it has nothing yet; null: it cannot be read. */
  readonly root: YamlNode | undefined | null;
}

export function readParamsText(text: string): ParamsText {
  const { root, problems } = readYaml(text, "dvc");
  return { text, root: problems.length > 0 ? null : root };
}

/**
 * The edit that gives a params file in YAML one more param: `null`, until somebody writes its value. `keys` are those of the maps that it is in,
 * then its own. Undefined: it has it, or no place for it is certain.
 */
export function paramAddition({ text, root }: ParamsText, keys: readonly string[]): TextEdit | undefined {
  if (root === null || !keys.every((key) => plainKey.test(key) && !notText.test(key))) return undefined;
  if (root === undefined) return appended(text, keys);
  let [map, depth]: [YamlMap | undefined, number] = [root.kind === "map" ? root : undefined, 0];
  for (let entry = own(map, keys[0]); entry !== undefined; entry = own(map, keys[depth])) {
    map = mapBehind(entry);
    depth++;
  }
  const last = map?.entries.findLast(({ merged }) => !merged);
  if (map === undefined || last === undefined || depth === keys.length) return undefined;
  const indent = indentOf(map, text);
  return indent === undefined ? undefined : inserted(last, text, written(keys.slice(depth), indent, text));
}

function own(map: YamlMap | undefined, key: string | undefined): YamlEntry | undefined {
  return map === undefined || key === undefined ? undefined : entryOf(map, key);
}

/** Undefined where there is none, or where it stands elsewhere, for others too: behind an alias. */
function mapBehind({ key, value, merged }: YamlEntry): YamlMap | undefined {
  if (merged || value.kind !== "map") return undefined;
  return value.entries.every((entry) => entry.merged || entry.key.start >= key.end) ? value : undefined;
}

/** Undefined where its keys do not stand in lines of their own, beneath each other. */
function indentOf({ entries }: YamlMap, text: string): string | undefined {
  const before = entries.filter(({ merged }) => !merged).map(({ key }) => text.slice(lineStartOf(text, key.start), key.start));
  const [first = "x"] = before;
  return /^ *$/.test(first) && before.every((each) => each === first) ? first : undefined;
}

function written(keys: readonly string[], indent: string, text: string): string {
  const lineBreak = lineBreakOf(text);
  return keys.map((key, index) => `${indent}${"  ".repeat(index)}${key}:${index === keys.length - 1 ? " null" : ""}`).join(lineBreak);
}

/** Behind the last entry. The end of a text of several lines may be the begin of the next line. */
function inserted({ key, value }: YamlEntry, text: string, lines: string): TextEdit {
  const end = Math.max(key.end, value.end);
  const isNextLine = end > 0 && text[end - 1] === "\n";
  const at = isNextLine ? end : lineEndOf(text, end);
  const lineBreak = lineBreakOf(text);
  return { start: at, end: at, text: isNextLine ? `${lines}${lineBreak}` : `${lineBreak}${lines}` };
}

function appended(text: string, keys: readonly string[]): TextEdit {
  const lineBreak = lineBreakOf(text);
  const begin = text === "" || text.endsWith("\n") ? "" : lineBreak;
  return { start: text.length, end: text.length, text: `${begin}${written(keys, "", text)}${lineBreak}` };
}

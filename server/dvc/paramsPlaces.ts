import type { SyntaxNode } from "@lezer/common";
import { parser } from "@lezer/python";
import { nameWithin } from "../formats/mentions.ts";
import { readYaml } from "../formats/readYaml.ts";
import type { NamePlace } from "../formats/symbols.ts";
import type { Span } from "../formats/text.ts";
import { entriesOf, type YamlNode } from "../formats/yamlTree.ts";
import { longestParams } from "./paramsFile.ts";

/** Where the keys of a params file stand, by their names joined with dots: those that are written as they read. */
export type ParamsPlaces = ReadonlyMap<string, NamePlace>;

/** Places of the keys of a params file, by the end of its name as `readParamsFile` has it. Never throws; what is not found is left out. */
export function readParamsPlaces(text: string, path: string): ParamsPlaces {
  const places = new Places(text);
  if (text.length > longestParams) return places.found;
  if (/\.py$/i.test(path)) addPython(parser.parse(text).topNode, [], places);
  else if (/\.toml$/i.test(path)) addToml(text, places);
  else {
    const { root } = readYaml(text, "dvc");
    if (root !== undefined) addYaml(root, [], places);
  }
  return places.found;
}

class Places {
  readonly found = new Map<string, NamePlace>();
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }

  add(path: readonly string[], span: Span): void {
    const name = path.at(-1);
    const place = name === undefined || name.includes(".") ? undefined : nameWithin(this.text, span, name);
    if (place !== undefined) this.found.set(path.join("."), place);
  }
}

function addYaml(node: YamlNode, path: readonly string[], places: Places): void {
  if (node.kind === "list") for (const [index, item] of node.items.entries()) addYaml(item, [...path, String(index)], places);
  for (const { key, value, merged } of entriesOf(node)) {
    // What comes in through an alias stands where the anchor is, under another name.
    if (merged || key.start < node.start) continue;
    const inner = [...path, key.text];
    places.add(inner, key);
    if (value.start >= key.start) addYaml(value, inner, places);
  }
}

const tomlWord = String.raw`(?:[\w-]+|"[^"\n]*"|'[^'\n]*')`;
const tomlHeader = new RegExp(String.raw`^[ \t]*\[(${tomlWord}(?:[ \t]*\.[ \t]*${tomlWord})*)\][ \t]*(?:#.*)?$`);
const tomlKey = new RegExp(String.raw`^[ \t]*(${tomlWord}(?:[ \t]*\.[ \t]*${tomlWord})*)[ \t]*=`);

/** Headers and keys at the beginning of lines; texts and lists of many lines are gone over. */
function addToml(text: string, places: Places): void {
  let table: readonly string[] | undefined = [];
  let start = 0;
  for (const line of withoutLongValues(text).split("\n")) {
    const header = tomlHeader.exec(line);
    if (header !== null) table = addTomlWords(header, [], start, places);
    else if (/^[ \t]*\[/.test(line)) table = undefined;
    const key = tomlKey.exec(line);
    if (key !== null && table !== undefined) addTomlWords(key, table, start, places);
    start += line.length + 1;
  }
}

/** The same text with blanks for what stands in triple quotes and in brackets after `=`. */
function withoutLongValues(text: string): string {
  const blank = (value: string): string => value.replaceAll(/[^\n]/g, " ");
  return text.replaceAll(/"""[\s\S]*?"""|'''[\s\S]*?'''/g, blank).replaceAll(/(?<==[ \t]*)\[[\s\S]*?\](?=[ \t]*(?:#.*)?$)/gm, blank);
}

function addTomlWords(found: RegExpExecArray, table: readonly string[], lineStart: number, places: Places): readonly string[] {
  const [whole, words = ""] = found;
  let at = lineStart + whole.indexOf(words);
  let path = table;
  for (const word of words.match(new RegExp(`${tomlWord}|[. \\t]+`, "g")) ?? []) {
    if (/^[^. \t]/.test(word)) {
      path = [...path, word.replace(/^(["'])(.*)\1$/, "$2")];
      places.add(path, { start: at, end: at + word.length });
    }
    at += word.length;
  }
  return path;
}

function addPython(body: SyntaxNode, path: readonly string[], places: Places): void {
  for (let node = body.firstChild; node !== null; node = node.nextSibling) {
    const [name, inner] = [node.getChild("VariableName"), node.getChild("Body")];
    if (name === null) continue;
    const own = [...path, places.text.slice(name.from, name.to)];
    if (node.name === "ClassDefinition" && inner !== null) addPython(inner, own, places);
    else if (node.name !== "AssignStatement") continue;
    places.add(own, { start: name.from, end: name.to });
    if (node.lastChild?.name === "DictionaryExpression") addPythonDict(node.lastChild, own, places);
  }
}

function addPythonDict(dict: SyntaxNode, path: readonly string[], places: Places): void {
  const parts: SyntaxNode[] = [];
  for (let node = dict.firstChild; node !== null; node = node.nextSibling) if (/^\w/.test(node.name)) parts.push(node);
  for (let at = 0; at + 1 < parts.length; at += 2) {
    const [key, value] = [parts[at], parts[at + 1]];
    if (key?.name !== "String") continue;
    const own = [...path, places.text.slice(key.from + 1, key.to - 1)];
    places.add(own, { start: key.from, end: key.to });
    if (value?.name === "DictionaryExpression") addPythonDict(value, own, places);
  }
}

import type { KeySpec } from "#registry/model/keySpec.ts";
import { integerOf } from "../formats/ruamelYaml.ts";
import type { Span } from "../formats/text.ts";
import { entriesOf, entryOf, isNull, type YamlMap, type YamlNode, type YamlScalar } from "../formats/yamlTree.ts";

/** A place that DVC 3.67's schema of a file refuses (`dvc/schema.py`). */
export type Misfit =
  | { readonly kind: "unknownKey"; readonly key: YamlScalar; readonly known: readonly string[] }
  | { readonly kind: "wrongType"; readonly node: YamlNode; readonly name: string; readonly takes: string }
  | { readonly kind: "missingKey"; readonly at: YamlScalar; readonly key: string };

/**
 * What a file has to look like. The words of a type decide what is refused: `text`, `list`, `map`, `switch` (true or false), `nothing`, `anything`,
 * `whole number`, `checksum`, `single map`, `version 2.0`, joined by ` or `; keys of presence `required` have to be there.
 */
export interface Shape {
  readonly spec: KeySpec;
  /** For a value that has one of several shapes: the one that is meant. */
  specOf?(node: YamlNode, spec: KeySpec): KeySpec;
}

/** Compares a file with its shape. Values are taken as they are written: DVC looks before `${}` is resolved. */
export function misfitsOf(root: YamlNode, shape: Shape): readonly Misfit[] {
  const found: Misfit[] = [];
  const isEmpty = isNull(root) || (root.kind === "list" && root.items.length === 0);
  // What the file as a whole lacks is said at its beginning.
  const { start, end } = entriesOf(root)[0]?.key ?? { start: root.start, end: root.start };
  const at: YamlScalar = { kind: "scalar", scalar: { type: "null" }, text: shape.spec.name, quoted: false, start, end };
  if (!isEmpty) addMisfits(root, shape.spec, at, shape, found);
  return found;
}

/** Maps in which nothing is amiss, and what they were held against: one that an edit left as it was is not gone through again. */
const fitting = new WeakMap<YamlMap, KeySpec>();

function addMisfits(node: YamlNode, generalSpec: KeySpec, at: YamlScalar, shape: Shape, found: Misfit[]): void {
  if (node.kind === "map" && fitting.get(node) === generalSpec) return;
  const before = found.length;
  const spec = shape.specOf?.(node, generalSpec) ?? generalSpec;
  if (!takes(spec.type, node)) {
    // Where nothing is written there is nothing to underline but the key.
    const place = node.end > node.start ? node : { ...node, start: at.start, end: at.end };
    found.push({ kind: "wrongType", node: place, name: spec.name, takes: spec.type });
    return;
  }
  if (node.kind === "map") addOfMap(node, spec, at, shape, found);
  if (node.kind === "list" && spec.item !== undefined)
    for (const item of node.items) addMisfits(item, spec.item, itemPlace(item, at), shape, found);
  if (node.kind === "map" && found.length === before) fitting.set(node, generalSpec);
}

/** What is told of an item is told at its list's key; of one that is not written, behind its dash. */
function itemPlace({ start, end }: YamlNode, at: YamlScalar): YamlScalar {
  return end > start ? at : { ...at, start, end };
}

function addOfMap(node: YamlMap, spec: KeySpec, at: YamlScalar, shape: Shape, found: Misfit[]): void {
  if (spec.keys === undefined && spec.each === undefined) return;
  for (const { name, presence } of spec.keys ?? []) {
    if (presence === "required" && entryOf(node, name) === undefined) found.push({ kind: "missingKey", at, key: name });
  }
  for (const { key, value } of entriesOf(node)) {
    const inner = spec.keys?.find(({ name }) => name === key.text) ?? spec.each;
    if (inner === undefined) found.push({ kind: "unknownKey", key, known: spec.keys?.map(({ name }) => name) ?? [] });
    else if (key.scalar.type !== "string") found.push({ kind: "wrongType", node: key, name: spec.name, takes: "names that are text" });
    else addMisfits(value, inner, key, shape, found);
  }
}

/** Is a value one of the kinds that a type names, such as `text or list of text`? */
function takes(type: string, node: YamlNode): boolean {
  const words = wordsOfTypes.get(type) ?? type.split(" or ").map((each) => each.split(" ")[0] ?? "");
  wordsOfTypes.set(type, words);
  return words.some((word) => word === "anything" || (special[word]?.(node) ?? kindOf(node) === word));
}

/** There are as many as a format has types of keys. */
const wordsOfTypes = new Map<string, readonly string[]>();

/** To Python, true and false are whole numbers. */
function isWhole(node: YamlNode): boolean {
  const kind = kindOf(node);
  return kind === "switch" || (kind === "number" && node.kind === "scalar" && integerOf(node.text) !== undefined);
}

const special: Readonly<Record<string, (node: YamlNode) => boolean>> = {
  whole: isWhole,
  checksum: (node) =>
    isNull(node) || (node.kind === "scalar" && (kindOf(node) === "text" || isWhole(node)) && (node.text === "" || node.text.length >= 3)),
  single: (node) => node.kind === "map" && entriesOf(node).length <= 1,
  version: (node) => node.kind === "scalar" && node.scalar.type === "string" && node.scalar.value === "2.0",
};

/** What a value is, in the words that types of keys use. */
export function kindOf(node: YamlNode): string {
  if (node.kind !== "scalar") return node.kind;
  const kinds = { string: "text", boolean: "switch", null: "nothing" } as const;
  return kinds[node.scalar.type as keyof typeof kinds] ?? node.scalar.type;
}

/** What is underlined. */
export function placeOf(misfit: Misfit): Span {
  if (misfit.kind === "missingKey") return misfit.at;
  return misfit.kind === "unknownKey" ? misfit.key : misfit.node;
}

/** What is wrong, as a sentence. */
export function misfitText(misfit: Misfit, meant?: string): string {
  switch (misfit.kind) {
    case "missingKey":
      return `\`${misfit.at.text}\` has no \`${misfit.key}\`, and DVC needs it.`;
    case "unknownKey": {
      const next =
        meant === undefined ? `There are ${misfit.known.map((name) => `\`${name}\``).join(", ")}.` : `Did you mean \`${meant}\`?`;
      return `DVC refuses \`${misfit.key.text}\` here. ${next}`;
    }
    case "wrongType":
      return `DVC takes ${withArticles(misfit.takes)} for \`${misfit.name}\`, not ${kindWithArticle(misfit.node)}.`;
  }
}

function withArticles(type: string): string {
  return type
    .replace(/(^| or )(?=list|map|whole|checksum|single)/g, "$1a ")
    .replace("switch", "true or false")
    .replace(/^version (\S+)$/, '`"$1"`');
}

function kindWithArticle(node: YamlNode): string {
  const kind = kindOf(node);
  if (kind === "switch") return "true or false";
  if (kind === "number" && node.kind === "scalar") return `the number \`${node.text}\``;
  return kind === "text" || kind === "nothing" ? kind : `a ${kind}`;
}

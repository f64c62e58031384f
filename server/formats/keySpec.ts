import type { KeySpec } from "#registry/model/keySpec.ts";
import { holds } from "./text.ts";
import { entriesOf, type YamlEntry, type YamlList, type YamlMap, type YamlNode, type YamlScalar } from "./yamlTree.ts";

export interface PathStep {
  readonly entry: YamlEntry;
  readonly spec: KeySpec | undefined;
}

/** What stands at an offset: the keys that lead there, outermost first, and whether the offset is on the last key itself. */
export interface Place {
  readonly steps: readonly PathStep[];
  /** The texts of the keys, and `-` for every item of a list on the way. */
  readonly path: readonly string[];
  /** The maps and lists on the way, outermost first. */
  readonly around: readonly (YamlMap | YamlList)[];
  readonly onKey: boolean;
  /** The innermost node that holds the offset. */
  readonly node: YamlNode;
  readonly spec: KeySpec | undefined;
}

/** Follows the tree down to an offset. `root` describes the whole file. */
export function placeAt(root: YamlNode, rootSpec: KeySpec, offset: number): Place {
  const steps: PathStep[] = [];
  const path: string[] = [];
  const around: (YamlMap | YamlList)[] = [];
  let node = root;
  let spec: KeySpec | undefined = rootSpec;
  for (;;) {
    const here = { steps, path, around, node, spec };
    if (node.kind !== "scalar") around.push(node);
    if (node.kind === "map") {
      const entry: YamlEntry | undefined = node.entries.find(
        (each) => !each.merged && (holds(each.key, offset) || holds(each.value, offset)),
      );
      if (entry === undefined) return { ...here, onKey: false };
      const inner: KeySpec | undefined = specOfKey(spec, entry.key.text);
      steps.push({ entry, spec: inner });
      path.push(entry.key.text);
      if (holds(entry.key, offset)) return { steps, path, around, onKey: true, node: entry.key, spec: inner };
      node = entry.value;
      spec = inner;
    } else if (node.kind === "list") {
      const item: YamlNode | undefined = node.items.find((each) => holds(each, offset));
      if (item === undefined) return { ...here, onKey: false };
      path.push("-");
      node = item;
      spec = spec?.item;
    } else return { ...here, onKey: false };
  }
}

/** What the value of `key` is, in a map that `spec` describes. */
export function specOfKey(spec: KeySpec | undefined, key: string): KeySpec | undefined {
  return spec?.keys?.find((each) => each.name === key) ?? spec?.each;
}

/** The spec that a list of keys leads to; list items are skipped over. */
export function specAtPath(rootSpec: KeySpec, path: readonly string[]): KeySpec | undefined {
  let spec: KeySpec | undefined = rootSpec;
  for (const key of path) spec = key === "-" ? spec?.item : specOfKey(spec, key);
  return spec;
}

/** A key that a format does not have in its place. */
export interface UnknownKey {
  readonly key: YamlScalar;
  readonly map: YamlMap;
  /** Of the map. */
  readonly spec: KeySpec;
  /** The names that stand for something there. */
  readonly known: readonly string[];
}

/** The keys that a map has; undefined: any. */
export type KeysOf = (map: YamlMap, spec: KeySpec) => readonly KeySpec[] | undefined;

/** Every key that the spec does not have, in the whole tree. */
export function unknownKeys(node: YamlNode, spec: KeySpec, keysOf: KeysOf = allKeys): readonly UnknownKey[] {
  const found: UnknownKey[] = [];
  addUnknown(node, spec, keysOf, found);
  return found;
}

const allKeys: KeysOf = (_map, { keys }) => keys;

/** Maps in which every key is known, and of what they are: one that an edit left as it was is not gone through again. */
const familiar = new WeakMap<YamlMap, { readonly spec: KeySpec; readonly keysOf: KeysOf }>();

function addUnknown(node: YamlNode, spec: KeySpec, keysOf: KeysOf, found: UnknownKey[]): void {
  if (node.kind === "list") {
    if (spec.item) for (const item of node.items) addUnknown(item, spec.item, keysOf, found);
    return;
  }
  if (node.kind !== "map") return;
  const known = familiar.get(node);
  if (known?.spec === spec && known.keysOf === keysOf) return;
  const before = found.length;
  const keys = keysOf(node, spec);
  for (const { key, value } of entriesOf(node)) {
    const inner = keys?.find((each) => each.name === key.text) ?? spec.each;
    // A `<<` that was not merged is none: it would be an entry of that name.
    if (inner && (key.text !== "<<" || key.quoted)) addUnknown(value, inner, keysOf, found);
    else if (spec.keys || key.text === "<<") found.push({ key, map: node, spec, known: (keys ?? []).map((each) => each.name) });
  }
  if (found.length === before) familiar.set(node, { spec, keysOf });
}

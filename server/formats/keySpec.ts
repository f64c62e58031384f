import type { KeySpec } from "#registry/model/keySpec.ts";
import type { Span } from "./text.ts";
import { entryOf, type YamlEntry, type YamlNode } from "./yamlTree.ts";

export interface PathStep {
  readonly entry: YamlEntry;
  readonly spec: KeySpec | undefined;
}

/** What stands at an offset: the keys that lead there, outermost first, and whether the offset is on the last key itself. */
export interface Place {
  readonly steps: readonly PathStep[];
  readonly onKey: boolean;
  /** The innermost node that holds the offset. */
  readonly node: YamlNode;
  readonly spec: KeySpec | undefined;
}

/** Follows the tree down to an offset. `root` describes the whole file. */
export function placeAt(root: YamlNode, rootSpec: KeySpec, offset: number): Place {
  const steps: PathStep[] = [];
  let node = root;
  let spec: KeySpec | undefined = rootSpec;
  for (;;) {
    if (node.kind === "map") {
      const entry: YamlEntry | undefined = node.entries.find(
        (each) => !each.merged && (holds(each.key, offset) || holds(each.value, offset)),
      );
      if (entry === undefined) return { steps, onKey: false, node, spec };
      const inner: KeySpec | undefined = specOfKey(spec, entry.key.text);
      steps.push({ entry, spec: inner });
      if (holds(entry.key, offset)) return { steps, onKey: true, node: entry.key, spec: inner };
      node = entry.value;
      spec = inner;
    } else if (node.kind === "list") {
      const item: YamlNode | undefined = node.items.find((each) => holds(each, offset));
      if (item === undefined) return { steps, onKey: false, node, spec };
      node = item;
      spec = spec?.item;
    } else return { steps, onKey: false, node, spec };
  }
}

/** What the value of `key` is, in a map that `spec` describes. */
export function specOfKey(spec: KeySpec | undefined, key: string): KeySpec | undefined {
  return spec?.keys?.find((each) => each.name === key) ?? spec?.each;
}

function holds(span: Span, offset: number): boolean {
  return span.start <= offset && offset <= span.end;
}

/** The spec that a list of keys leads to; list items are skipped over. */
export function specAtPath(rootSpec: KeySpec, path: readonly string[]): KeySpec | undefined {
  let spec: KeySpec | undefined = rootSpec;
  for (const key of path) spec = key === "-" ? spec?.item : specOfKey(spec, key);
  return spec;
}

/** The node that a list of keys leads to. */
export function nodeAtPath(root: YamlNode | undefined, path: readonly string[]): YamlNode | undefined {
  let node = root;
  for (const key of path) node = entryOf(node, key)?.value;
  return node;
}

import type { YamlNode } from "../formats/yamlTree.ts";
import { type Finding, finding, type PolicyRule } from "./rule.ts";

/**
 * A key stands twice in the same map.
 *
 * Only the last one counts; the other has no effect.
 */
export const duplicateKey: PolicyRule = {
  code: "duplicate-key",
  format: "slipway.yaml",
  severity: "error",
  *check({ root }) {
    if (root) yield* duplicates(root, new Set());
  },
};

/** `seen` keeps a node that several aliases point to from being walked more than once. */
function* duplicates(node: YamlNode, seen: Set<unknown>): Iterable<Finding> {
  if (node.kind === "list") {
    if (seen.has(node.items)) return;
    seen.add(node.items);
    for (const item of node.items) yield* duplicates(item, seen);
  } else if (node.kind === "map") {
    if (seen.has(node.entries)) return;
    seen.add(node.entries);
    const keys = new Set<string>();
    for (const { key, value } of node.entries) {
      if (keys.has(key.text)) yield finding(key, `\`${key.text}\` is set more than once; only the last one counts. Remove the others.`);
      keys.add(key.text);
      yield* duplicates(value, seen);
    }
  }
}

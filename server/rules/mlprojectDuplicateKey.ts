import type { YamlNode } from "../formats/yamlTree.ts";
import { type Finding, finding, type MlprojectRule } from "./rule.ts";

/**
 * A key stands twice in the same map of an MLproject file.
 *
 * MLflow's YAML reader (PyYAML) keeps the last one without a word: an entry point or a parameter is gone.
 */
export const mlprojectDuplicateKey: MlprojectRule = {
  code: "mlproject-duplicate-key",
  format: "MLproject",
  severity: "warning",
  *check({ root }) {
    if (root) yield* duplicates(root, new Set());
  },
};

/** `seen` keeps a node that several aliases point to from being walked more than once. */
function* duplicates(node: YamlNode, seen: Set<unknown>): Iterable<Finding> {
  if (node.kind === "scalar") return;
  const content = node.kind === "map" ? node.entries : node.items;
  if (seen.has(content)) return;
  seen.add(content);
  if (node.kind === "list") {
    for (const item of node.items) yield* duplicates(item, seen);
    return;
  }
  const keys = new Set<string>();
  for (const { key, value, merged } of node.entries) {
    if (merged) continue;
    if (keys.has(key.text)) yield finding(key, `\`${key.text}\` is set more than once. MLflow keeps the last one; remove the others.`);
    keys.add(key.text);
    yield* duplicates(value, seen);
  }
}

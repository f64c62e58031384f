import type { YamlNode } from "../yamlTree.ts";

/** What Python takes for false, and MLflow passes over as if it were not there. */
export function isPythonFalse(node: YamlNode): boolean {
  if (node.kind === "list") return node.items.length === 0;
  if (node.kind === "map") return node.entries.length === 0;
  const { scalar, text } = node;
  if (scalar.type === "boolean" || scalar.type === "number") return scalar.value === false || scalar.value === 0;
  return scalar.type === "null" || text === "";
}

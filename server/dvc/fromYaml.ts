import { integerOf } from "../formats/ruamelYaml.ts";
import { entriesOf, type YamlMap, type YamlNode, type YamlScalar } from "../formats/yamlTree.ts";
import type { MapValue, Origin, ScalarValue, Value } from "./value.ts";

/** A value of a YAML text as DVC 3.67 loads it (ruamel.yaml, `typ="safe"`). `source` names the file. */
export function valueOfYaml(node: YamlNode, source?: string): Value {
  const origin: Origin = source === undefined ? { at: { start: node.start, end: node.end } } : { source };
  if (node.kind === "list") return { kind: "list", items: node.items.map((item) => valueOfYaml(item, source)), ...origin };
  return node.kind === "map" ? mapOfYaml(node, source, origin) : scalarOfYaml(node, origin);
}

function mapOfYaml(node: YamlMap, source: string | undefined, origin: Origin): MapValue {
  const entries = new Map<string, Value>();
  const others: [ScalarValue, Value][] = [];
  for (const { key, value } of entriesOf(node)) {
    const name = scalarOfYaml(key, {});
    const held = valueOfYaml(value, source);
    // A name that is set in this file is shown at its key.
    const placed = source === undefined ? { ...held, at: { start: key.start, end: key.end } } : held;
    if (name.kind === "text") entries.set(name.value, placed);
    else if (name.kind !== "foreign") others.push([name, placed]);
  }
  return { kind: "map", entries, others, ...origin };
}

function scalarOfYaml({ scalar, text }: YamlScalar, origin: Origin): ScalarValue | (Value & { readonly kind: "foreign" }) {
  switch (scalar.type) {
    case "string":
      return { kind: "text", value: scalar.value, ...origin };
    case "boolean":
      return { kind: "bool", value: scalar.value, ...origin };
    case "null":
      return { kind: "none", ...origin };
    case "date":
      return { kind: "foreign", type: "date", ...origin };
    case "number": {
      const whole = integerOf(text);
      return whole === undefined ? { kind: "float", value: scalar.value, ...origin } : { kind: "int", value: whole, ...origin };
    }
  }
}

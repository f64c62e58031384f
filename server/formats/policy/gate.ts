import type { Gate } from "#registry/promotion/types.ts";
import { entriesOf, entryOf, type YamlMap, type YamlNode } from "../yamlTree.ts";
import { gateKinds } from "./keys.ts";
import { describe, type PolicyValues } from "./values.ts";

/** Options of a metric gate: they do not say what kind of gate it is. */
const metricOptions = ["min", "max", "notWorseThan", "tolerance", "better"];

/** Reads one item of a list of gates. A kind that is not known becomes `other`, so that it is never passed over. */
export function readGate(node: YamlNode, values: PolicyValues, line: number): Gate | undefined {
  if (node.kind !== "map") {
    values.note("policy-wrong-type", node, `A gate is a map such as \`metric: val_auc\`, not ${describe(node)}.`);
    return undefined;
  }
  const kinds = entriesOf(node).filter((entry) => gateKinds.includes(entry.key.text));
  const [kind, second] = kinds;
  if (second !== undefined) {
    values.note("policy-wrong-type", second.key, `A gate checks one thing. Write \`${second.key.text}\` as a gate of its own.`);
    return undefined;
  }
  if (kind === undefined) return readUnknown(node, values, line);
  switch (kind.key.text) {
    case "metric":
      return readMetric(node, values, line);
    case "signature": {
      const signature = values.oneOf(node, "signature", ["required", "compatible"]);
      return signature && { kind: "signature", signature, line };
    }
    case "commit":
      return values.oneOf(node, "commit", ["clean"]) && { kind: "commit", commit: "clean", line };
    default: {
      const tag = values.text(node, "tag");
      return tag === undefined ? undefined : { kind: "tag", tag, line };
    }
  }
}

function readUnknown(node: YamlMap, values: PolicyValues, line: number): Gate | undefined {
  const other = entriesOf(node).find((entry) => !metricOptions.includes(entry.key.text));
  if (other === undefined) {
    values.note("policy-gate-without-check", node, "This gate does not say what it checks. Add `metric`, `signature`, `commit` or `tag`.");
    return undefined;
  }
  values.note(
    "policy-unknown-gate",
    other.key,
    `This version of Slipway does not know the gate \`${other.key.text}\`; its result is always unknown. It knows ${gateKinds.join(", ")}.`,
  );
  return { kind: "other", name: other.key.text, line };
}

function readMetric(node: YamlMap, values: PolicyValues, line: number): Gate | undefined {
  const metric = values.text(node, "metric");
  const min = values.number(node, "min");
  const max = values.number(node, "max");
  const notWorseThan = values.oneOf(node, "notWorseThan", ["current"]);
  const better = values.oneOf(node, "better", ["higher", "lower"]);
  const tolerance = values.number(node, "tolerance") ?? 0;
  const metricEntry = entryOf(node, "metric");
  if (metric === undefined || metricEntry === undefined) return undefined;
  if (!["min", "max", "notWorseThan"].some((key) => entryOf(node, key) !== undefined)) {
    values.note(
      "policy-gate-without-check",
      metricEntry.value,
      `Nothing is asked of \`${metric}\`. Add \`min\`, \`max\` or \`notWorseThan: current\`.`,
    );
  }
  return {
    kind: "metric",
    metric,
    tolerance,
    line,
    ...(min !== undefined && { min }),
    ...(max !== undefined && { max }),
    ...(notWorseThan !== undefined && { notWorseThan }),
    ...(better !== undefined && { better }),
  };
}

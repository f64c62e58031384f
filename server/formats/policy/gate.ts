import { didYouMean } from "#registry/model/didYouMean.ts";
import type { KeySpec } from "#registry/model/keySpec.ts";
import type { GateOptions } from "#registry/promotion/gates/gateKind.ts";
import { gateKinds } from "#registry/promotion/gates/kinds.ts";
import type { Gate } from "#registry/promotion/types.ts";
import { guessed } from "../../rules/rule.ts";
import { entriesOf, entryOf, type YamlMap, type YamlNode } from "../yamlTree.ts";
import { describe, type PolicyValues } from "./values.ts";

const kinds = new Map(gateKinds.map((kind) => [kind.kind, kind]));
/** Keys that belong to a kind without naming it: they do not say what kind of gate it is. */
const options = new Set(gateKinds.flatMap((kind) => kind.keys.map((key) => key.name)).filter((name) => !kinds.has(name)));
const names = [...kinds.keys()];

/** Reads one item of a list of gates. A kind that is not known becomes `other`, so that it is never passed over. */
export function readGate(node: YamlNode, values: PolicyValues, line: number): Gate | undefined {
  if (node.kind !== "map") {
    values.note("policy-wrong-type", node, `A gate is a map such as \`metric: val_auc\`, not ${describe(node)}.`);
    return undefined;
  }
  const [naming, second] = entriesOf(node).filter((entry) => kinds.has(entry.key.text));
  if (second !== undefined) {
    values.note("policy-wrong-type", second.key, `A gate checks one thing. Write \`${second.key.text}\` as a gate of its own.`);
    return undefined;
  }
  const kind = naming && kinds.get(naming.key.text);
  if (kind === undefined) return readUnknown(node, values, line);
  const gate = kind.read(optionsOf(node, values));
  return gate && { ...gate, line };
}

/** The options of a gate, for its kind. */
function optionsOf(node: YamlMap, values: PolicyValues): GateOptions {
  return {
    has: (key) => entryOf(node, key) !== undefined,
    text: (key) => values.text(node, key),
    number: (key) => values.number(node, key),
    oneOf: (key, allowed) => values.oneOf(node, key, allowed),
    asksNothing: (key, message) => values.note("policy-gate-without-check", entryOf(node, key)?.value ?? node, message),
  };
}

function readUnknown(node: YamlMap, values: PolicyValues, line: number): Gate | undefined {
  const other = entriesOf(node).find((entry) => !options.has(entry.key.text));
  if (other === undefined) {
    const known = `${names
      .slice(0, -1)
      .map((name) => `\`${name}\``)
      .join(", ")} or \`${names.at(-1)}\``;
    values.note("policy-gate-without-check", node, `This gate does not say what it checks. Add ${known}.`);
    return undefined;
  }
  const { text } = other.key;
  const guess = didYouMean(text, names);
  const known = guess === undefined ? `It knows ${names.join(", ")}.` : `Did you mean \`${guess}\`?`;
  const message = `This version of Slipway does not know the gate \`${text}\`; its result is always unknown. ${known}`;
  values.note("policy-unknown-gate", other.key, message, guessed(other.key, text, guess, names));
  return { kind: "other", name: other.key.text, line };
}

/** The keys that a map of the policy has. In a gate those of its own kind: what belongs to another has no effect; all where the kind is not known. */
export function gateKeysOf(map: YamlMap, spec: KeySpec): readonly KeySpec[] | undefined {
  if (spec.name !== "gate") return spec.keys;
  const entries = entriesOf(map);
  const kind = gateKinds.find((each) => entries.some((entry) => entry.key.text === each.kind));
  return kind?.keys ?? entries.map(({ key }) => ({ name: key.text, type: "", doc: "" }));
}

/** The keys that can be added to a map of the policy: to a gate those of its kind, before that the kinds that go with what it has. */
export function keysBeside(spec: KeySpec, present: readonly string[]): readonly KeySpec[] | undefined {
  if (spec.name !== "gate") return spec.keys;
  const kind = gateKinds.find((each) => present.includes(each.kind));
  if (kind !== undefined) return kind.keys;
  const fitting = gateKinds.filter(({ keys }) => present.every((name) => keys.some((key) => key.name === name)));
  return fitting.flatMap(({ keys }) => keys.slice(0, 1));
}

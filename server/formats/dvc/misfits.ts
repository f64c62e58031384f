import type { KeySpec } from "#registry/model/keySpec.ts";
import { entriesOf, entryOf, isNull, type YamlMap, type YamlNode, type YamlScalar } from "../yamlTree.ts";
import { dvcYamlSpec, foreachKeys, stageKeys, stageSpec } from "./keys.ts";

/** A place that DVC 3.67's schema (`MULTI_STAGE_SCHEMA` in `dvc/schema.py`) refuses. */
export type Misfit =
  | { readonly kind: "unknownKey"; readonly key: YamlScalar; readonly known: readonly string[] }
  | { readonly kind: "wrongType"; readonly node: YamlNode; readonly name: string; readonly takes: string }
  | { readonly kind: "missingKey"; readonly at: YamlScalar; readonly key: string };

const requiredKeys: Readonly<Record<string, readonly string[]>> = { stage: ["cmd"], loop: ["foreach", "do"], artifact: ["path"] };
const loopSpec: KeySpec = { ...stageSpec, name: "loop", keys: foreachKeys };
const plainStageSpec: KeySpec = { ...stageSpec, keys: stageKeys };

/** Compares a file with the keys and types of `keys.ts`. Values are taken as they are written: DVC looks before `${}` is resolved. */
export function* misfitsOf(root: YamlNode): Iterable<Misfit> {
  const isEmpty = isNull(root) || (root.kind === "list" && root.items.length === 0);
  if (!isEmpty) yield* misfits(root, dvcYamlSpec, { ...nowhere, start: root.start, end: root.start });
}

const nowhere: YamlScalar = { kind: "scalar", scalar: { type: "null" }, text: "dvc.yaml", quoted: false, start: 0, end: 0 };

function* misfits(node: YamlNode, generalSpec: KeySpec, at: YamlScalar): Iterable<Misfit> {
  const spec = specFor(node, generalSpec);
  if (!takes(spec.type, node)) return void (yield { kind: "wrongType", node, name: spec.name, takes: spec.type });
  if (node.kind === "map") yield* mapMisfits(node, spec, at);
  if (node.kind === "list" && spec.item !== undefined) for (const item of node.items) yield* misfits(item, spec.item, at);
}

/** A stage with `foreach` or `do` is a loop, and has no other keys. */
function specFor(node: YamlNode, spec: KeySpec): KeySpec {
  if (spec !== stageSpec) return spec;
  return entryOf(node, "foreach") !== undefined || entryOf(node, "do") !== undefined ? loopSpec : plainStageSpec;
}

function* mapMisfits(node: YamlMap, spec: KeySpec, at: YamlScalar): Iterable<Misfit> {
  if (spec.keys === undefined && spec.each === undefined) return;
  for (const key of requiredKeys[spec.name] ?? []) {
    if (entryOf(node, key) === undefined) yield { kind: "missingKey", at, key };
  }
  for (const { key, value } of entriesOf(node)) {
    const inner = spec.keys?.find(({ name }) => name === key.text) ?? spec.each;
    if (inner === undefined) yield { kind: "unknownKey", key, known: spec.keys?.map(({ name }) => name) ?? [] };
    else if (key.scalar.type !== "string") yield { kind: "wrongType", node: key, name: spec.name, takes: "names that are text" };
    else yield* misfits(value, inner, key);
  }
}

/** Is a value one of the kinds that a type names, such as `text or list of text`? */
function takes(type: string, node: YamlNode): boolean {
  const kinds = type.split(" or ").map((each) => each.split(" ")[0]);
  return kinds.includes("anything") || kinds.includes(kindOf(node));
}

/** What a value is, in the words that types of keys use. */
export function kindOf(node: YamlNode): string {
  if (node.kind !== "scalar") return node.kind;
  const kinds = { string: "text", boolean: "switch", null: "nothing" } as const;
  return kinds[node.scalar.type as keyof typeof kinds] ?? node.scalar.type;
}

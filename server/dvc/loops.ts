import type { Span } from "../formats/text.ts";
import type { YamlNode } from "../formats/yamlTree.ts";
import type { Context } from "./context.ts";
import { isExact, matchesOf } from "./expression.ts";
import type { Interpolator } from "./interpolate.ts";
import { insertedText, isCollection, isScalar, type MapValue, mapOf, plainText, type ScalarValue, textOf, type Value } from "./value.ts";

/** One stage that a loop makes. */
export interface Iteration {
  /** What follows `@` in the name of the stage. */
  readonly key: string;
  /** `item`, and `key` where there is one. */
  readonly names: Readonly<Record<string, Value>>;
}

/** Undefined: it rests on something that is not known, or is wrong, which is said. */
type Iterations = readonly Iteration[] | undefined;

/** What `foreach` makes (`ForeachDefinition` of DVC 3.67): an entry of a map, an item of a list. */
export function foreachIterations(node: YamlNode, context: Context, interpolator: Interpolator): Iterations {
  const data = interpolator.resolve(node, { context });
  if (data.kind === "unknown") return undefined;
  if (!isCollection(data)) return refuse(node, data, "foreach", interpolator);
  const pairs = data.kind === "map" ? pairsOfMap(data) : pairsOfList(data.items);
  if (pairs === undefined) return undefined;
  for (const [, value] of pairs) if (value.kind === "foreign") return refuse(node, value, "foreach", interpolator);
  const unique = new Map(pairs);
  if (unique.has("")) interpolator.problems.add({ kind: "emptyName", over: "foreach", ...span(node) });
  const isMap = data.kind === "map";
  return [...unique].map(([key, item]) => ({ key, names: { item, ...(isMap && { key: textOf(key) }) } }));
}

function pairsOfMap({ entries, others }: MapValue): (readonly [string, Value])[] {
  return [...entries, ...others.map(([key, value]) => [insertedText(key), value] as const)];
}

/** Undefined: a name is not known. */
function pairsOfList(items: readonly Value[]): (readonly [string, Value])[] | undefined {
  // Where an item has no name of its own, its place in the list is the name.
  const isNumbered = items.some(isCollection);
  const pairs: (readonly [string, Value])[] = [];
  for (const [index, item] of items.entries()) {
    if (item.kind === "unknown") return undefined;
    pairs.push([isNumbered || !isScalar(item) ? String(index) : loopText(item), item]);
  }
  return pairs;
}

/** A boolean that comes from a variable has the name that Python gives it. */
function loopText(value: ScalarValue): string {
  return value.source === undefined ? insertedText(value) : plainText(value);
}

/** Stages that one file may make before the rest is left alone: typing must not wait for them. */
export const maxStages = 2000;

/** What `matrix` makes (`MatrixDefinition` of DVC 3.67): a combination of the values of every axis. */
export function matrixIterations(node: YamlNode, context: Context, interpolator: Interpolator): Iterations {
  const data = interpolator.resolve(node, { context });
  if (data.kind !== "map") return undefined;
  const axes: [name: string, values: readonly Value[]][] = [];
  for (const [name, value] of data.entries) {
    const values = value.kind === "unknown" ? undefined : valuesOfAxis(value);
    if (values === undefined && value.kind !== "unknown") refuse(axisNode(node, value), value, "matrix", interpolator);
    if (values === undefined || values.some(({ kind }) => kind === "unknown")) return undefined;
    axes.push([name, values]);
  }
  if (axes.reduce((count, [, values]) => count * values.length, 1) > maxStages) return undefined;
  const combinations = axes.reduce<Combination[]>(
    (made, axis) => made.flatMap((before) => extended(before, axis)),
    [{ words: [], item: [] }],
  );
  const made = new Map(combinations.map(({ words, item }) => [words.join("-"), mapOf(item)]));
  if (made.has("")) interpolator.problems.add({ kind: "emptyName", over: "matrix", ...span(node) });
  return [...made].map(([key, item]) => ({ key, names: { key: textOf(key), item } }));
}

interface Combination {
  readonly words: readonly string[];
  readonly item: readonly (readonly [string, Value])[];
}

function extended({ words, item }: Combination, [axis, values]: readonly [string, readonly Value[]]): Combination[] {
  return values.map((value, index) => ({
    words: [...words, isScalar(value) ? loopText(value) : `${axis}${index}`],
    item: [...item, [axis, value] as const],
  }));
}

/** A list has its items, a map its keys; a text that comes from no single variable has its letters. Undefined: DVC cannot go through it. */
function valuesOfAxis(value: Value): readonly Value[] | undefined {
  if (value.kind === "list") return value.items.some(({ kind }) => kind === "foreign") ? undefined : value.items;
  if (value.kind === "map") return [...value.entries.keys()].map(textOf);
  return value.kind === "text" && value.source === undefined ? [...value.value].map(textOf) : undefined;
}

function axisNode(node: YamlNode, value: Value): YamlNode {
  const entries = node.kind === "map" ? node.entries : [];
  return entries.find((entry) => entry.value.start === value.at?.start)?.value ?? node;
}

function refuse(node: YamlNode, value: Value, over: "foreach" | "matrix", { problems }: Interpolator): undefined {
  const text = node.kind === "scalar" ? node.text : "";
  const matches = matchesOf(text);
  const expression = isExact(text, matches) ? matches[0]?.inner : undefined;
  problems.add({ kind: "noLoop", over, value, ...(expression !== undefined && { expression }), ...span(node) });
  return undefined;
}

function span({ start, end }: Span): Span {
  return { start, end };
}

import type { ParamsUse } from "../stageParts.ts";
import { isScalar, type MapValue, plainText, type Value } from "../value.ts";
import { defaultParamsFile, type ParamsFile } from "../vars.ts";

/** How a parameter stands to the value that a stage was last run with, in the words of `dvc status`. */
export type ParamState = "modified" | "new" | "deleted";

/** A params file, and what of it is another; `whole` where that is so of all of it. */
export interface ParamsChange {
  readonly file: string;
  readonly whole?: "new" | "deleted";
  readonly names: readonly { readonly name: string; readonly state: ParamState }[];
  /** Some of it could not be compared. */
  readonly isUnknown: boolean;
}

/** The params files that a stage names, each once, with the names that it asks for; none: all. */
export function paramsFilesOfStage(uses: readonly ParamsUse[]): ReadonlyMap<string, readonly string[]> {
  const files = new Map<string, string[]>();
  const whole = new Set<string>();
  for (const { path, keys } of uses) {
    if (keys.length === 0) whole.add(path);
    files.set(path, [...(files.get(path) ?? []), ...keys.map(({ name }) => name)]);
  }
  const order = [...files].sort(([left], [right]) => Number(right === defaultParamsFile) - Number(left === defaultParamsFile));
  return new Map(order.map(([path, names]) => [path, whole.has(path) ? [] : [...new Set(names)]]));
}

/** What `ParamsDependency.status` of DVC 3.67 says of a file; undefined: nothing. */
export function paramsChange(
  file: string,
  names: readonly string[],
  locked: MapValue | undefined,
  found: ParamsFile,
): ParamsChange | undefined {
  if (found.kind === "missing") return { file, whole: "deleted", names: [], isUnknown: false };
  if (locked === undefined) return { file, whole: "new", names: [], isUnknown: false };
  if (found.kind !== "read") return { file, names: [], isUnknown: true };
  const asked = names.length > 0 ? names : topNames(found.value, locked);
  const states = asked.map((name) => [name, stateOf(valueAt(found.value, name, names.length > 0), lockedValue(locked, name))] as const);
  const changed = states.flatMap(([name, state]) => (state === "same" || state === "unknown" ? [] : [{ name, state }]));
  const isUnknown = states.some(([, state]) => state === "unknown");
  return changed.length > 0 || isUnknown ? { file, names: changed, isUnknown } : undefined;
}

export type Selected = Value | "absent" | "unknown";

function stateOf(actual: Selected, locked: Value | undefined): ParamState | "same" | "unknown" {
  if (actual === "unknown") return "unknown";
  if (actual === "absent") return "deleted";
  if (locked === undefined) return "new";
  const same = equalValues(actual, locked);
  return same === undefined ? "unknown" : same ? "same" : "modified";
}

function topNames(value: Value, locked: MapValue): readonly string[] {
  return [...new Set([...(value.kind === "map" ? keysOf(value) : []), ...keysOf(locked)])];
}

function keysOf({ entries, others }: MapValue): readonly string[] {
  return [...entries.keys(), ...others.map(([key]) => plainText(key))];
}

function lockedValue({ entries, others }: MapValue, name: string): Value | undefined {
  return entries.get(name) ?? others.find(([key]) => plainText(key) === name)?.[1];
}

/** `dpath.get` with `.` between names: keys of maps, and places in lists. */
export function valueAt(root: Value, name: string, isPath: boolean): Selected {
  if (isPath && /[*?[\]]/.test(name)) return "unknown";
  let value = root;
  for (const part of isPath ? name.split(".") : [name]) {
    if (value.kind === "unknown" || value.kind === "foreign") return "unknown";
    const next: Value | undefined =
      value.kind === "map" ? lockedValue(value, part) : value.kind === "list" && /^\d+$/.test(part) ? value.items[Number(part)] : undefined;
    if (next === undefined) return "absent";
    value = next;
  }
  return value;
}

/** `==` of Python; undefined: not known. */
export function equalValues(left: Value, right: Value): boolean | undefined {
  if (left.kind === "unknown" || left.kind === "foreign" || right.kind === "unknown" || right.kind === "foreign") return undefined;
  if (left.kind === "list" && right.kind === "list") {
    if (left.items.length !== right.items.length) return false;
    return all(left.items.map((item, index) => equalValues(item, right.items[index] ?? { kind: "none" })));
  }
  if (left.kind === "map" && right.kind === "map") return equalMaps(left, right);
  return isScalar(left) && isScalar(right) && plainEqual(left, right);
}

function equalMaps(left: MapValue, right: MapValue): boolean | undefined {
  const names = keysOf(left);
  if (names.length !== keysOf(right).length) return false;
  return all(
    names.map((name) => {
      const [ours, theirs] = [lockedValue(left, name), lockedValue(right, name)];
      return ours !== undefined && theirs !== undefined && equalValues(ours, theirs);
    }),
  );
}

function all(answers: readonly (boolean | undefined)[]): boolean | undefined {
  if (answers.includes(false)) return false;
  return answers.includes(undefined) ? undefined : true;
}

/** Python compares numbers of any kind, `True` being 1. */
function plainEqual(left: Value, right: Value): boolean {
  const [ours, theirs] = [numberOf(left), numberOf(right)];
  // `1n == 1.0` is so here as it is there.
  if (ours !== undefined && theirs !== undefined) return typeof ours === typeof theirs ? ours === theirs : Number(ours) === Number(theirs);
  if (left.kind === "text" && right.kind === "text") return left.value === right.value;
  return left.kind === "none" && right.kind === "none";
}

function numberOf(value: Value): number | bigint | undefined {
  if (value.kind === "bool") return value.value ? 1n : 0n;
  return value.kind === "int" || value.kind === "float" ? value.value : undefined;
}

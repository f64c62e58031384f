import type { ParsingConfig } from "./interpolate.ts";
import { isCollection, isScalar, type MapValue, plainText, type ScalarValue, type Value } from "./value.ts";

/** A map as options of a command, or why it cannot be one. */
export type CommandOptions =
  | { readonly kind: "text"; readonly value: string }
  /** A list in a list: DVC refuses it. */
  | { readonly kind: "nestedList"; readonly name: string }
  | { readonly kind: "unknown" };

/** `--name value …` of a map in a command (`to_str` of a dict, `dvc/parsing/interpolate.py` of DVC 3.67). */
export function commandOptions(map: MapValue, { bool = "store_true", list = "nargs" }: ParsingConfig): CommandOptions {
  const words: string[] = [];
  for (const [name, value] of leavesOf(map, "")) {
    if (value.kind === "bool") {
      if (value.value) words.push(`--${name}`);
      else if (bool === "boolean_optional") words.push(`--no-${name}`);
    } else if (isScalar(value)) words.push(`--${name} ${shellText(value)}`);
    else if (value.kind !== "list") return { kind: "unknown" };
    else {
      if (value.items.some(isCollection)) return { kind: "nestedList", name };
      const items = value.items.filter(isScalar);
      if (items.length < value.items.length) return { kind: "unknown" };
      if (list === "append") words.push(...items.map((item) => `--${name} ${shellText(item)}`));
      else if (items.length > 0) words.push(`--${name} ${items.map(shellText).join(" ")}`);
    }
  }
  return { kind: "text", value: words.join(" ") };
}

/** `a.b` for what stands in maps of maps; an empty map has nothing. */
function* leavesOf(map: MapValue, prefix: string): Iterable<readonly [string, Value]> {
  const entries: (readonly [string, Value])[] = [...map.entries, ...map.others.map(([key, value]) => [plainText(key), value] as const)];
  for (const [key, value] of entries) {
    const name = prefix === "" ? key : `${prefix}.${key}`;
    if (value.kind === "map") yield* leavesOf(value, name);
    else yield [name, value];
  }
}

/** `shlex.quote` of a text. */
function shellText(value: ScalarValue): string {
  if (value.kind !== "text") return plainText(value);
  if (value.value === "") return "''";
  return /[^\w@%+=:,./-]/.test(value.value) ? `'${value.value.replaceAll("'", `'"'"'`)}'` : value.value;
}

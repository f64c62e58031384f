import { insertedText, isScalar, type Value } from "./value.ts";

/** A hover is read at a glance. */
export const mostValues = 8;
const longestText = 120;

/** A value in a few words: a scalar as DVC writes it, of a list or map what it has. */
export function shownValue(value: Value): string {
  if (isScalar(value)) {
    const text = insertedText(value);
    return text.length > longestText ? `${text.slice(0, longestText)}…` : text;
  }
  if (value.kind === "list") return `a list of ${value.items.length}`;
  return value.kind === "map" ? `a map with ${[...value.entries.keys()].slice(0, mostValues).join(", ")}` : "a value";
}

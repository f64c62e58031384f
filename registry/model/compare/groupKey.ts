/** What runs have in common: a param, a tag, or the names of their data sets. A column of the Runs page, as that names it. */
export type GroupKey = `${"param" | "tag"}:${string}` | "attribute:dataset";

export const mostGroupKeys = 2;

export function isGroupKey(value: unknown): value is GroupKey {
  return typeof value === "string" && (value === "attribute:dataset" || /^(param|tag):./s.test(value));
}

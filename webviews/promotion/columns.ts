import type { PromotionPage } from "#protocol/views/promotion.ts";

/** A text this long is cut and stands in the tooltip; no number is. */
const longest = 18;

/** Widths that the two tables share, in characters: the columns of values are as wide as their numbers, and differences line up. */
export function columnsOf(page: PromotionPage): Readonly<Record<`--${string}`, string>> {
  const rows = page.groups.flatMap((group) => [...group.rows, ...group.equal]);
  const candidates = [...page.gates.map((gate) => gate.observed), ...rows.map((row) => row.candidate)];
  const incumbents = [...page.gates.map((gate) => gate.incumbent), ...rows.map((row) => row.incumbent)];
  const deltas = rows.map((row) => row.change).filter((text) => /^[+−×]/.test(text));
  return { "--candidate": width(candidates), "--incumbent": width(incumbents), "--delta": width(deltas) };
}

function width(texts: readonly string[]): string {
  return `${Math.max(0, ...texts.filter(isNumber).map((text) => Math.min(longest, text.length)))}ch`;
}

/** Anything that begins as a number does: `0.97`, `−3e−5`, `× 3`, `19.0 k rows`. */
function isNumber(text: string): boolean {
  return /^[+−×]?\s?[\d∞]/.test(text);
}

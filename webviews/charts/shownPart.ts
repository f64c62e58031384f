import type { LoadedHistory } from "./curveStore.ts";

/** How much of the histories the charts show, in words; undefined: all of it. */
export function shownPart(histories: readonly LoadedHistory[]): string | undefined {
  if (histories.some(({ total }) => Number.isNaN(total))) return "a first look at each curve; its other points are being read";
  const longest = histories.reduce((most, history) => (most && most.total >= history.total ? most : history), histories[0]);
  if (longest === undefined || longest.values.length >= longest.total) return undefined;
  return `each curve shows ${longest.values.length.toLocaleString("en-US")} of ${longest.total.toLocaleString("en-US")} points`;
}

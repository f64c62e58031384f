/** A part of an axis, the lesser end first. */
export type XWindow = readonly [from: number, to: number];

/**
 * What is seen after a zoom around `middle`: `factor` times as wide, within `all`. Undefined: all of it is seen. Where doubles cannot tell
 * the ends apart any more, nothing changes.
 */
export function zoomedWindow(all: XWindow, seen: XWindow, middle: number, factor: number): XWindow | undefined {
  const from = Math.max(all[0], middle - (middle - seen[0]) * factor);
  const to = Math.min(all[1], middle + (seen[1] - middle) * factor);
  if (!(to > from)) return seen;
  return from <= all[0] && to >= all[1] ? undefined : [from, to];
}

/** What is seen after a move by `by`; it stops at the ends of `all` and keeps its width. */
export function pannedWindow(all: XWindow, seen: XWindow, by: number): XWindow {
  const width = seen[1] - seen[0];
  const from = Math.max(all[0], Math.min(all[1] - width, seen[0] + by));
  return by === 0 || width > all[1] - all[0] ? seen : [from, from + width];
}

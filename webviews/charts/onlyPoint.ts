import type { Curve } from "#registry/model/compare/curve.ts";

/** Radius of the dot that stands for a curve in grey of one point, px. */
export const asideDot = 2;

/** The one point of a curve that has no other; undefined where it has more, or none. */
export function onlyPoint({ x, y }: Curve): { readonly x: number; readonly y: number } | undefined {
  const first = y.findIndex((value) => Number.isFinite(value));
  return first >= 0 && first === y.findLastIndex((value) => Number.isFinite(value)) ? { x: x[first] ?? 0, y: y[first] ?? 0 } : undefined;
}

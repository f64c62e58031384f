import { middleRangeOf, rangeOf } from "#registry/model/compare/curve.ts";
import { withBands } from "./band.ts";
import type { ChartLine } from "./readout.ts";

/** Without outliers the y axis spans this share of the values, about their middle. */
export const shownShare = 0.9;
/** Where values reach beyond this, the distance of two of them would not be a number any more. */
const farthest = 8e307;

/** How the y axis of a chart is to be drawn. */
export interface YScale {
  readonly logScale: boolean;
  readonly clipOutliers: boolean;
}

/** The ends of the y axis for the part of the lines and their bands that is seen, with a little room; of nothing, an axis all the same. */
export function yRange(lines: readonly ChartLine[], seen: readonly [number, number], { logScale, clipOutliers }: YScale): [number, number] {
  const curves = withBands(lines);
  const some = clipOutliers ? middleRangeOf(curves, seen, logScale, shownShare) : rangeOf(curves, ...seen, logScale);
  const [least, greatest] = some ?? (logScale ? [0.1, 1] : [0, 1]);
  if (logScale) {
    const factor = (greatest / least) ** 0.06 || 1;
    return factor === 1 ? [least / 1.1, greatest * 1.1] : [least / factor, greatest * factor];
  }
  const room = (greatest / 2 - least / 2) * 0.12 || Math.abs(greatest) * 0.05 || 0.5;
  return [Math.max(-farthest, least - room), Math.min(farthest, greatest + room)];
}

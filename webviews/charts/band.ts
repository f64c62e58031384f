import type uPlot from "uplot";
import type { Curve } from "#registry/model/compare/curve.ts";
import type { ChartLine } from "./readout.ts";

/** Bands over each other that can still be told apart. */
const mostBands = 8;

/** The lines whose bands are drawn: all of a few, of many the baseline's. */
export function bandedLines(lines: readonly ChartLine[]): ChartLine[] {
  const banded = lines.filter((line) => line.band !== undefined);
  return banded.length <= mostBands ? banded : banded.filter((line) => line.isBaseline);
}

/** What the y axis has to hold. */
export function withBands(lines: readonly ChartLine[]): Curve[] {
  const banded = new Set(bandedLines(lines));
  return lines.flatMap((line) => {
    const { curve, band } = line;
    if (!band || !banded.has(line)) return [curve];
    return [curve, { x: curve.x, y: band.low }, { x: curve.x, y: band.high }];
  });
}

type Point = readonly [x: number, y: number];

/** The outlines of a band, one for each stretch without a gap, in px of the plot or (`onCanvas`) of its canvas. What a log scale has no place for lies at the bottom. */
export function bandOutlines(chart: uPlot, { curve, band }: ChartLine, onCanvas: boolean): Point[][] {
  if (!band) return [];
  const bottom = onCanvas ? chart.bbox.top + chart.bbox.height : chart.bbox.height / devicePixelRatio;
  const outlines: { readonly upper: Point[]; readonly lower: Point[] }[] = [];
  let isOpen = false;
  for (const [index, at] of curve.x.entries()) {
    const [low, high] = [band.low[index] ?? Number.NaN, band.high[index] ?? Number.NaN];
    const top = chart.valToPos(high, "y", onCanvas);
    if (Number.isNaN(low) || !Number.isFinite(top)) {
      isOpen = false;
      continue;
    }
    if (!isOpen) outlines.push({ upper: [], lower: [] });
    isOpen = true;
    const x = chart.valToPos(at, "x", onCanvas);
    const under = chart.valToPos(low, "y", onCanvas);
    outlines.at(-1)?.upper.push([x, top]);
    outlines.at(-1)?.lower.push([x, Number.isFinite(under) ? under : bottom]);
  }
  return outlines.map(({ upper, lower }) => [...upper, ...lower.reverse()]);
}

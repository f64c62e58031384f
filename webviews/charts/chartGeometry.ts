import type uPlot from "uplot";
import type { Curve } from "#registry/model/compare/curve.ts";

/** A sample of the curves is asked where the box hides least. */
const sampledCurves = 24;
const sampledPoints = 80;
/** Where the curves run, px in the plot: a sample that shows where there is room. */
export function pointsOf(chart: uPlot, curves: readonly Curve[]): { x: number; y: number }[] {
  const some = every(curves, sampledCurves);
  return some.flatMap(({ x, y }) =>
    every([...x.keys()], sampledPoints)
      .map((index) => ({ x: chart.valToPos(x[index] ?? 0, "x"), y: chart.valToPos(y[index] ?? Number.NaN, "y") }))
      .filter((point) => Number.isFinite(point.y)),
  );
}

function every<T>(items: readonly T[], most: number): readonly T[] {
  const stride = Math.ceil(items.length / most);
  return stride <= 1 ? items : items.filter((_, index) => index % stride === 0);
}

/** Where the curves are drawn inside the chart, px. */
export function plotOf({ bbox }: uPlot): { readonly left: number; readonly top: number; readonly width: number; readonly height: number } {
  const ratio = devicePixelRatio;
  return { left: bbox.left / ratio, top: bbox.top / ratio, width: bbox.width / ratio, height: bbox.height / ratio };
}

/** The last value of a curve, px in the plot; undefined where it is outside of what is seen, or the curve has none. */
export function lastShown(chart: uPlot, { x, y }: Curve): { readonly x: number; readonly y: number } | undefined {
  const last = y.findLastIndex((value) => Number.isFinite(value));
  if (last < 0) return undefined;
  const at = { x: chart.valToPos(x[last] ?? 0, "x"), y: chart.valToPos(y[last] ?? 0, "y") };
  const { width, height } = plotOf(chart);
  const isWithin = (place: number, size: number) => place >= -0.5 && place <= size + 0.5;
  return isWithin(at.x, width) && isWithin(at.y, height) ? at : undefined;
}

export function moveTo(element: HTMLElement, left: number, top: number): void {
  element.style.transform = `translate(${Math.round(left)}px, ${Math.round(top)}px)`;
}

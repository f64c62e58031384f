interface Size {
  readonly width: number;
  readonly height: number;
}

interface Point {
  readonly x: number;
  readonly y: number;
}

const fromCrosshair = 12;
const fromEdge = 4;

/**
 * Where a box at the crosshair hides least: right or left of it, at the top or the bottom of the plot, wherever fewest of `points` lie
 * beneath. Of places that are as good, the first of right top, right bottom, left top, left bottom. px in the plot.
 */
export function freePlace(plot: Size, crosshair: number, box: Size, points: readonly Point[]): { left: number; top: number } {
  const right = crosshair + fromCrosshair;
  const left = crosshair - fromCrosshair - box.width;
  const sides = [right, left].filter((at) => at >= 0 && at + box.width <= plot.width);
  if (sides.length === 0) sides.push(Math.max(0, crosshair > plot.width / 2 ? 0 : plot.width - box.width));
  const levels = [fromEdge, Math.max(fromEdge, plot.height - box.height - fromEdge)];
  const places = sides.flatMap((at) => levels.map((top) => ({ left: at, top })));
  const hidden = (place: { left: number; top: number }) => points.filter((point) => isWithin(point, place, box)).length;
  return places
    .map((place) => ({ place, count: hidden(place) }))
    .reduce((best, candidate) => (candidate.count < best.count ? candidate : best)).place;
}

function isWithin({ x, y }: Point, { left, top }: { left: number; top: number }, { width, height }: Size): boolean {
  return x >= left && x <= left + width && y >= top && y <= top + height;
}

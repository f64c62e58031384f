/** Widths of the page's one grid, px. */
export interface ColumnWidths {
  /** The name column, with the margin at its left. */
  readonly name: number;
  /** One run's column, with the gap at its right. */
  readonly run: number;
  /** Inside a run's column of the metrics table. */
  readonly value: number;
  readonly delta: number;
  /** What is left there for better or worse. */
  readonly verdict: number;
  /** Inside the border of a run's chip. */
  readonly chip: number;
}

export const pageMargin = 24;
export const columnGap = 8;
/** As wide as the name column is with all that stands in it, and as narrow as it may be. */
const widestName = 304;
const narrowestName = 184;
/** A run's chip needs this, whatever its numbers are. */
const leastRun = 168;
/** Two runs are not drawn apart over the whole screen. */
const mostOfFew = 328;
/** Room of a value and a difference that is the same on every page, as long as it suffices and there is so much. */
const usualValue = 82;
const usualDelta = 74;
/** The sign of better or worse, and its word. */
const verdictSign = 18;
const verdictWord = 62;

/**
 * The grid for a page `viewport` px wide with so many runs, whose widest value and widest difference are `value` and `delta` px. Numbers are
 * never cut: first the name column gives way, then the page scrolls sideways.
 */
export function columnWidths(page: { viewport: number; runs: number; value: number; delta: number }): ColumnWidths {
  const { viewport, value, delta } = page;
  const runs = Math.max(1, page.runs);
  const least = Math.max(leastRun, Math.ceil(value) + columnGap + Math.ceil(delta) + verdictSign) + columnGap;
  const left = viewport - pageMargin + columnGap - runs * least;
  const scrolls = left < narrowestName;
  const name = scrolls ? nameBesideScrolling(viewport) : Math.min(widestName, left);
  const share = (viewport - name - pageMargin + columnGap) / runs;
  const run = Math.floor(Math.max(least, runs <= 2 ? Math.min(share, mostOfFew) : share));
  const room = run - columnGap - columnGap - verdictWord;
  const isRoomy = Math.max(value, usualValue) + Math.max(delta, usualDelta) <= room;
  const widths = {
    value: Math.ceil(isRoomy ? Math.max(value, usualValue) : value),
    delta: Math.ceil(isRoomy ? Math.max(delta, usualDelta) : delta),
  };
  const verdict = run - widths.value - widths.delta - 2 * columnGap;
  return { name: Math.floor(name), run, ...widths, verdict, chip: run - columnGap - 2 };
}

/** As many columns as can be seen of a page at a time, at most. */
export function columnsInSight(viewport: number): number {
  return Math.ceil(viewport / (leastRun + columnGap));
}

/** Where the runs scroll under the name column anyway: a fifth of the page, so that more than one run is seen beside it. */
function nameBesideScrolling(viewport: number): number {
  return Math.min(widestName, Math.max(narrowestName, viewport * 0.22));
}

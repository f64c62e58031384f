import { textSum } from "../textSum.ts";

/** How a run looks wherever it is drawn: a theme colour (`charts.<colour>`) and a shape, so that colour alone never tells runs apart. */
export interface RunSwatch {
  readonly colour: RunColour;
  readonly shape: RunShape;
}

export type RunColour = (typeof colours)[number];
export type RunShape = (typeof shapes)[number];

const colours = ["blue", "orange", "green", "purple", "yellow", "red"] as const;
const shapes = ["circle", "triangle", "diamond", "square", "cross", "down"] as const;

/**
 * One swatch per run, in the order given. A run's swatch follows from its id alone, so it stays the same from page to page. Where two of
 * these runs would share a colour or a shape, the later takes the next free pair, here only; with more runs than colours the pair is
 * still its own, up to 36 runs. A run that is in `kept` (swatches that this page gave before) has the swatch that it had, whatever the order is now,
 * and no other run is given that swatch while there is another.
 */
export function runSwatches(ids: readonly string[], kept: ReadonlyMap<string, RunSwatch> = new Map()): RunSwatch[] {
  const given = new Map(kept);
  const taken = new Set([...given.values()].map(pairOf));
  const here = new Set(ids.flatMap((id) => given.get(id) ?? []).map(pairOf));
  for (const id of ids) {
    if (given.has(id)) continue;
    const own = ownPair(id);
    const pair =
      firstFree(own, (candidate) => sharesNothing(candidate, taken)) ??
      firstFree(own, (candidate) => !taken.has(candidate) && sharesNothing(candidate, here)) ??
      firstFree(own, (candidate) => !taken.has(candidate)) ??
      firstFree(own, (candidate) => !here.has(candidate)) ??
      own;
    given.set(id, swatchOf(pair));
    taken.add(pair);
    here.add(pair);
  }
  return ids.map((id) => given.get(id) ?? swatchOf(0));
}

/** Of a run that stands alone, or where the others may look alike. */
export function runSwatchOf(id: string): RunSwatch {
  return swatchOf(ownPair(id));
}

function ownPair(id: string): number {
  return hash(id) % (colours.length * shapes.length);
}

function firstFree(own: number, free: (pair: number) => boolean): number | undefined {
  const count = colours.length * shapes.length;
  for (let offset = 0; offset < count; offset++) {
    const pair = (own + offset) % count;
    if (free(pair)) return pair;
  }
  return undefined;
}

function sharesNothing(pair: number, taken: ReadonlySet<number>): boolean {
  const { colour, shape } = swatchOf(pair);
  for (const other of taken) {
    const swatch = swatchOf(other);
    if (swatch.colour === colour || swatch.shape === shape) return false;
  }
  return true;
}

function pairOf(swatch: RunSwatch): number {
  return shapes.indexOf(swatch.shape) * colours.length + colours.indexOf(swatch.colour);
}

function swatchOf(pair: number): RunSwatch {
  return {
    colour: colours[pair % colours.length] ?? colours[0],
    shape: shapes[Math.floor(pair / colours.length) % shapes.length] ?? shapes[0],
  };
}

/** Spreads ids that differ in one character. */
function hash(text: string): number {
  const value = textSum(text);
  return (value ^ (value >>> 15)) >>> 0;
}

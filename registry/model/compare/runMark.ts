/** How a run looks wherever it is drawn: a theme colour (`charts.<colour>`) and a shape, so that colour alone never tells runs apart. */
export interface RunMark {
  readonly colour: RunColour;
  readonly shape: RunShape;
}

export type RunColour = (typeof colours)[number];
export type RunShape = (typeof shapes)[number];

const colours = ["blue", "orange", "green", "purple", "yellow", "red"] as const;
const shapes = ["circle", "triangle", "diamond", "square", "cross", "down"] as const;

/**
 * One mark per run, in the order given. A run's mark follows from its id alone, so it stays the same from page to page. Where two of
 * these runs would share a colour or a shape, the later takes the next free pair, here only; with more runs than colours the pair is
 * still its own, up to 36 runs.
 */
export function runMarks(ids: readonly string[]): RunMark[] {
  const taken = new Set<number>();
  return ids.map((id) => {
    const own = hash(id) % (colours.length * shapes.length);
    const pair =
      firstFree(own, (candidate) => sharesNothing(candidate, taken)) ?? firstFree(own, (candidate) => !taken.has(candidate)) ?? own;
    taken.add(pair);
    return markOf(pair);
  });
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
  const { colour, shape } = markOf(pair);
  for (const other of taken) {
    const mark = markOf(other);
    if (mark.colour === colour || mark.shape === shape) return false;
  }
  return true;
}

function markOf(pair: number): RunMark {
  return {
    colour: colours[pair % colours.length] ?? colours[0],
    shape: shapes[Math.floor(pair / colours.length) % shapes.length] ?? shapes[0],
  };
}

/** FNV-1a over the UTF-16 units: spreads ids that differ in one character. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193);
  return (value ^ (value >>> 15)) >>> 0;
}

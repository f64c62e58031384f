/** How many cases are generated, and which: one place, so that another seed or another number reaches every test of the kind. */

/** The same cases each time, unless `SLIPWAY_SEED` names others: a failure prints it. */
export const seed = Number(process.env["SLIPWAY_SEED"] ?? 20_261_127);

/**
 * How many cases to try where `usual` are enough for `npm test`. `SLIPWAY_CASES` takes another number; `npm run check`, which is to end in
 * seconds, sets `SLIPWAY_QUICK` and gets one in ten, at least twenty.
 */
export function caseCount(usual: number): number {
  const asked = process.env["SLIPWAY_CASES"];
  if (asked !== undefined) return Number(asked);
  return process.env["SLIPWAY_QUICK"] === undefined ? usual : Math.min(usual, Math.max(20, Math.ceil(usual / 10)));
}

/** The same as parameters of fast-check. */
export function generated(usual: number): { readonly seed: number; readonly numRuns: number } {
  return { seed, numRuns: caseCount(usual) };
}

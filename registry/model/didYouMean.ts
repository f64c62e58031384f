/** Candidates that are looked at for one word: among more, a guess would be worth little. */
const MAX_CANDIDATES = 1000;
/** Letters; a longer word is most likely no name. */
const MAX_LENGTH = 100;

/**
 * The candidate that is nearest to a word, when it is near enough to be meant: at most a third of its letters differ. Costs a bounded time,
 * however many candidates there are and however long they are.
 */
export function didYouMean(word: string, candidates: Iterable<string>): string | undefined {
  let best: string | undefined;
  let bestDistance = Math.max(1, Math.floor(word.length / 3)) + 1;
  if (word.length > MAX_LENGTH) return undefined;
  const lowerWord = word.toLowerCase();
  let looked = 0;
  for (const candidate of candidates) {
    if (++looked > MAX_CANDIDATES) break;
    if (Math.abs(candidate.length - word.length) >= bestDistance) continue;
    const distance = editDistance(lowerWord, candidate.toLowerCase(), bestDistance);
    if (distance < bestDistance) {
      best = candidate;
      bestDistance = distance;
    }
  }
  return best;
}

/** The candidate that is near enough to be meant, where no other is: for names of which there are many alike. */
export function onlyMeant(word: string, candidates: readonly string[]): string | undefined {
  const meant = didYouMean(word, candidates);
  return meant === undefined ||
    didYouMean(
      word,
      candidates.filter((each) => each !== meant),
    ) === undefined
    ? meant
    : undefined;
}

/** Is what was meant far nearer to a word than all others: does at least twice as much differ in them? So is what is no guess by its letters. */
export function isFarNearer(word: string, meant: string, candidates: Iterable<string>): boolean {
  if (didYouMean(word, [meant]) === undefined) return true;
  const distance = editDistance(word.toLowerCase(), meant.toLowerCase(), FAR);
  let looked = 0;
  for (const candidate of candidates) {
    if (++looked > MAX_CANDIDATES) return false;
    if (candidate === meant || Math.abs(candidate.length - word.length) >= 2 * distance) continue;
    if (editDistance(word.toLowerCase(), candidate.toLowerCase(), 2 * distance) < 2 * distance) return false;
  }
  return true;
}

/** Letters; no guess differs in so many. */
const FAR = 40;

/** Three rows of distances, used again for every pair. */
let rows: [Uint8Array, Uint8Array, Uint8Array] = [new Uint8Array(256), new Uint8Array(256), new Uint8Array(256)];

/**
 * Damerau–Levenshtein distance (adjacent letters swapped count once); where it is `limit` or more, any number from there on. `left` has
 * `MAX_LENGTH` letters at most, and `right` fewer than `limit` more. Only the band of cells that can be below the limit is worked out.
 */
function editDistance(left: string, right: string, limit: number): number {
  let [beforeLast, last, current] = rows;
  for (let column = 0; column <= right.length; column++) last[column] = column;
  for (let row = 1; row <= left.length; row++) {
    const from = Math.max(1, row - limit);
    const to = Math.min(right.length, row + limit);
    current[from - 1] = from === 1 ? row : limit;
    let least = current[from - 1] ?? limit;
    for (let column = from; column <= to; column++) {
      const same = left.charCodeAt(row - 1) === right.charCodeAt(column - 1);
      const above = column === row + limit ? limit : (last[column] ?? limit);
      let cost = Math.min(above + 1, (current[column - 1] ?? limit) + 1, (last[column - 1] ?? limit) + (same ? 0 : 1));
      const swapped =
        row > 1 &&
        column > 1 &&
        left.charCodeAt(row - 1) === right.charCodeAt(column - 2) &&
        left.charCodeAt(row - 2) === right.charCodeAt(column - 1);
      if (swapped) cost = Math.min(cost, (beforeLast[column - 2] ?? limit) + 1);
      current[column] = cost;
      least = Math.min(least, cost);
    }
    // A swap reaches over one row, and costs one more than the row above it.
    if (least > limit) return limit;
    [beforeLast, last, current] = [last, current, beforeLast];
  }
  rows = [beforeLast, last, current];
  return last[right.length] ?? limit;
}

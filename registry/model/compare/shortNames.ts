/** Names up to this length fit wherever a run is named. */
const fits = 18;
/** A shorter beginning is not worth leaving out. */
const worthLeavingOut = 8;
/** Of the longest name at least so much is shown. */
const leastShown = 5;
const boundary = /[-_/.:\s]/;

/**
 * Names that differ where they are seen: of long names that begin alike, `…` and what comes after. `sweep-2026-lightgbm-fold-1` and
 * `sweep-2026-lightgbm-fold-2` are `…fold-1` and `…fold-2`; cut at their ends they would read the same.
 */
export function shortNames(names: readonly string[]): string[] {
  const shared = commonBeginning([...new Set(names)]);
  const isLong = names.some((name) => name.length > fits);
  if (!isLong || shared.length < worthLeavingOut) return [...names];
  return names.map((name) => (name.length > shared.length ? `…${name.slice(shared.length)}` : name));
}

/** Up to the last place where a word of all names ends, or one before: `…1` alone would say little. */
function commonBeginning(names: readonly string[]): string {
  const [first = "", ...others] = names;
  if (others.length === 0) return "";
  const longest = Math.max(...names.map((name) => name.length));
  let length = 0;
  while (length < first.length && others.every((other) => other[length] === first[length])) length++;
  const isPlace = (at: number) => boundary.test(first[at - 1] ?? "") && longest - at >= leastShown;
  while (length > 0 && !isPlace(length)) length--;
  return first.slice(0, length);
}

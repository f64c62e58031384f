export interface CompletionEntry {
  readonly label: string;
  readonly insert: string;
}

/** What may stand at the caret. */
export interface FieldCompletion {
  /** The part of the text that an entry takes the place of. */
  readonly from: number;
  readonly to: number;
  readonly entries: readonly CompletionEntry[];
}

/** More than anyone looks through: another letter leaves fewer. */
export const mostEntries = 50;

/** Entries that have what is typed, those that begin with it (or have it after a dot) first. */
export function matching(words: readonly string[], typed: string): CompletionEntry[] {
  const wanted = typed.toLowerCase();
  const rank = (word: string) => {
    const lower = word.toLowerCase();
    const key = lower.slice(lower.indexOf(".") + 1);
    return lower.startsWith(wanted) || key.startsWith(wanted) ? 0 : lower.includes(wanted) ? 1 : 2;
  };
  const found = words.map((word) => ({ word, rank: rank(word) })).filter((each) => each.rank < 2);
  return found
    .sort((a, b) => a.rank - b.rank)
    .slice(0, mostEntries)
    .map(({ word }) => ({ label: word.trim(), insert: word }));
}

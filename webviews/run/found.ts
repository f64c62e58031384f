/** Rows that are shown before somebody asks for more: a run may have 12,000 metrics. */
const shownFirst = 100;

/** Those whose key or value has the text, whatever its case; all where nothing is searched for. */
export function found<T extends { readonly key: string; readonly value: unknown }>(rows: readonly T[], search: string): readonly T[] {
  const wanted = search.trim().toLowerCase();
  if (wanted === "") return rows;
  return rows.filter(({ key, value }) => key.toLowerCase().includes(wanted) || String(value).toLowerCase().includes(wanted));
}

/** What is shown of a list that was asked to show more so many times. */
export function shownPart<T>(rows: readonly T[], asked: number): { readonly rows: readonly T[]; readonly left: number } {
  const most = shownFirst * 2 ** asked;
  return { rows: rows.slice(0, most), left: Math.max(0, rows.length - most) };
}

/** `12`, or `3 of 12` while something is searched for. */
export function countText(found: number, all: number): string {
  const text = (count: number) => count.toLocaleString("en-US");
  return found === all ? text(all) : `${text(found)} of ${text(all)}`;
}

import { html, nothing, type TemplateResult } from "lit";

/** Rows that are shown before somebody asks for more: a run may have 12,000 metrics. */
const shownFirst = 100;

export interface Searched {
  readonly key: string;
  readonly value: unknown;
}

/** Those whose key or value has the text, whatever its case; all where nothing is searched for. */
export function found<T extends Searched>(rows: readonly T[], search: string): readonly T[] {
  const wanted = search.trim().toLowerCase();
  if (wanted === "") return rows;
  return rows.filter(({ key, value }) => key.toLowerCase().includes(wanted) || String(value).toLowerCase().includes(wanted));
}

/** A list as it is drawn. */
export interface Listed<T> {
  readonly all: readonly T[];
  /** Those that the search finds. */
  readonly matching: readonly T[];
  /** How often more of them were asked for. */
  readonly asked: number;
  readonly more: () => void;
}

/** The rows that are shown of a list, and what asks for more of them. */
export function shownPart<T>({ matching, asked, more }: Listed<T>): {
  readonly rows: readonly T[];
  readonly showMore: TemplateResult | typeof nothing;
} {
  const most = shownFirst * 2 ** asked;
  const left = matching.length - most;
  const showMore = html`<button type="button" class="link" @click=${more}>Show more: ${left.toLocaleString("en-US")} are left</button>`;
  return { rows: matching.slice(0, most), showMore: left > 0 ? showMore : nothing };
}

/** `12`, or `3 of 12` while something is searched for. */
export function countText(found: number, all: number): string {
  const text = (count: number) => count.toLocaleString("en-US");
  return found === all ? text(all) : `${text(found)} of ${text(all)}`;
}

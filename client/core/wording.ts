import { relativeTime } from "#registry/model/format.ts";

/** What the pure view models need from outside: the translated words and the time. */
export interface Wording {
  /** The text in the language of the window, `{0}`, `{1}` … replaced; the same contract as `vscode.l10n.t`. */
  t(message: string, ...args: readonly (string | number)[]): string;
  /** ms since 1970 */
  now(): number;
  /** Time of day in the reader's own form, `14:02`. */
  timeOfDay(ms: number): string;
  /** Date and time in full, for tooltips. */
  dateTime(ms: number): string;
  /** What a folder of the workspace, a URI, is called in this window: its name may be another than that on disk. */
  folderName(uri: string): string;
}

/** Parts of a description, empty ones left out: `val_auc 0.931 · 3 h ago`. */
export function joinParts(parts: readonly (string | undefined)[]): string {
  return parts.filter((part) => part !== undefined && part !== "").join(" · ");
}

/** An age without "ago", as lists of recent things need it: `now`, `40 min`, `2 d`. */
export function age(ms: number, now: number): string {
  const text = relativeTime(ms, now);
  return text === "just now" ? "now" : text.replace(/ ago$/, "");
}

/** A person as a list shows them: `ana` for `ana@example.com`; the tooltip has the address. */
export function personName(address: string): string {
  const at = address.indexOf("@");
  return at > 0 ? address.slice(0, at) : address;
}

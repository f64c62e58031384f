import { html, nothing, type TemplateResult } from "lit";
import { relativeTime } from "#registry/model/format.ts";

/** `3 h ago` with the full local time in its tooltip; nothing when the time is not known. */
export function timeAgo(ms: number | undefined, now: number): TemplateResult | typeof nothing {
  if (ms === undefined || !Number.isFinite(ms)) return nothing;
  const time = new Date(ms);
  return html`<time datetime=${time.toISOString()} title=${time.toLocaleString()}>${relativeTime(ms, now)}</time>`;
}

/** `14:02`, for "as of 14:02". */
export function clockTime(ms: number): string {
  return new Date(ms).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });
}

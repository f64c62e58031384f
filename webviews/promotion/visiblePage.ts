import type { PromotionPage } from "#protocol/views/promotion.ts";
import { visibleLines, visibleText } from "#registry/model/visibleText.ts";

/** What is sent back or looked up, never shown. */
const kept: ReadonlySet<string> = new Set(["seen", "id", "request", "promotionId", "runId", "left", "right"]);
/** Texts of several lines. */
const lines: ReadonlySet<string> = new Set(["comment"]);

/**
 * The page as it may stand on the screen: characters of names, tags and comments that turn the text around or can't be seen are shown as
 * what they are. What is sent back is taken from the page itself.
 */
export function visiblePage(page: PromotionPage): PromotionPage {
  return shown(page, "") as PromotionPage;
}

function shown(value: unknown, key: string): unknown {
  if (kept.has(key)) return value;
  if (typeof value === "string") return lines.has(key) ? visibleLines(value) : visibleText(value);
  if (Array.isArray(value)) return value.map((item) => shown(item, key));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, shown(inner, name)]));
}

import { copyText, openCodeDiff, openPolicyLine } from "#protocol/views/panel.ts";
import { type PromotionPage, promotionOpenCompare } from "#protocol/views/promotion.ts";
import type { Bridge } from "../bridge/bridge.ts";
import { differencesMarkdown } from "./markdown.ts";
import type { PromotionView } from "./view.ts";

/** What the page asks of the editor: other tabs, and the clipboard. */
export function editorActs(
  bridge: Bridge,
  page: PromotionPage,
): Pick<PromotionView, "openPolicy" | "openDiff" | "compareRuns" | "compareIncumbents" | "copy"> {
  /** The baseline first. */
  const compare = (...runIds: (string | undefined)[]): void => {
    if (runIds.every((id) => id !== undefined)) bridge.tell(promotionOpenCompare, { runIds });
  };
  return {
    openPolicy: (line) => bridge.tell(openPolicyLine, { line }),
    openDiff: () => page.code && bridge.tell(openCodeDiff, { left: page.code.left, right: page.code.right }),
    compareRuns: () => compare(page.incumbent?.runId, page.runId),
    compareIncumbents: () => compare(page.formerIncumbent?.runId, page.incumbent?.runId),
    copy: () => bridge.tell(copyText, { text: differencesMarkdown(page), what: "Differences" }),
  };
}

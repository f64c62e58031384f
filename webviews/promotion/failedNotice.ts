import { html, type TemplateResult } from "lit";
import type { Problem } from "#protocol/message.ts";
import type { PromotionPage } from "#protocol/views/promotion.ts";
import { icon, linkButton } from "../ui/icon.ts";
import { clockTime } from "../ui/time.ts";

/** What failed, above what was read last. */
export function failedNotice(problem: Problem, page: PromotionPage, retry: () => void): TemplateResult {
  return html`<div class="notice" role="alert" tabindex="-1">${icon("error", "state-icon")}
    <span><strong>${problem.message}</strong> ${problem.next} This is as of ${clockTime(page.asOf)}.</span>
    ${linkButton("Retry", "Read the registry again", retry)}</div>`;
}

import type { PromotionPage } from "#protocol/views/promotion.ts";
import { type ChangeSet, touches } from "#registry/model/changes.ts";

/** Whether something changed that is decided on with this page; a page that is not there yet may show anything. */
export function isDecidedOnWith(page: PromotionPage | undefined, { models, runs }: ChangeSet): boolean {
  if (page === undefined) return true;
  const compared = [page.runId, page.incumbent?.runId ?? "", page.formerIncumbent?.runId ?? ""];
  return touches(models, [page.model]) || touches(runs, compared);
}

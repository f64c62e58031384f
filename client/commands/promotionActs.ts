import { askAnswer } from "#client/core/asker.ts";
import { requestFocus } from "#client/core/decision.ts";
import { inboxRequest } from "#protocol/registryRequests.ts";
import {
  type ActKind,
  type ActOutcome,
  type ActParams,
  type PromotionPage,
  type PromotionTarget,
  promotionActRequest,
  promotionPageRequest,
  quickRequest,
  undoRequest,
} from "#protocol/views/promotion.ts";
import { report, type Services, showPromotion } from "./services.ts";

/** What was written: its request, the sentence about it, and whether the mark moved. */
interface Written {
  readonly promotionId: string;
  readonly message: string;
  readonly applied: boolean;
}

/** Requests when that needs no look at the page, else shows the page, with a word why where a word is needed. */
export async function requestAtOnce(services: Services, target: PromotionTarget): Promise<void> {
  const answer = await askAnswer(services.asker, quickRequest, target);
  if (!answer.ok) {
    report(services, answer.problem);
    return;
  }
  const outcome = answer.value;
  if (outcome.made) {
    await sayRequested(services, outcome.target, outcome);
    return;
  }
  const page = await askAnswer(services.asker, promotionPageRequest, outcome.target);
  showPromotion(services, outcome.target, page.ok ? requestFocus(page.value, services.words) : undefined);
}

/** What an act on a page led to; the page itself shows what needs no way back. */
export async function sayActed(services: Services, params: ActParams, { page, message, applied }: ActOutcome): Promise<void> {
  const written = { promotionId: page.promotionId ?? params.promotionId ?? "", message, applied };
  if (params.act === "request") await sayRequested(services, params.target, written);
  else if (applied) sayApplied(services, params.target, written);
  else services.readAgain();
}

/** `Requested fraud-scorer v13 → prod.` with the way to it and the way back; where the policy asks for no approval, what moved. */
async function sayRequested(services: Services, target: Required<PromotionTarget>, written: Written): Promise<void> {
  const { words } = services;
  if (written.applied) {
    sayApplied(services, target, written);
    return;
  }
  services.readAgain();
  const inbox = await askAnswer(services.asker, inboxRequest, null);
  const waits = inbox.ok && inbox.value.mine.some(({ id }) => id === written.promotionId);
  const open = { label: words.t("Open"), run: () => showPromotion(services, target) };
  const takeBack = { label: words.t("Cancel request"), run: () => cancel(services, target, written.promotionId) };
  services.dialogs.inform(written.message, waits ? [open, takeBack] : [open]);
}

/** `Moved @challenger from v12 to v13.` with the way back: a mark that one press moved, one press moves back. */
function sayApplied(services: Services, target: Required<PromotionTarget>, { promotionId, message }: Written): void {
  const { words } = services;
  services.readAgain();
  services.dialogs.inform(message, [
    { label: words.t("Open"), run: () => showPromotion(services, target) },
    { label: words.t("Undo"), run: () => undo(services, target, promotionId) },
  ]);
}

async function undo(services: Services, target: Required<PromotionTarget>, promotionId: string): Promise<void> {
  const answer = await askAnswer(services.asker, undoRequest, { target, promotionId });
  services.readAgain();
  if (!answer.ok) {
    report(services, answer.problem);
    return;
  }
  services.dialogs.inform(answer.value.message, [{ label: services.words.t("Open"), run: () => showPromotion(services, target) }]);
}

/** Takes a request back that was just made, on what is there now. */
async function cancel(services: Services, target: Required<PromotionTarget>, promotionId: string): Promise<void> {
  const answer = await askAnswer(services.asker, promotionPageRequest, target);
  if (answer.ok) await write(services, target, promotionId, "cancel", "", answer.value);
  else report(services, answer.problem);
}

/** Does an act on the page that it was decided on; when that is no longer true the page opens and nothing is written. */
export async function write(
  services: Services,
  target: Required<PromotionTarget>,
  promotionId: string,
  kind: ActKind,
  comment: string,
  page: PromotionPage,
): Promise<void> {
  const { seen } = page;
  const answer = await askAnswer(services.asker, promotionActRequest, { target, act: kind, comment, promotionId, seen });
  services.readAgain();
  if (!answer.ok) {
    report(services, answer.problem);
    return;
  }
  const { done, applied, message } = answer.value;
  if (!done) showPromotion(services, target);
  else if (applied) sayApplied(services, target, { promotionId, message, applied });
  else services.dialogs.inform(message, [{ label: services.words.t("Open"), run: () => showPromotion(services, target) }]);
}

import { askAnswer } from "#client/core/asker.ts";
import { decideFromInbox } from "#client/core/decision.ts";
import { askText, inform, showError } from "#client/host/dialogs.ts";
import { readSetting } from "#client/host/settings.ts";
import { chooseVersion } from "#client/views/chooseRuns.ts";
import type { Problem } from "#protocol/message.ts";
import { type InboxItem, inboxRequest } from "#protocol/registryRequests.ts";
import {
  type ActKind,
  type PromotionPage,
  type PromotionTarget,
  promotionActRequest,
  promotionPageRequest,
  quickRequest,
} from "#protocol/views/promotion.ts";
import { type Called, ofKind, type Services } from "./services.ts";

/** The one click: requested at once when every gate passes; else the page opens, filled in. */
export async function requestPromotion(services: Services, { subjects }: Called): Promise<void> {
  const { asker, words } = services;
  const version = ofKind(subjects, "version")[0]?.row ?? (await chooseVersion(services, words.t("Request Promotion")));
  if (version === undefined) return;
  const target = targetOf(version.model, version.version, version.nextEnvironment);
  if (readSetting("slipway.promotion.confirm") === "always") {
    services.promotions.open(target);
    return;
  }
  const answer = await askAnswer(asker, quickRequest, target);
  if (!answer.ok) {
    report(services, answer.problem);
    return;
  }
  if (answer.value.made) await sayRequested(services, answer.value.target, answer.value.promotionId, answer.value.message);
  else services.promotions.open(answer.value.target);
}

/**
 * `Requested fraud-scorer v13 → prod.` with the way to it and the way back. There is no way back where the policy asks for no approval:
 * the request is applied at once.
 */
export async function sayRequested(
  services: Services,
  target: Required<PromotionTarget>,
  promotionId: string,
  message: string,
): Promise<void> {
  const { words } = services;
  services.readAgain();
  const inbox = await askAnswer(services.asker, inboxRequest, null);
  const waits = inbox.ok && inbox.value.mine.some(({ id }) => id === promotionId);
  const open = { label: words.t("Open"), run: () => services.promotions.open(target) };
  const cancel = { label: words.t("Cancel request"), run: () => act(services, target, promotionId, "cancel", "") };
  inform(message, waits ? [open, cancel] : [open]);
}

export async function openPromotion(services: Services, { subjects }: Called): Promise<void> {
  const target = targetOfSubjects({ subjects, node: undefined }) ?? (await chosenTarget(services));
  if (target !== undefined) services.promotions.open(target);
}

async function chosenTarget(services: Services): Promise<PromotionTarget | undefined> {
  const version = await chooseVersion(services, services.words.t("Open Promotion"));
  return version === undefined ? undefined : targetOf(version.model, version.version, version.nextEnvironment);
}

function targetOfSubjects({ subjects }: Called): PromotionTarget | undefined {
  const [item] = ofKind(subjects, "inbox");
  if (item !== undefined) return targetOf(item.item.model, item.item.version, item.item.to);
  const [version] = ofKind(subjects, "version");
  return version === undefined ? undefined : targetOf(version.row.model, version.row.version, version.row.nextEnvironment);
}

function targetOf(model: string, version: string, to: string | undefined): PromotionTarget {
  return to === undefined ? { model, version } : { model, version, to };
}

export async function approve(services: Services, called: Called): Promise<void> {
  await decide(services, called, "approve", async () => "");
}

export async function reject(services: Services, called: Called): Promise<void> {
  const { words } = services;
  await decide(services, called, "reject", (item) =>
    askText({
      title: words.t("Reject {0} v{1} → {2}", item.model, item.version, item.to),
      prompt: words.t("The reason; {0} reads it in the history", item.requestedBy),
      validate: (text) => (text.trim() === "" ? words.t("A rejection needs a reason.") : undefined),
    }),
  );
}

export async function cancelRequest(services: Services, called: Called): Promise<void> {
  await decide(services, called, "cancel", async () => "");
}

/** Does the act when the case is clear, else opens the page. `comment` gives the text to write, absent when cancelled. */
async function decide(
  services: Services,
  { subjects }: Called,
  kind: ActKind,
  comment: (item: InboxItem) => Promise<string | undefined>,
): Promise<void> {
  const item = ofKind(subjects, "inbox")[0]?.item;
  if (item === undefined) return;
  const target = { model: item.model, version: item.version, to: item.to };
  const answer = await askAnswer(services.asker, promotionPageRequest, target);
  if (!answer.ok) {
    report(services, answer.problem);
    return;
  }
  const page = answer.value;
  if (page.promotionId !== item.id || decideFromInbox(page, kind).kind === "page") {
    services.promotions.open(target);
    return;
  }
  const text = await comment(item);
  if (text !== undefined) await write(services, target, item.id, kind, text, page);
}

/** An act on what is there now. */
async function act(
  services: Services,
  target: Required<PromotionTarget>,
  promotionId: string,
  kind: ActKind,
  comment: string,
): Promise<void> {
  const answer = await askAnswer(services.asker, promotionPageRequest, target);
  if (answer.ok) await write(services, target, promotionId, kind, comment, answer.value);
  else report(services, answer.problem);
}

async function write(
  services: Services,
  target: Required<PromotionTarget>,
  promotionId: string,
  kind: ActKind,
  comment: string,
  page: PromotionPage,
): Promise<void> {
  const answer = await askAnswer(services.asker, promotionActRequest, { target, act: kind, comment, seen: page.seen, promotionId });
  services.readAgain();
  if (!answer.ok) {
    report(services, answer.problem);
    return;
  }
  if (!answer.value.done) services.promotions.open(target);
  else inform(answer.value.message, [{ label: services.words.t("Open"), run: () => services.promotions.open(target) }]);
}

function report(services: Services, problem: Problem): void {
  showError(`${problem.message} ${problem.next}`.trim(), [{ label: services.words.t("Show Log"), run: services.showLog }]);
}

import { askAnswer } from "#client/core/asker.ts";
import { decideFromInbox } from "#client/core/decision.ts";
import { inboxRow } from "#client/core/inboxRows.ts";
import { type Inbox, type InboxItem, inboxRequest } from "#protocol/registryRequests.ts";
import { type ActKind, promotionPageRequest } from "#protocol/views/promotion.ts";
import { write } from "./promotionActs.ts";
import { type Called, report, type Services, showPromotion, subjectOf } from "./services.ts";

export async function approve(services: Services, called: Called): Promise<void> {
  const { words } = services;
  const item = await itemOf(services, called, "waiting", words.t("Approve Promotion"), words.t("No promotion waits for you."));
  if (item !== undefined) await decide(services, item, "approve", async () => "");
}

export async function reject(services: Services, called: Called): Promise<void> {
  const { words } = services;
  const item = await itemOf(services, called, "waiting", words.t("Reject Promotion"), words.t("No promotion waits for you."));
  if (item === undefined) return;
  await decide(services, item, "reject", () =>
    services.dialogs.askText({
      title: words.t("Reject {0} v{1} → {2}", item.model, item.version, item.to),
      prompt: words.t("The reason; {0} reads it in the history", item.requestedBy),
      validate: (text) => (text.trim() === "" ? words.t("A rejection needs a reason.") : undefined),
    }),
  );
}

export async function cancelRequest(services: Services, called: Called): Promise<void> {
  const { words } = services;
  const item = await itemOf(services, called, "mine", words.t("Cancel Request"), words.t("You have no open request."));
  if (item !== undefined) await decide(services, item, "cancel", async () => "");
}

/** The row that the command was called on. The palette asks which, the chosen row first: what is decided is read before it is done. */
async function itemOf(
  services: Services,
  called: Called,
  group: "waiting" | "mine",
  title: string,
  whenNone: string,
): Promise<InboxItem | undefined> {
  const chosen = (await subjectOf(services, called, "inbox"))?.item;
  if (called.node !== undefined) return chosen;
  const { asker, words, dialogs } = services;
  const answer = await askAnswer(asker, inboxRequest, null);
  if (!answer.ok) {
    report(services, answer.problem);
    return undefined;
  }
  const items = chosenFirst(answer.value[group], chosen?.id);
  if (items.length === 0) {
    dialogs.inform(whenNone);
    return undefined;
  }
  const choices = items.map((item) => {
    const { label, description } = inboxRow(item, group, words);
    return { label, description, value: item };
  });
  return dialogs.pickOne(title, words.t("Choose a promotion"), Promise.resolve(choices));
}

function chosenFirst(items: Inbox["waiting"], id: string | undefined): readonly InboxItem[] {
  return [...items.filter((item) => item.id === id), ...items.filter((item) => item.id !== id)];
}

/** Does the act when the case is clear, else opens the page. `comment` gives the text to write, absent when cancelled. */
async function decide(services: Services, item: InboxItem, kind: ActKind, comment: () => Promise<string | undefined>): Promise<void> {
  const target = { model: item.model, version: item.version, to: item.to };
  const answer = await askAnswer(services.asker, promotionPageRequest, target);
  if (!answer.ok) {
    report(services, answer.problem);
    return;
  }
  const page = answer.value;
  const decision = decideFromInbox(page, kind, services.words);
  if (page.promotionId !== item.id) showPromotion(services, target);
  else if (decision.kind === "page") showPromotion(services, target, decision.focus);
  else {
    const text = await comment();
    if (text !== undefined) await write(services, target, item.id, kind, text, page);
  }
}

import type { Inbox } from "#protocol/registryRequests.ts";
import type { Wording } from "./wording.ts";

/**
 * What stands above the inbox: why the policy cannot be used, else how it differs from the one that counts. Empty when there is nothing
 * to say; an empty inbox with a note says that it is empty, because VS Code shows a view's welcome or its text, never both.
 */
export function inboxNote(inbox: Inbox, words: Wording): string {
  if (inbox.policyProblem !== undefined) return words.t("{0} Nothing can be decided until it is corrected.", inbox.policyProblem);
  const note = inbox.policyNote ?? "";
  const isEmpty = [inbox.waiting, inbox.mine, inbox.recent].every((items) => items.length === 0);
  if (note === "" || !isEmpty) return note;
  return `${note} ${words.t("No promotions yet. Request one with the rocket on a model version.")}`;
}

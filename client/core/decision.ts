import type { Act, ActKind, GateView, PromotionFocus, PromotionPage } from "#protocol/views/promotion.ts";
import type { Wording } from "./wording.ts";

/** Whether an act can be done from the inbox, without showing the page; and what the page that is shown instead starts with. */
export type Decision = { readonly kind: "act"; readonly act: Act } | { readonly kind: "page"; readonly focus?: PromotionFocus };

/**
 * Approving from the inbox is for the clear case: nothing changed since the request, every gate passes, no comment is needed, and by no
 * metric that a gate names is the candidate worse than what it would replace. A rejection always has a reason, which is asked for; it
 * only needs the page when something changed.
 */
export function decideFromInbox(page: PromotionPage, kind: ActKind, words: Wording): Decision {
  const act = page.acts.find((candidate) => candidate.kind === kind);
  if (act === undefined || !act.enabled || page.banner.length > 0 || page.policyProblem !== undefined) return { kind: "page" };
  if (kind === "reject" || kind === "cancel") return { kind: "act", act };
  const focus = focusOf(page, act, words);
  return focus === undefined ? { kind: "act", act } : { kind: "page", focus };
}

/** What a page that is opened in place of the one click starts with: why that click alone does not ask. Absent where the page says it. */
export function requestFocus(page: PromotionPage, words: Wording): PromotionFocus | undefined {
  const act = page.acts.find(({ kind }) => kind === "request");
  return act?.enabled ? focusOf(page, act, words) : undefined;
}

function focusOf(page: PromotionPage, act: Act, words: Wording): PromotionFocus | undefined {
  const open = page.gates.filter(({ state }) => state !== "pass");
  if (open.length > 0) {
    const gates = open.map((gate) => gateWords(gate, words)).join(", ");
    return { on: "comment", why: words.t("Nothing was written yet: {0}. Say why it may go all the same.", gates) };
  }
  if (act.needsComment !== "") return { on: "comment", why: act.needsComment };
  const worse = page.worse.join(", ");
  if (worse === "" || page.incumbent === null) return undefined;
  return {
    on: "comment",
    why: words.t(
      "Nothing was written yet: v{0} in {1} is better by {2}. Look before it is replaced.",
      page.incumbent.version,
      page.to,
      worse,
    ),
  };
}

function gateWords({ subject, state }: GateView, words: Wording): string {
  return state === "fail" ? words.t("{0} fails", subject) : words.t("{0} is unknown", subject);
}

import type { Act, ActKind, PromotionPage } from "#protocol/views/promotion.ts";

/** Whether an act can be done from the inbox, without showing the page. */
export type Decision = { readonly kind: "act"; readonly act: Act } | { readonly kind: "page" };

/**
 * Approving from the inbox is for the clear case: nothing changed since the request, every gate passes, no comment is needed. A
 * rejection always has a reason, which is asked for; it only needs the page when something changed.
 */
export function decideFromInbox(page: PromotionPage, kind: ActKind): Decision {
  const act = page.acts.find((candidate) => candidate.kind === kind);
  if (act === undefined || !act.enabled || page.banner.length > 0) return { kind: "page" };
  if (kind === "reject" || kind === "cancel") return { kind: "act", act };
  const clear = act.needsComment === "" && page.gates.every(({ state }) => state === "pass");
  return clear ? { kind: "act", act } : { kind: "page" };
}

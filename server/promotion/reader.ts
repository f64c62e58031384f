import type { PromotionFacts } from "#registry/promotion/facts.ts";
import { approvalRefusal, samePerson } from "#registry/promotion/policy.ts";
import { isOpen, requestRefusal } from "#registry/promotion/refusals.ts";
import type { Promotion } from "#registry/promotion/types.ts";

/** What the page is about, seen by one person; everything that its words depend on. */
export interface View {
  readonly facts: PromotionFacts;
  /** Absent: never requested. */
  readonly promotion?: Promotion;
  readonly me: string;
  /** ms */
  readonly now: number;
  /** What changed since the request, one sentence each. */
  readonly changes: readonly string[];
  /** Why nothing can be decided: the policy cannot be used as it is now. */
  readonly policyProblem?: string;
  /** Why nothing can be written to the registry. */
  readonly notWritable?: string;
}

/** The promotion that a page shows: the oldest open request for the environment, else the newest closed one. */
export function shownPromotion(facts: PromotionFacts): Promotion | undefined {
  const here = facts.promotions.filter((promotion) => promotion.to === facts.environment.name);
  return here.findLast(isOpen) ?? here[0];
}

/** Nothing was asked for, or what was asked for is closed and can be asked for again. */
export function canAsk(view: View): boolean {
  const { promotion, facts } = view;
  if (promotion === undefined || promotion.state === "rejected" || promotion.state === "cancelled") return true;
  return (promotion.state === "applied" || promotion.state === "rolledBack") && facts.incumbentVersion !== facts.version.version;
}

/** The page offers a new request instead of the promotion that was shown last: none, or one whose version has left the environment since. */
export function isDraft(view: View): boolean {
  const { promotion } = view;
  return promotion === undefined || ((promotion.state === "applied" || promotion.state === "rolledBack") && canAsk(view));
}

/** The version is in the environment, and no promotion of it tells how it came there. */
export function isThereUnasked(view: View): boolean {
  const { facts, promotion } = view;
  return promotion === undefined && facts.incumbentVersion === facts.version.version;
}

/** Why the reader cannot ask; empty when they can. */
export function askRefusal(view: View): string {
  if (view.notWritable !== undefined) return view.notWritable;
  if (view.me === "") return "Git knows no user.email";
  return requestRefusal(view.facts, view.me)?.message ?? "";
}

/** What of a view says who may decide. */
export interface Deciding extends Pick<View, "promotion" | "me" | "notWritable"> {
  readonly facts: Pick<PromotionFacts, "environment">;
}

/** Why the reader cannot approve or reject; empty when they can. */
export function decideRefusal(view: Deciding): string {
  if (view.notWritable !== undefined) return view.notWritable;
  if (view.me === "") return "Git knows no user.email";
  if (view.promotion === undefined) return "nobody asked yet";
  return approvalRefusal(view.facts.environment, view.me, view.promotion.requestedBy);
}

export function isRequester(view: View): boolean {
  return view.promotion !== undefined && samePerson(view.promotion.requestedBy, view.me);
}

/** Does a decision of the reader stand between the request and the environment? */
export function waitsForReader(view: Deciding): boolean {
  const { promotion } = view;
  if (promotion?.state !== "requested" || decideRefusal(view) !== "") return false;
  return !promotion.approvedBy.some((person) => samePerson(person, view.me));
}

/** Approvals that are still missing. */
export function missingApprovals(view: View): number {
  return Math.max(0, view.facts.environment.approvals - (view.promotion?.approvedBy.length ?? 0));
}

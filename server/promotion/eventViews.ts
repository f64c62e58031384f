import type { EventView } from "#protocol/views/promotion.ts";
import type { PromotionFacts } from "#registry/promotion/facts.ts";
import type { NewerEvent, PromotionEvent } from "#registry/promotion/types.ts";
import type { PromotionContext } from "./context.ts";

/** The events into the page's environment, newest first, with what is to be said of the policy that each was made on. */
export async function eventViews(facts: PromotionFacts, context: PromotionContext, signal: AbortSignal): Promise<EventView[]> {
  const here = facts.promotions.filter((item) => item.to === facts.environment.name).flatMap((item) => item.events);
  const events = await Promise.all(
    here.map(async (event) => {
      const policyDoubt = await doubtOf(event, context, signal);
      return policyDoubt === undefined ? event : { ...event, policyDoubt };
    }),
  );
  return events.sort((left, right) => (left.id < right.id ? 1 : -1));
}

/** Undefined: the policy was the committed one, or nobody here can tell. */
async function doubtOf(event: PromotionEvent, context: PromotionContext, signal: AbortSignal): Promise<string | undefined> {
  const origin = event.evidence?.policy;
  if (origin === undefined || origin.hash === "") return undefined;
  const verdict = await context.judgeOrigin?.(origin, signal);
  return verdict === "notCommitted" ? policyDoubt(origin.commit) : undefined;
}

/** Why the policy of an event does not count as the team's. */
export function policyDoubt(commit: string): string {
  return commit === ""
    ? "Made on a policy that was not committed."
    : `Made on a policy that is not the one of commit ${commit.slice(0, 7)} on the agreed branch.`;
}

/** `slipway.promotion.….pause: an event “pause” of a newer Slipway. It is kept and has no effect here.` */
export function newerLine({ key, what }: NewerEvent): string {
  return `${key}: ${what} of a newer Slipway. It is kept and has no effect here.`;
}

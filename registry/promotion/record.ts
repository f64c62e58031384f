import { evidenceOf, type FactSource, type PromotionFacts } from "./facts.ts";
import { environmentOf } from "./ladder.ts";
import type { EventType, Promotion, PromotionEvent } from "./types.ts";
import { type Clock, newUlid, ulidTime } from "./ulid.ts";

/** Who acts, on what, with whose clock. */
export interface ActContext extends FactSource, Clock {
  /** `user.email` of Git; empty refuses every act. */
  readonly me: string;
  /** Resolves after `ms`; rejects when the signal is aborted. */
  pause(ms: number, signal: AbortSignal): Promise<void>;
  /** This is the CI that `apply: ci` speaks of. */
  readonly ci?: boolean;
}

/** Further ahead than this no clock is trusted: such an id does not push the ids of other promotions into the future. */
const largestSkew = 24 * 60 * 60 * 1000;

/** A new event about a promotion; without one, a new request (whose `request` is its own id). */
export function draftEvent(
  context: ActContext,
  facts: PromotionFacts,
  type: EventType,
  promotion: Promotion | undefined,
  text: string,
): PromotionEvent {
  const now = context.now();
  const id = newUlid(context, newestId(facts, type, promotion, now));
  const decides = type !== "comment" && type !== "cancel";
  return {
    id,
    type,
    request: promotion?.id ?? id,
    model: facts.model.name,
    version: facts.version.version,
    from: promotion?.from ?? environmentOf(facts.standing, facts.version.version),
    to: facts.environment.name,
    by: context.me.trim(),
    at: now,
    ...(text.trim() === "" ? {} : { comment: text.trim() }),
    ...(decides ? { evidence: evidenceOf(facts) } : {}),
  };
}

/**
 * The id to come after, whatever clocks made the others: an answer sorts behind its request; an application behind all requests for the
 * environment, because it closes the older ones, and a new request behind all applications, so that none closes it. What replaces a version
 * sorts behind how that one came there.
 */
function newestId(facts: PromotionFacts, type: EventType, promotion: Promotion | undefined, now: number): string | undefined {
  const known = [...facts.promotions.flatMap((item) => item.events), ...(facts.incumbentEntries?.events ?? [])];
  const trusted = known.map((event) => event.id).filter((id) => ulidTime(id) < now + largestSkew);
  const own = promotion?.events.map((event) => event.id) ?? [];
  const crossing = { request: "apply", apply: "request" } as Partial<Record<EventType, EventType>>;
  const here = facts.promotions.filter((item) => item.to === facts.environment.name).flatMap((item) => item.events);
  const crossed = here.filter((event) => event.type === crossing[type]).map((event) => event.id);
  return [...trusted, ...own, ...crossed].sort().at(-1);
}

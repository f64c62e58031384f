import { relativeTime } from "#registry/model/format.ts";
import { shortName } from "#registry/model/person.ts";
import { gateLines, incumbentLines } from "#registry/promotion/changeText.ts";
import { type PromotionFacts, presentOf } from "#registry/promotion/facts.ts";
import { listPeople, personKey } from "#registry/promotion/policy.ts";
import { isOpen } from "#registry/promotion/refusals.ts";
import { changesSince, seenBy } from "#registry/promotion/seen.ts";
import type { Promotion } from "#registry/promotion/types.ts";

/** What changed since the request, a line per cause and one on how; nothing for a closed promotion. `now` in ms. */
export function changesSinceRequest(facts: PromotionFacts, promotion: Promotion | undefined, now: number): string[] {
  const evidence = promotion?.events[0]?.evidence;
  if (promotion === undefined || evidence === undefined || !isOpen(promotion)) return [];
  if (facts.incumbentVersion === facts.version.version) {
    return [`v${facts.version.version} already is in ${facts.environment.name}, but nobody recorded it. Apply writes the record.`];
  }
  const since = `since ${shortName(promotion.requestedBy)} asked`;
  const changes = changesSince(seenBy(evidence), presentOf(facts));
  const moved = changes.some((change) => change.kind === "incumbent");
  const gates = gateLines(changes, facts, evidence.incumbent, since);
  const same = moved && gates.length === 0 ? " The gates were checked again: every result is the same." : "";
  const how = moved ? [`${mover(facts, now)}${same}`] : [];
  return [...incumbentLines(changes, facts, since), ...how, ...gates, ...lapsedApprovals(promotion)];
}

/** Who brought the present incumbent, as far as its own events tell. */
function mover(facts: PromotionFacts, now: number): string {
  const { incumbent, incumbentEntries, environment } = facts;
  if (incumbent === null) return "Nobody recorded why.";
  const applied = incumbentEntries?.events.findLast((event) => event.type === "apply" && event.to === environment.name);
  if (applied === undefined) return `v${incumbent.version} came there without a promotion.`;
  return `${shortName(applied.by)} applied v${incumbent.version} ${relativeTime(applied.at, now)}.`;
}

/** People whose approval was given on other facts than the present ones. */
function lapsedApprovals(promotion: Promotion): string[] {
  const counted = new Set(promotion.approvedBy.map(personKey));
  const approvals = promotion.events.filter((event) => event.type === "approve" && !counted.has(personKey(event.by)));
  const people = [...new Map(approvals.map((event) => [personKey(event.by), event.by])).values()];
  return people.length === 0 ? [] : [`The approval by ${listPeople(people)} does not count on the present facts.`];
}

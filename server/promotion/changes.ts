import type { GateView } from "#protocol/views/promotion.ts";
import { relativeTime } from "#registry/model/format.ts";
import { shortName } from "#registry/model/person.ts";
import { decodeTags } from "#registry/promotion/events.ts";
import type { PromotionFacts } from "#registry/promotion/facts.ts";
import { worstFirst } from "#registry/promotion/gates.ts";
import { listPeople, personKey, samePerson } from "#registry/promotion/policy.ts";
import { isOpen } from "#registry/promotion/refusals.ts";
import type { EvidenceGate, GateResult, GateState, Promotion } from "#registry/promotion/types.ts";

/** What changed since the request, a line per cause and one on how; nothing for a closed promotion. `now` in ms. */
export function changesSinceRequest(facts: PromotionFacts, promotion: Promotion | undefined, now: number): string[] {
  const evidence = promotion?.events[0]?.evidence;
  if (promotion === undefined || evidence === undefined || !isOpen(promotion)) return [];
  if (facts.incumbentVersion === facts.version.version) {
    return [`v${facts.version.version} already is in ${facts.environment.name}, but nobody recorded it. Apply writes the record.`];
  }
  const asked = shortName(promotion.requestedBy);
  const moved = incumbentChange(facts, evidence.incumbent, asked);
  const flipped = gateChanges(facts.gates, evidence.gates, asked);
  const same = moved.length > 0 && flipped.length === 0 ? " The gates were checked again: every result is the same." : "";
  const how = moved.length > 0 ? [`${mover(facts, now)}${same}`] : [];
  return [...moved, ...how, ...flipped, ...lapsedApprovals(promotion)];
}

function incumbentChange(facts: PromotionFacts, before: string | null, asked: string): string[] {
  const now = facts.incumbentVersion;
  if (now === before) return [];
  const was = before === null ? "there was none" : `no longer v${before}`;
  const is = now === null ? "there is no incumbent now" : `the incumbent is now v${now}`;
  return [`${facts.environment.name} has changed since ${asked} asked: ${is}, ${was}.`];
}

/** Who brought the present incumbent, as far as its own events tell. */
function mover(facts: PromotionFacts, now: number): string {
  const { incumbent, environment, model } = facts;
  if (incumbent === null) return "Nobody recorded why.";
  const tags = [...incumbent.tags].map(([key, value]) => ({ key, value }));
  const { events } = decodeTags(model.name, incumbent.version, tags);
  const applied = events.findLast((event) => event.type === "apply" && event.to === environment.name);
  if (applied === undefined) return `v${incumbent.version} came there without a promotion.`;
  return `${shortName(applied.by)} applied v${incumbent.version} ${relativeTime(applied.at, now)}.`;
}

const stateWords: Readonly<Record<GateState, string>> = { pass: "passes", fail: "fails", unknown: "is unknown" };
const pastWords: Readonly<Record<GateState, string>> = { pass: "passed", fail: "failed", unknown: "was unknown" };

function gateChanges(now: readonly GateResult[], before: readonly EvidenceGate[], asked: string): string[] {
  const old = new Map(before.map((gate) => [gate.id, gate.state]));
  const present = new Set(now.map((gate) => gate.id));
  const head = `since ${asked} asked`;
  const flipped = now.flatMap((gate) => {
    const was = old.get(gate.id);
    if (was === gate.state) return [];
    if (was === undefined) return [`The policy changed ${head}: the gate on ${gate.subject} is new, it ${stateWords[gate.state]}.`];
    return [`A gate changed ${head}: ${gate.subject} ${stateWords[gate.state]}, ${pastWords[was]} then.`];
  });
  const gone = before.filter((gate) => !present.has(gate.id));
  return [...flipped, ...gone.map((gate) => `The policy changed ${head}: the gate ${gate.id} is gone.`)];
}

/** People whose approval was given on other facts than the present ones. */
function lapsedApprovals(promotion: Promotion): string[] {
  const counted = new Set(promotion.approvedBy.map(personKey));
  const approvals = promotion.events.filter((event) => event.type === "approve" && !counted.has(personKey(event.by)));
  const people = [...new Map(approvals.map((event) => [personKey(event.by), event.by])).values()];
  return people.length === 0 ? [] : [`The approval by ${listPeople(people)} does not count on the present facts.`];
}

/**
 * Gates as the page lists them: failing, unknown, passing; with what they were where the facts changed. A requester is told what to do
 * about a failing gate, everyone else that a reason was given.
 */
export function gateViews(facts: PromotionFacts, promotion: Promotion | undefined, me: string): GateView[] {
  const request = promotion && isOpen(promotion) ? promotion.events[0] : undefined;
  const before = new Map(request?.evidence?.gates.map((gate) => [gate.id, gate]));
  const moved = request?.evidence !== undefined && request.evidence.incumbent !== facts.incumbentVersion;
  const views = facts.gates.map((gate) => {
    const was = before.get(gate.id);
    const changed = was && (was.state !== gate.state || (moved && comparesWithIncumbent(gate.id) && was.margin !== gate.margin));
    const answered = gate.state !== "pass" && request?.comment !== undefined && !samePerson(request.by, me);
    const advice = answered ? `${shortName(request.by)} asks all the same and gives a reason.` : gate.advice;
    return { ...gate, advice, ...(changed ? { was: wasView(was, request?.evidence?.incumbent ?? null) } : {}) };
  });
  return views.sort(worstFirst);
}

function comparesWithIncumbent(gateId: string): boolean {
  return gateId.endsWith(":notWorseThan") || gateId === "signature";
}

function wasView(was: EvidenceGate, incumbent: string | null): { state: GateState; incumbent: string; margin: string } {
  const value = was.incumbent ? ` ${was.incumbent}` : "";
  return { state: was.state, incumbent: incumbent === null ? "" : `v${incumbent}${value}`, margin: was.margin ?? "" };
}

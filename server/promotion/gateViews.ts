import type { GatesAsRequested, GateView } from "#protocol/views/promotion.ts";
import { shortName } from "#registry/model/person.ts";
import { isWireNumber } from "#registry/model/wireNumber.ts";
import { gateAction, gateWords, worstFirst } from "#registry/promotion/checkGates.ts";
import { type PromotionFacts, surroundingsOf } from "#registry/promotion/facts.ts";
import type { Surroundings } from "#registry/promotion/gates/gateKind.ts";
import { adviceText } from "#registry/promotion/gates/phrases.ts";
import { samePerson } from "#registry/promotion/policy.ts";
import { isOpen } from "#registry/promotion/refusals.ts";
import type { GateRecord, GateResult, Promotion } from "#registry/promotion/types.ts";

/** A result as the page shows it. `canGiveReason`: the reader can still say why it may go all the same. */
export function gateView(record: GateRecord | GateResult, around: Surroundings, canGiveReason: boolean): GateView {
  const words = gateWords(record, around);
  const action = gateAction(record);
  const { subject, rule, observed, incumbent, margin } = words;
  return {
    ...{ id: record.id, state: record.state, subject, rule, observed, incumbent, margin },
    advice: record.state === "pass" ? "" : adviceText(words, canGiveReason),
    ...(isWireNumber(record.observed) ? { observedNumber: record.observed } : {}),
    ...(isWireNumber(record.incumbent) ? { incumbentNumber: record.incumbent } : {}),
    ...("line" in record && record.line !== undefined ? { line: record.line } : {}),
    ...(action ? { action } : {}),
  };
}

/**
 * Gates as the page lists them: failing, unknown, passing; with what they were where the facts changed. Who can still give a reason is
 * told what it has to say; who decides on a request with one is told that it was given.
 */
export function gateViews(facts: PromotionFacts, promotion: Promotion | undefined, me: string, canGiveReason: boolean): GateView[] {
  const request = promotion && isOpen(promotion) ? promotion.events[0] : undefined;
  const before = new Map(request?.evidence?.gates.map((gate) => [gate.id, gate]));
  const around = surroundingsOf(facts);
  const then = { ...around, incumbent: request?.evidence?.incumbent ?? null };
  const views = facts.gates.map((gate) => {
    const view = gateView(gate, around, canGiveReason);
    const answered = gate.state !== "pass" && request?.comment !== undefined && !samePerson(request.by, me);
    const advice = answered ? `${shortName(request.by)} asks all the same and gives a reason.` : view.advice;
    const was = before.get(gate.id);
    const old = was && gateView(was, then, false);
    const changed = old && (old.state !== view.state || (old.margin !== "" && old.margin !== view.margin));
    return { ...view, advice, ...(changed ? { was: wasView(old, then.incumbent) } : {}) };
  });
  return views.sort(worstFirst);
}

function wasView(was: GateView, incumbent: string | null): NonNullable<GateView["was"]> {
  const value = was.incumbent === "" ? "" : ` ${was.incumbent}`;
  return { state: was.state, incumbent: incumbent === null ? "" : `v${incumbent}${value}`, margin: was.margin };
}

/** What the requester saw of the gates, as the request keeps it; absent where it kept nothing. */
export function gatesAsRequested(promotion: Promotion | undefined): GatesAsRequested | undefined {
  const evidence = promotion?.events[0]?.evidence;
  if (promotion === undefined || evidence === undefined) return undefined;
  const around = { environment: promotion.to, candidate: promotion.version, incumbent: evidence.incumbent };
  return {
    by: shortName(promotion.requestedBy),
    at: promotion.requestedAt,
    ...(evidence.incumbent === null ? {} : { incumbent: evidence.incumbent }),
    gates: evidence.gates.map((gate) => ({ ...gateView(gate, around, false), advice: "" })).sort(worstFirst),
  };
}

import type { GatesAsRequested, GateView } from "#protocol/views/promotion.ts";
import { shortName } from "#registry/model/person.ts";
import { worstFirst } from "#registry/promotion/gates.ts";
import type { EvidenceGate, Promotion } from "#registry/promotion/types.ts";

/** What the requester saw of the gates, as the request keeps it; absent where it kept nothing. `now`: the gates as they are. */
export function gatesAsRequested(promotion: Promotion | undefined, now: readonly GateView[]): GatesAsRequested | undefined {
  const evidence = promotion?.events[0]?.evidence;
  if (promotion === undefined || evidence === undefined) return undefined;
  const present = new Map(now.map((gate) => [gate.id, gate]));
  return {
    by: shortName(promotion.requestedBy),
    at: promotion.requestedAt,
    ...(evidence.incumbent === null ? {} : { incumbent: evidence.incumbent }),
    gates: evidence.gates.map((gate) => asRequested(gate, present.get(gate.id))).sort(worstFirst),
  };
}

/** The event keeps results alone; the words of the rule are those of the policy now, or the gate's name where it is gone. */
function asRequested({ id, state, observed, incumbent, margin }: EvidenceGate, now: GateView | undefined): GateView {
  return {
    id,
    state,
    subject: now?.subject ?? id,
    rule: now?.rule ?? "{}",
    observed: observed ?? "",
    incumbent: incumbent ?? "",
    margin: margin ?? "",
    advice: "",
    ...(now?.line === undefined ? {} : { line: now.line }),
  };
}

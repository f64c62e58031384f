import { inOrder } from "./events.ts";
import { approvalRefusal, personKey } from "./policy.ts";
import type { BrokenEvent, Environment, Evidence, GateState, Promotion, PromotionEvent, PromotionState } from "./types.ts";

/** How things stand now, for deciding whether an approval still counts. */
export interface Present {
  readonly incumbent: string | null;
  readonly gates: readonly { readonly id: string; readonly state: GateState }[];
}

/** What the fold must know about an environment. */
export interface FoldRules {
  /** Absent: the policy does not know it (any more); then a promotion there is never approved. */
  readonly environment?: Environment;
  /** Absent: not looked up; then the newest approval's evidence is taken for it. */
  readonly present?: Present;
}

export interface Folded {
  /** Newest request first. */
  readonly promotions: readonly Promotion[];
  /** Events whose request is not among the events. */
  readonly orphans: readonly BrokenEvent[];
}

/**
 * The promotions of one model version, computed from its events alone: any permutation, and any duplicates, give the same answer.
 * - A promotion is closed by its first `reject` or `cancel`, in the order of ids. An `apply` outranks both, because it records that the
 *   registry did change; the first one counts. It also closes older requests of the same version for the same environment.
 * - An approval counts when the policy lets that person approve and its evidence is that of the present: the same incumbent, the same
 *   gates with the same results. Once closed, the evidence of the closing event is the present. Where the version already is the
 *   incumbent (applied, but the event was not written) the evidence of the newest approval is.
 */
export function foldVersion(events: readonly PromotionEvent[], rulesOf: (to: string) => FoldRules): Folded {
  const ordered = withoutDuplicates([...events].sort(inOrder));
  const requests = ordered.filter((event) => event.type === "request");
  const known = new Set(requests.map((request) => request.id));
  const orphans = ordered
    .filter((event) => !known.has(event.request))
    .map((event) => ({ key: `slipway.promotion.${event.id}.${event.type}`, why: "its request is not here" }));
  const promotions = requests.map((request) => foldOne(request, ordered, rulesOf(request.to)));
  return { promotions: promotions.reverse(), orphans };
}

function withoutDuplicates(ordered: readonly PromotionEvent[]): PromotionEvent[] {
  return ordered.filter((event, index) => event.id !== ordered[index - 1]?.id);
}

function foldOne(request: PromotionEvent, ordered: readonly PromotionEvent[], rules: FoldRules): Promotion {
  const later = ordered.filter((event) => event.request === request.id && event !== request && event.to === request.to);
  const closing = closingEvent(request, later, ordered);
  const present = closing ? presentOf(closing.evidence) : openPresent(request, later, rules.present);
  const approvedBy = countedApprovals(request, later, rules.environment, present);
  return {
    id: request.id,
    model: request.model,
    version: request.version,
    from: request.from,
    to: request.to,
    requestedBy: request.by,
    requestedAt: request.at,
    state: closing ? stateAfter(closing) : openState(approvedBy, rules.environment),
    events: [request, ...later],
    approvedBy,
    ...(closing ? { closedBy: closing.by, closedAt: closing.at } : {}),
  };
}

function closingEvent(
  request: PromotionEvent,
  later: readonly PromotionEvent[],
  ordered: readonly PromotionEvent[],
): PromotionEvent | undefined {
  const applied = later.find((event) => event.type === "apply");
  const decided = later.find((event) => event.type === "reject" || event.type === "cancel");
  if (applied ?? decided) return applied ?? decided;
  return ordered.find((event) => event.type === "apply" && event.to === request.to && event.id > request.id);
}

function stateAfter(closing: PromotionEvent): PromotionState {
  if (closing.type === "apply") return "applied";
  return closing.type === "reject" ? "rejected" : "cancelled";
}

function openState(approvedBy: readonly string[], environment: Environment | undefined): PromotionState {
  return environment !== undefined && approvedBy.length >= environment.approvals ? "approved" : "requested";
}

function openPresent(request: PromotionEvent, later: readonly PromotionEvent[], present: Present | undefined): Present | undefined {
  if (present && present.incumbent !== request.version) return present;
  const approval = later.findLast((event) => event.type === "approve" && event.evidence !== undefined);
  return presentOf((approval ?? request).evidence);
}

function presentOf(evidence: Evidence | undefined): Present | undefined {
  return evidence && { incumbent: evidence.incumbent, gates: evidence.gates };
}

function countedApprovals(
  request: PromotionEvent,
  later: readonly PromotionEvent[],
  environment: Environment | undefined,
  present: Present | undefined,
): string[] {
  const people = new Map<string, string>();
  for (const event of later) {
    if (event.type !== "approve" || people.has(personKey(event.by))) continue;
    if (environment && approvalRefusal(environment, event.by, request.by) !== "") continue;
    if (present && !sameFacts(event.evidence, present)) continue;
    people.set(personKey(event.by), event.by);
  }
  return [...people.values()];
}

/** Was this evidence taken in the present situation: the same incumbent, the same gates, the same results? */
export function sameFacts(evidence: Evidence | undefined, present: Present): boolean {
  if (evidence === undefined || evidence.incumbent !== present.incumbent || evidence.gates.length !== present.gates.length) return false;
  const states = new Map(evidence.gates.map((gate) => [gate.id, gate.state]));
  return present.gates.every((gate) => states.get(gate.id) === gate.state);
}

import { eventKey, inOrder } from "./events.ts";
import { approvalRefusal, samePerson } from "./policy.ts";
import type { BrokenEvent, Environment, Evidence, GateState, Promotion, PromotionEvent, PromotionState } from "./types.ts";

/** How things stand now, for deciding whether an approval still counts. */
export interface FoldPresent {
  readonly incumbent: string | null;
  readonly gates: readonly { readonly id: string; readonly state: GateState }[];
}

/** What the fold must know about an environment. */
export interface FoldRules {
  /** Absent: the policy does not know it (any more); then a promotion there is never approved. */
  readonly environment?: Environment;
  /** Absent: not looked up; then the newest approval's evidence is taken for it. */
  readonly present?: FoldPresent;
}

export interface Folded {
  /** Newest request first. */
  readonly promotions: readonly Promotion[];
  /** Events that belong to no promotion: shown, and without effect. */
  readonly orphans: readonly BrokenEvent[];
}

/**
 * The promotions of one model version, computed from its events alone: any permutation, and any duplicates, give the same answer.
 * - A promotion is closed by its first `reject` or `cancel`, in the order of ids. An `apply` outranks both, because it records that the
 *   registry did change; the first one counts. It also closes older requests of the same version for the same environment that have no answer. A
 *   `rollback` after it records that the change was taken back.
 * - An approval counts when the policy lets that person approve and its evidence is that of the present: the same incumbent, the same
 *   gates with the same results; of one person the last approval speaks. Once closed, the evidence of the closing event is the present. Where the version already is the
 *   incumbent (applied, but the event was not written) the evidence of the newest approval is.
 */
export function foldVersion(events: readonly PromotionEvent[], rulesOf: (to: string) => FoldRules): Folded {
  const ordered = withoutDuplicates([...events].sort(inOrder));
  const requests = new Map(ordered.filter((event) => event.type === "request").map((request) => [request.id, request]));
  const strayed = ordered.map((event) => ({ event, why: whyStray(event, requests.get(event.request)) }));
  const orphans = strayed.filter(({ why }) => why !== "").map(({ event, why }) => ({ key: eventKey(event), why }));
  const belonging = strayed.filter(({ why }) => why === "").map(({ event }) => event);
  const promotions = [...requests.values()].map((request) => foldOne(request, belonging, rulesOf(request.to)));
  return { promotions: promotions.reverse(), orphans };
}

/** Why an event belongs to no promotion; empty when it does. Nobody can answer what was not asked, or not asked yet. */
function whyStray(event: PromotionEvent, request: PromotionEvent | undefined): string {
  if (request === undefined) return "its request is not here";
  if (event.id < request.id) return "it is older than its request";
  return event.to === request.to ? "" : "its request is for another environment";
}

function withoutDuplicates(ordered: readonly PromotionEvent[]): PromotionEvent[] {
  return ordered.filter((event, index) => event.id !== ordered[index - 1]?.id);
}

/** `belonging`: the events of all promotions of the version, in order. */
function foldOne(request: PromotionEvent, belonging: readonly PromotionEvent[], rules: FoldRules): Promotion {
  const own = belonging.filter((event) => event.request === request.id);
  const closing = closingEvent(request, own, belonging);
  const undone = closing?.type === "apply" ? rollbackOf(closing, belonging) : undefined;
  const present = closing ? evidencePresent(closing.evidence) : openPresent(request, own, rules.present);
  const approvedBy = countedApprovals(request, own, rules.environment, present);
  return {
    id: request.id,
    model: request.model,
    version: request.version,
    from: request.from,
    to: request.to,
    requestedBy: request.by,
    requestedAt: request.at,
    state: closing ? stateAfter(undone ?? closing) : openState(approvedBy, rules.environment),
    events: own,
    approvedBy,
    ...closedOf(undone ?? closing),
  };
}

function closedOf(closing: PromotionEvent | undefined): Pick<Promotion, "closedBy" | "closedAt"> {
  return closing ? { closedBy: closing.by, closedAt: closing.at } : {};
}

/** The event that took a move back. */
function rollbackOf(applied: PromotionEvent, belonging: readonly PromotionEvent[]): PromotionEvent | undefined {
  return belonging.find((event) => event.type === "rollback" && event.id > applied.id && event.request === applied.request);
}

function closingEvent(
  request: PromotionEvent,
  own: readonly PromotionEvent[],
  belonging: readonly PromotionEvent[],
): PromotionEvent | undefined {
  const applied = own.find((event) => event.type === "apply");
  const decided = own.find((event) => event.type === "reject" || event.type === "cancel");
  if (applied ?? decided) return applied ?? decided;
  return belonging.find((event) => event.type === "apply" && event.to === request.to && event.id > request.id);
}

function stateAfter(closing: PromotionEvent): PromotionState {
  if (closing.type === "apply") return "applied";
  if (closing.type === "rollback") return "rolledBack";
  return closing.type === "reject" ? "rejected" : "cancelled";
}

function openState(approvedBy: readonly string[], environment: Environment | undefined): PromotionState {
  return environment !== undefined && approvedBy.length >= environment.approvals ? "approved" : "requested";
}

function openPresent(request: PromotionEvent, own: readonly PromotionEvent[], present: FoldPresent | undefined): FoldPresent | undefined {
  if (present && present.incumbent !== request.version) return present;
  const approval = own.findLast((event) => event.type === "approve" && event.evidence !== undefined);
  return evidencePresent((approval ?? request).evidence);
}

function evidencePresent(evidence: Evidence | undefined): FoldPresent | undefined {
  return evidence && { incumbent: evidence.incumbent, gates: evidence.gates };
}

function countedApprovals(
  request: PromotionEvent,
  own: readonly PromotionEvent[],
  environment: Environment | undefined,
  present: FoldPresent | undefined,
): string[] {
  const approvals = own.filter((event) => event.type === "approve");
  const newest = approvals.filter((event) => event === approvals.findLast((other) => samePerson(other.by, event.by)));
  const counted = newest.filter(({ by, evidence }) => {
    const may = environment === undefined || approvalRefusal(environment, by, request.by) === "";
    return may && evidence !== undefined && (present === undefined || sameFacts(evidence, present));
  });
  // As each of them spelled it first.
  return counted.map(({ by }) => approvals.find((other) => samePerson(other.by, by))?.by ?? by);
}

/** Was this evidence taken in the present situation: the same incumbent, the same gates, the same results? */
export function sameFacts(evidence: Evidence, present: FoldPresent): boolean {
  if (evidence.incumbent !== present.incumbent || evidence.gates.length !== present.gates.length) return false;
  const states = new Map(evidence.gates.map((gate) => [gate.id, gate.state]));
  return present.gates.every((gate) => states.get(gate.id) === gate.state);
}

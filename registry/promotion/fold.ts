import { inOrder } from "./events.ts";
import { approvalRefusal, personKey } from "./policy.ts";
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
  /** Events whose request is not among the events. */
  readonly orphans: readonly BrokenEvent[];
}

/**
 * The promotions of one model version, computed from its events alone: any permutation, and any duplicates, give the same answer.
 * - A promotion is closed by its first `reject` or `cancel`, in the order of ids. An `apply` outranks both, because it records that the
 *   registry did change; the first one counts. It also closes older requests of the same version for the same environment. A `rollback`
 *   after it records that the change was taken back.
 * - An approval counts when the policy lets that person approve and its evidence is that of the present: the same incumbent, the same
 *   gates with the same results; of one person the last approval speaks. Once closed, the evidence of the closing event is the present. Where the version already is the
 *   incumbent (applied, but the event was not written) the evidence of the newest approval is.
 */
export function foldVersion(events: readonly PromotionEvent[], rulesOf: (to: string) => FoldRules): Folded {
  const ordered = withoutDuplicates([...events].sort(inOrder));
  const requests = ordered.filter((event) => event.type === "request");
  const known = new Set(requests.map((request) => request.id));
  const orphans = ordered.flatMap((event) => {
    const why = known.has(event.request) ? tooEarly(event) : "its request is not here";
    return why === "" ? [] : [{ key: `slipway.promotion.${event.id}.${event.type}`, why }];
  });
  const promotions = requests.map((request) => foldOne(request, ordered, rulesOf(request.to)));
  return { promotions: promotions.reverse(), orphans };
}

/** Nobody can answer what was not asked yet: such an event was made up, or written against the format. */
function tooEarly(event: PromotionEvent): string {
  return event.id < event.request ? "it is older than its request" : "";
}

function withoutDuplicates(ordered: readonly PromotionEvent[]): PromotionEvent[] {
  return ordered.filter((event, index) => event.id !== ordered[index - 1]?.id);
}

function foldOne(request: PromotionEvent, ordered: readonly PromotionEvent[], rules: FoldRules): Promotion {
  const later = ordered.filter((event) => event.request === request.id && event.id > request.id && event.to === request.to);
  const closing = closingEvent(request, later, ordered);
  const undone = closing?.type === "apply" ? rollbackOf(closing, later) : undefined;
  const present = closing ? evidencePresent(closing.evidence) : openPresent(request, later, rules.present);
  const approvedBy = countedApprovals(request, later, rules.environment, present);
  return {
    id: request.id,
    model: request.model,
    version: request.version,
    from: request.from,
    to: request.to,
    requestedBy: request.by,
    requestedAt: request.at,
    state: closing ? stateAfter(undone ?? closing) : openState(approvedBy, rules.environment),
    events: [request, ...later],
    approvedBy,
    ...closedOf(undone ?? closing),
  };
}

function closedOf(closing: PromotionEvent | undefined): Pick<Promotion, "closedBy" | "closedAt"> {
  return closing ? { closedBy: closing.by, closedAt: closing.at } : {};
}

/** The event that took this promotion's own move back. */
function rollbackOf(applied: PromotionEvent, later: readonly PromotionEvent[]): PromotionEvent | undefined {
  return later.find((event) => event.type === "rollback" && event.id > applied.id && event.request === applied.request);
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
  if (closing.type === "rollback") return "rolledBack";
  return closing.type === "reject" ? "rejected" : "cancelled";
}

function openState(approvedBy: readonly string[], environment: Environment | undefined): PromotionState {
  return environment !== undefined && approvedBy.length >= environment.approvals ? "approved" : "requested";
}

function openPresent(request: PromotionEvent, later: readonly PromotionEvent[], present: FoldPresent | undefined): FoldPresent | undefined {
  if (present && present.incumbent !== request.version) return present;
  const approval = later.findLast((event) => event.type === "approve" && event.evidence !== undefined);
  return evidencePresent((approval ?? request).evidence);
}

function evidencePresent(evidence: Evidence | undefined): FoldPresent | undefined {
  return evidence && { incumbent: evidence.incumbent, gates: evidence.gates };
}

function countedApprovals(
  request: PromotionEvent,
  later: readonly PromotionEvent[],
  environment: Environment | undefined,
  present: FoldPresent | undefined,
): string[] {
  const approvals = later.filter((event) => event.type === "approve");
  const people = new Map(approvals.toReversed().map((event) => [personKey(event.by), event.by]));
  return [...people].toReversed().flatMap(([key, name]) => {
    const last = approvals.findLast((event) => personKey(event.by) === key);
    const may = environment === undefined || approvalRefusal(environment, name, request.by) === "";
    return may && (present === undefined || sameFacts(last?.evidence, present)) ? [name] : [];
  });
}

/** Was this evidence taken in the present situation: the same incumbent, the same gates, the same results? */
export function sameFacts(evidence: Evidence | undefined, present: FoldPresent): boolean {
  if (evidence === undefined || evidence.incumbent !== present.incumbent || evidence.gates.length !== present.gates.length) return false;
  const states = new Map(evidence.gates.map((gate) => [gate.id, gate.state]));
  return present.gates.every((gate) => states.get(gate.id) === gate.state);
}

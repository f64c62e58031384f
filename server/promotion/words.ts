import type { PromotionPage } from "#protocol/views/promotion.ts";
import type { Registry } from "#registry/api.ts";
import { shortName } from "#registry/model/person.ts";
import { marker } from "#registry/promotion/ladder.ts";
import { listPeople, possibleApprovers, samePerson } from "#registry/promotion/policy.ts";
import type { PromotionEvent } from "#registry/promotion/types.ts";
import { canAsk, isDraft, isThereUnasked, missingApprovals, type View, waitsForReader } from "./reader.ts";

/** The words of the page's head: state, consequence, steps, foot. */

export function pill(view: View): PromotionPage["pill"] {
  const waits = waitsForReader(view);
  return { text: waits ? "Waiting for you" : pillText(view), waitsForReader: waits };
}

function pillText(view: View): string {
  const { promotion, facts } = view;
  if (isThereUnasked(view)) return `In ${facts.environment.name}`;
  if (promotion === undefined || isDraft(view)) return "Not requested yet";
  switch (promotion.state) {
    case "requested":
      return `Waiting for ${waitingFor(view)}`;
    case "approved":
      return facts.environment.apply === "ci" ? "Approved, waits for CI" : "Approved, not applied yet";
    case "applied":
      return "Applied";
    case "rejected":
      return promotion.closedBy ? `Rejected by ${shortName(promotion.closedBy)}` : "Rejected";
    case "cancelled":
      return "Cancelled";
    case "rolledBack":
      return promotion.closedBy ? `Taken back by ${shortName(promotion.closedBy)}` : "Taken back";
  }
}

/** Who could give the missing approval: `bruno`, `5 people`, `someone else`. */
function waitingFor(view: View): string {
  const { promotion, facts } = view;
  const requester = promotion?.requestedBy ?? view.me;
  const people = possibleApprovers(facts.environment, requester);
  if (people === undefined) return facts.environment.selfApproval ? "an approval" : "someone else";
  const left = people.filter((person) => !promotion?.approvedBy.some((approver) => samePerson(approver, person)));
  return left.length === 0 ? "nobody" : listPeople(left);
}

type Part = PromotionPage["consequence"][number];
const plain = (text: string): Part => ({ text, style: "plain" });
const strong = (text: string): Part => ({ text, style: "strong" });

/** `Moves @champion from v12 to v13. @challenger stays on v13.`; of what was applied that it moved it, of what was refused that it would have. */
export function consequence(view: View): Part[] {
  const { facts, promotion } = view;
  const { environment, version } = facts;
  const to = `v${version.version}`;
  const isHere = facts.incumbentVersion === version.version;
  if (isThereUnasked(view)) {
    const mark =
      environment.alias === undefined
        ? [plain(" is in the stage "), strong(environment.stage ?? "")]
        : [plain(" is "), strong(marker(environment))];
    return [strong(to), ...mark, plain(". It came there without a promotion.")];
  }
  const tense = isHere ? "done" : isClosed(view) ? "refused" : "asked";
  const from = isHere ? (facts.incumbent?.version ?? null) : facts.incumbentVersion;
  if (environment.alias === undefined) {
    if (environment.stage === undefined) return [plain(`Nothing marks the versions that are in ${environment.name}.`)];
    const head = [plain(moves[tense]), strong(to), plain(" into the stage "), strong(environment.stage)];
    return from === null ? [...head, plain(".")] : [...head, plain("; "), strong(`v${from}`), plain(archives[tense])];
  }
  const alias = strong(`@${environment.alias}`);
  const head =
    from === null
      ? [plain(sets[tense]), alias, plain(" on "), strong(to), plain(".")]
      : [plain(moves[tense]), alias, plain(" from "), strong(`v${from}`), plain(" to "), strong(to), plain(".")];
  const muted = formerMove(view) || otherAliases(view);
  return muted === "" || promotion?.state === "applied" ? head : [...head, { text: ` ${muted}`, style: "muted" }];
}

const moves = { asked: "Moves ", done: "Moved ", refused: "Would have moved " };
const sets = { asked: "Sets ", done: "Set ", refused: "Would have set " };
const archives = { asked: " is archived.", done: " was archived.", refused: " would have been archived." };

/** Rejected, or called off. */
function isClosed({ promotion }: View): boolean {
  return promotion?.state === "rejected" || promotion?.state === "cancelled";
}

function formerMove(view: View): string {
  const asked = view.promotion?.events[0]?.evidence;
  if (view.changes.length === 0 || asked === undefined || view.promotion === undefined) return "";
  if (asked.incumbent === view.facts.incumbentVersion) return "";
  const who = shortName(view.promotion.requestedBy);
  return asked.incumbent === null ? `When ${who} asked nothing was there.` : `When ${who} asked it was from v${asked.incumbent}.`;
}

function otherAliases(view: View): string {
  const { environment, version } = view.facts;
  const others = version.aliases.filter((alias) => alias !== environment.alias).map((alias) => `@${alias}`);
  if (others.length === 0) return "";
  return `${others.join(", ")} ${others.length === 1 ? "stays" : "stay"} on v${version.version}.`;
}

/** Requested, Approved n of m, Applied. Without approvals in the policy the middle one is left out. */
export function steps(view: View): PromotionPage["steps"] {
  const { promotion, facts } = view;
  if (isThereUnasked(view)) return [{ title: `In ${facts.environment.name}`, note: "without a promotion", state: "done" }];
  const closed = isClosed(view);
  const asking = canAsk(view) && !closed;
  const request = asking ? undefined : promotion?.events[0];
  const first = {
    title: "Requested",
    ...(request ? byAt(request) : { note: "waits for you" }),
    state: request ? "done" : "current",
  } as const;
  if (closed) return [first, closedStep(view)];
  const approve = facts.environment.approvals > 0 ? [approvalStep(view, request !== undefined)] : [];
  return [first, ...approve, applyStep(view, request !== undefined)];
}

function closedStep(view: View): PromotionPage["steps"][number] {
  const { promotion } = view;
  const event = promotion?.events.find((item) => item.type === "reject" || item.type === "cancel");
  return { title: promotion?.state === "rejected" ? "Rejected" : "Cancelled", ...(event ? byAt(event) : { note: "" }), state: "current" };
}

function approvalStep(view: View, requested: boolean): PromotionPage["steps"][number] {
  const { approvals } = view.facts.environment;
  const given = requested ? (view.promotion?.approvedBy ?? []) : [];
  const title = `Approved ${Math.min(given.length, approvals)} of ${approvals}`;
  if (!requested) return { title, note: `asks ${waitingFor({ ...withoutPromotion(view) })}`, state: "todo" };
  if (view.promotion?.state !== "requested") return { title, note: given.length > 0 ? `by ${listPeople(given)}` : "", state: "done" };
  return { title, note: `waits for ${waitsForReader(view) ? "you" : waitingFor(view)}`, state: "current" };
}

function withoutPromotion(view: View): View {
  const { promotion: _, ...rest } = view;
  return rest;
}

function applyStep(view: View, requested: boolean): PromotionPage["steps"][number] {
  const { promotion, facts } = view;
  const applied = requested ? promotion?.events.find((event) => event.type === "apply") : undefined;
  if (requested && promotion?.state === "applied") return { title: "Applied", ...(applied ? byAt(applied) : { note: "" }), state: "done" };
  const isNext = requested && promotion?.state === "approved";
  return { title: "Applied", note: isNext && facts.environment.apply === "ci" ? "waits for CI" : "", state: isNext ? "current" : "todo" };
}

function byAt(event: PromotionEvent): { readonly note: string; readonly at: number } {
  return { note: `by ${shortName(event.by)}`, at: event.at };
}

/** Who asks and decides in words that the line beside the buttons uses. */
export function askedPeople(view: View): string {
  return waitingFor(withoutPromotion(view));
}

/** Who else can move the mark: nothing here can keep them from it. */
export function enforcement(view: View, registry: Registry): string {
  const mark = view.facts.environment.alias === undefined ? `the stage ${marker(view.facts.environment)}` : marker(view.facts.environment);
  if (!registry.source.shared) return `Anyone who can write ${registry.source.label} can also move ${mark} by hand.`;
  return `On this server anyone who may edit the model can also move ${mark} by hand.`;
}

/** Sentence under the request button: who is asked, and that nothing moves. */
export function requestLine(view: View): string {
  const { environment } = view.facts;
  if (environment.approvals > 0) return `Asks ${askedPeople(view)}. Nothing moves yet.`;
  if (environment.apply === "onApproval") return `The policy asks for no approval: ${movesAtOnce(view)}.`;
  return environment.apply === "ci" ? "Nothing moves yet; CI applies it." : "Nothing moves yet; Apply does.";
}

function movesAtOnce({ facts: { environment, version } }: View): string {
  return environment.alias === undefined
    ? `v${version.version} moves into ${marker(environment)} at once`
    : `${marker(environment)} moves at once`;
}

/** Sentence under the approve button. */
export function approveLine(view: View): string {
  const { environment, incumbentVersion, version } = view.facts;
  if (view.changes.length > 0) {
    const pair = incumbentVersion === null ? `v${version.version}` : `v${incumbentVersion} → v${version.version}`;
    return `Your decision counts for ${pair}.`;
  }
  const missing = missingApprovals(view);
  if (missing > 1)
    return missing === 2 ? "After yours one more approval is needed." : `After yours ${missing - 1} more approvals are needed.`;
  if (environment.apply === "onApproval" && environment.alias === undefined)
    return `Moves v${version.version} into ${marker(environment)} at once.`;
  if (environment.apply === "onApproval") return `Moves ${marker(environment)} to v${version.version} at once.`;
  return environment.apply === "ci" ? "Approving moves nothing yet; CI applies it." : "Approving moves nothing yet; Apply does.";
}

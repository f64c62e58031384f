import { RegistryError } from "../model/errors.ts";
import { shortName } from "../model/person.ts";
import { encodeEvent } from "./events.ts";
import { evidenceOf, type FactSource, type PromotionFacts, readFacts } from "./facts.ts";
import { environmentOf, type Move, planMove } from "./ladder.ts";
import { samePerson } from "./policy.ts";
import { isOpen, promotionName, refuseNobody, refuseUnlessMayDecide, refuseWithoutReason, requestRefusal } from "./refusals.ts";
import type { EventType, Promotion, PromotionEvent } from "./types.ts";
import { type Clock, newUlid, ulidTime } from "./ulid.ts";

/** Who acts, on what, with whose clock. */
export interface ActContext extends FactSource, Clock {
  /** `user.email` of Git; empty refuses every act. */
  readonly me: string;
  /** This is the CI that `apply: ci` speaks of. */
  readonly ci?: boolean;
}

export interface ActInput {
  readonly model: string;
  readonly version: string;
  readonly to: string;
  /** May be empty where no comment is needed. */
  readonly comment: string;
  /** Incumbent that the person saw (null: none). When it is another one now, nothing is written. Undefined: nobody looked before. */
  readonly seenIncumbent?: string | null;
  /** Which request; without it the oldest open one of this version for this environment. */
  readonly promotionId?: string;
}

export interface ActResult {
  /** False: the incumbent is no longer the one that was seen, or an approval lapsed; nothing was written. */
  readonly done: boolean;
  /** This act moved the mark, or completed a move that had been interrupted. */
  readonly applied: boolean;
  /** Read after the act. */
  readonly facts: PromotionFacts;
  /** The promotion acted on, as the registry has it now. */
  readonly promotion?: Promotion;
}

/**
 * Asks for a promotion. Where the policy asks for no approval and applies `onApproval`, it is applied in the same act.
 * Like every act here it reads the facts afresh, refuses with a `RegistryError` that says why (`forbidden`, `conflict`, `invalid`),
 * writes, reads again and returns what the registry then holds.
 */
export async function request(context: ActContext, input: ActInput, signal: AbortSignal): Promise<ActResult> {
  const facts = await readFacts(context, input, signal);
  refuseNobody(context.me);
  if (hasMoved(facts, input)) return unchanged(facts, input);
  const refusal = requestRefusal(facts, context.me);
  if (refusal) throw refusal;
  refuseWithoutReason(facts, input.comment, "request");
  const event = draftEvent(context, facts, "request", undefined, input.comment);
  await writeEvent(context, facts, { ...event, request: event.id }, signal);
  return applyIfApproved(context, { ...input, promotionId: event.id }, signal);
}

/** Approves. The last approval needed applies at once where the policy says `onApproval`. */
export async function approve(context: ActContext, input: ActInput, signal: AbortSignal): Promise<ActResult> {
  const facts = await readFacts(context, input, signal);
  refuseNobody(context.me);
  const promotion = openPromotion(facts, input);
  if (hasMoved(facts, input)) return unchanged(facts, input);
  refuseUnlessMayDecide(facts, promotion, context.me);
  refuseWithoutReason(facts, input.comment, "approve");
  if (!promotion.approvedBy.some((person) => samePerson(person, context.me))) {
    await writeEvent(context, facts, draftEvent(context, facts, "approve", promotion, input.comment), signal);
  }
  return applyIfApproved(context, { ...input, promotionId: promotion.id }, signal);
}

/** Rejects; a comment says why. */
export async function reject(context: ActContext, input: ActInput, signal: AbortSignal): Promise<ActResult> {
  const facts = await readFacts(context, input, signal);
  refuseNobody(context.me);
  const promotion = openPromotion(facts, input);
  refuseUnlessMayDecide(facts, promotion, context.me);
  if (input.comment.trim() === "") throw new RegistryError("invalid", "A rejection needs a reason.", "Say in the comment what is missing.");
  if (facts.incumbentVersion === input.version) {
    throw new RegistryError(
      "conflict",
      `v${input.version} already is in ${input.to}.`,
      "Apply finishes the record; then promote another version.",
    );
  }
  await writeEvent(context, facts, draftEvent(context, facts, "reject", promotion, input.comment), signal);
  return settled(context, { ...input, promotionId: promotion.id }, false, signal);
}

/** Takes a request back; only who made it can. */
export async function cancel(context: ActContext, input: ActInput, signal: AbortSignal): Promise<ActResult> {
  const facts = await readFacts(context, input, signal);
  refuseNobody(context.me);
  const promotion = openPromotion(facts, input);
  if (!samePerson(promotion.requestedBy, context.me)) {
    throw new RegistryError("forbidden", `${shortName(promotion.requestedBy)} made this request.`, "Reject it, or ask them to cancel it.");
  }
  await writeEvent(context, facts, draftEvent(context, facts, "cancel", promotion, input.comment), signal);
  return settled(context, { ...input, promotionId: promotion.id }, false, signal);
}

/** Adds a comment, also to a promotion that is closed. */
export async function comment(context: ActContext, input: ActInput, signal: AbortSignal): Promise<ActResult> {
  const facts = await readFacts(context, input, signal);
  refuseNobody(context.me);
  const promotion = findPromotion(facts, input) ?? facts.promotions.find((item) => item.to === input.to);
  if (promotion === undefined) throw noRequest(input);
  if (input.comment.trim() === "") throw new RegistryError("invalid", "The comment is empty.", "Write something, or leave it.");
  await writeEvent(context, facts, draftEvent(context, facts, "comment", promotion, input.comment), signal);
  return settled(context, { ...input, promotionId: promotion.id }, false, signal);
}

/**
 * Carries out what is approved: moves the alias or stage, then writes the event. When the mark is already there (someone was
 * interrupted between the two), only the event is written.
 */
export async function apply(context: ActContext, input: ActInput, signal: AbortSignal): Promise<ActResult> {
  const facts = await readFacts(context, input, signal);
  refuseNobody(context.me);
  const promotion = openPromotion(facts, input);
  if (hasMoved(facts, input)) return unchanged(facts, input);
  if (facts.environment.apply === "ci" && !context.ci) {
    throw new RegistryError("forbidden", `The policy lets only CI apply to ${input.to}.`, "CI runs: slipway promote apply.");
  }
  if (promotion.state !== "approved") {
    if (promotion.events.some((event) => event.type === "approve")) return unchanged(facts, input);
    throw new RegistryError("conflict", `${promotionName(input)} is not approved.`, "Ask someone who may to approve it.");
  }
  return carryOut(context, facts, promotion, input, signal);
}

/** The request that `input` means: the named one, else the oldest open one for the environment. */
function findPromotion(facts: PromotionFacts, input: ActInput): Promotion | undefined {
  if (input.promotionId !== undefined) return facts.promotions.find((promotion) => promotion.id === input.promotionId);
  return facts.promotions.findLast((promotion) => promotion.to === input.to && isOpen(promotion));
}

function openPromotion(facts: PromotionFacts, input: ActInput): Promotion {
  const promotion = findPromotion(facts, input);
  if (promotion === undefined) throw noRequest(input);
  if (!isOpen(promotion)) {
    const by = promotion.closedBy ? ` by ${shortName(promotion.closedBy)}` : "";
    throw new RegistryError(
      "conflict",
      `${promotionName(input)} is already ${promotion.state}${by}.`,
      "Look at its history; a new request can be made.",
    );
  }
  return promotion;
}

function noRequest(input: ActInput): RegistryError {
  return new RegistryError("notFound", `Nobody asked for ${promotionName(input)}.`, "Request the promotion first.");
}

function hasMoved(facts: PromotionFacts, input: ActInput): boolean {
  return input.seenIncumbent !== undefined && input.seenIncumbent !== facts.incumbentVersion;
}

function unchanged(facts: PromotionFacts, input: ActInput): ActResult {
  return { done: false, applied: false, facts, ...optionalPromotion(findPromotion(facts, input)) };
}

function optionalPromotion(promotion: Promotion | undefined): { promotion?: Promotion } {
  return promotion ? { promotion } : {};
}

/** After a request or an approval: applies when nothing is missing and the policy does not keep that for later. */
async function applyIfApproved(context: ActContext, input: ActInput, signal: AbortSignal): Promise<ActResult> {
  const facts = await readFacts(context, input, signal);
  const promotion = findPromotion(facts, input);
  if (promotion?.state === "approved" && facts.environment.apply === "onApproval") {
    return carryOut(context, facts, promotion, input, signal);
  }
  return { done: true, applied: false, facts, ...optionalPromotion(promotion) };
}

/** The mark moves first and the event follows: an event without a move would be a lie, a move without an event can be completed. */
async function carryOut(
  context: ActContext,
  facts: PromotionFacts,
  promotion: Promotion,
  input: ActInput,
  signal: AbortSignal,
): Promise<ActResult> {
  const move = planMove(context.policy, facts.standing, input.version, input.to);
  if (move === undefined)
    throw new RegistryError(
      "invalid",
      `Nothing marks the versions that are in ${input.to}.`,
      "Give it an alias or a stage in slipway.yaml.",
    );
  if (move.from !== input.version) await carryOutMove(context, input.model, move, signal);
  const event = draftEvent(context, facts, "apply", promotion, "");
  const evidence = move.from === input.version ? promotion.events.findLast((item) => item.evidence)?.evidence : event.evidence;
  await writeEvent(context, facts, { ...event, ...(evidence ? { evidence } : {}) }, signal);
  return settled(context, { ...input, promotionId: promotion.id }, true, signal);
}

function carryOutMove(context: ActContext, model: string, move: Move, signal: AbortSignal): Promise<void> {
  if (move.kind === "alias") return context.registry.setAlias(model, move.name, move.to, signal);
  return context.registry.setStage(model, move.to, move.name, signal);
}

async function settled(context: ActContext, input: ActInput, applied: boolean, signal: AbortSignal): Promise<ActResult> {
  const facts = await readFacts(context, input, signal);
  return { done: true, applied, facts, ...optionalPromotion(findPromotion(facts, input)) };
}

/** Further ahead than this no clock is trusted: such an id does not push the next ones into the future. */
const largestSkew = 24 * 60 * 60 * 1000;

function draftEvent(
  context: ActContext,
  facts: PromotionFacts,
  type: EventType,
  promotion: Promotion | undefined,
  text: string,
): PromotionEvent {
  const now = context.now();
  const ids = facts.promotions
    .flatMap((promotion) => promotion.events.map((event) => event.id))
    .filter((id) => ulidTime(id) < now + largestSkew);
  const decides = type !== "comment" && type !== "cancel";
  return {
    id: newUlid(context, ids.sort().at(-1)),
    type,
    request: promotion?.id ?? "",
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

async function writeEvent(context: ActContext, facts: PromotionFacts, event: PromotionEvent, signal: AbortSignal): Promise<void> {
  const tag = encodeEvent(event);
  await context.registry.setVersionTag(facts.model.name, facts.version.version, tag.key, tag.value, signal);
}

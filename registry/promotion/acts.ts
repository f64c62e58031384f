import { RegistryError } from "../model/errors.ts";
import { shortName } from "../model/person.ts";
import { type PromotionFacts, presentOf, readFacts } from "./facts.ts";
import { planMove } from "./ladder.ts";
import { moveMark } from "./moveMark.ts";
import { samePerson } from "./policy.ts";
import { giveWayToOthers, oneAfterAnother } from "./raced.ts";
import { type ActContext, draftEvent } from "./record.ts";
import {
  isOpen,
  nothingMarks,
  promotionName,
  refuseNobody,
  refuseUnlessMayDecide,
  refuseWhenMoved,
  refuseWithoutReason,
  requestRefusal,
} from "./refusals.ts";
import { changesSince, readSeen, type Seen, type SeenChange, seenToken } from "./seen.ts";
import type { Promotion, PromotionEvent } from "./types.ts";

export interface ActInput {
  readonly model: string;
  readonly version: string;
  readonly to: string;
  /** May be empty where no comment is needed. */
  readonly comment: string;
  /** What the person saw (`seenToken`, or the evidence of an event). Where any of it is no longer true nothing is written. Undefined: nobody looked before. */
  readonly seen?: Seen;
  /** Which request; without it the oldest open one of this version for this environment. */
  readonly promotionId?: string;
}

export interface ActResult {
  /** False: something is no longer as it was seen, or an approval lapsed; nothing was written. */
  readonly done: boolean;
  /** What is no longer as it was seen; empty when nothing was compared, or only an approval lapsed. */
  readonly changes: readonly SeenChange[];
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
export function request(context: ActContext, input: ActInput, signal: AbortSignal): Promise<ActResult> {
  return act(context, input, signal, async (facts) => {
    const refusal = requestRefusal(facts, context.me);
    if (refusal) throw refusal;
    refuseWithoutReason(facts, input.comment, "request");
    const event = draftEvent(context, facts, "request", undefined, input.comment);
    await context.log.append(event, signal);
    await giveWayToOthers(context, event, signal);
    return applyIfApproved(context, { ...input, promotionId: event.id }, facts, signal);
  });
}

/** Approves. The last approval needed applies at once where the policy says `onApproval`. */
export function approve(context: ActContext, input: ActInput, signal: AbortSignal): Promise<ActResult> {
  return act(context, input, signal, async (facts) => {
    const promotion = openPromotion(facts, input);
    refuseUnlessMayDecide(facts, promotion, context.me);
    refuseWithoutReason(facts, input.comment, "approve");
    if (!promotion.approvedBy.some((person) => samePerson(person, context.me))) {
      await context.log.append(draftEvent(context, facts, "approve", promotion, input.comment), signal);
    }
    return applyIfApproved(context, { ...input, promotionId: promotion.id }, facts, signal);
  });
}

/** Rejects; a comment says why. */
export function reject(context: ActContext, input: ActInput, signal: AbortSignal): Promise<ActResult> {
  return act(context, input, signal, async (facts) => {
    const promotion = openPromotion(facts, input);
    refuseUnlessMayDecide(facts, promotion, context.me);
    if (input.comment.trim() === "") {
      throw new RegistryError("invalid", "A rejection needs a reason.", "Say in the comment what is missing.");
    }
    refuseWhenMoved(facts, promotion);
    return written(context, draftEvent(context, facts, "reject", promotion, input.comment), input, signal);
  });
}

/** Takes a request back; only who made it can. */
export function cancel(context: ActContext, input: ActInput, signal: AbortSignal): Promise<ActResult> {
  return act(context, input, signal, async (facts) => {
    const promotion = openPromotion(facts, input);
    if (!samePerson(promotion.requestedBy, context.me)) {
      const who = shortName(promotion.requestedBy);
      throw new RegistryError("forbidden", `${who} made this request.`, "Reject it, or ask them to cancel it.");
    }
    refuseWhenMoved(facts, promotion);
    return written(context, draftEvent(context, facts, "cancel", promotion, input.comment), input, signal);
  });
}

/** Adds a comment, also to a promotion that is closed. */
export function comment(context: ActContext, input: ActInput, signal: AbortSignal): Promise<ActResult> {
  return act(context, input, signal, async (facts) => {
    const promotion = findPromotion(facts, input) ?? facts.promotions.find((item) => item.to === input.to);
    if (promotion === undefined) throw noRequest(input);
    if (input.comment.trim() === "") throw new RegistryError("invalid", "The comment is empty.", "Write something, or leave it.");
    return written(context, draftEvent(context, facts, "comment", promotion, input.comment), input, signal);
  });
}

/**
 * Carries out what is approved: moves the alias or stage, then writes the event. When the mark is already there (someone was
 * interrupted between the two), only the event is written.
 */
export function apply(context: ActContext, input: ActInput, signal: AbortSignal): Promise<ActResult> {
  const finish = async (facts: PromotionFacts): Promise<ActResult> => {
    const promotion = openPromotion(facts, input);
    if (facts.environment.apply === "ci" && !context.ci) {
      throw new RegistryError("forbidden", `The policy lets only CI apply to ${input.to}.`, "CI runs: slipway promote apply.");
    }
    if (promotion.state !== "approved") {
      if (promotion.events.some((event) => event.type === "approve")) return unchanged(facts, input, []);
      throw new RegistryError("conflict", `${promotionName(input)} is not approved.`, "Ask someone who may to approve it.");
    }
    return carryOut(context, facts, promotion, input, signal);
  };
  // Where the move was made and not recorded nothing is left to decide.
  return act(context, input, signal, finish, () => false);
}

/**
 * What all acts begin with: the facts of now, a name for who acts, and whether what was seen still is so. An event's author saw the version
 * outside the environment: where it came in since then, `stillCounts` says which changes count all the same.
 */
function act(
  context: ActContext,
  input: ActInput,
  signal: AbortSignal,
  work: (facts: PromotionFacts) => Promise<ActResult>,
  stillCounts: (change: SeenChange) => boolean = (change) => change.kind !== "incumbent",
): Promise<ActResult> {
  const name = JSON.stringify([input.model, input.version]);
  return oneAfterAnother(context.registry, name, () => actNow(context, input, signal, work, stillCounts));
}

async function actNow(
  context: ActContext,
  input: ActInput,
  signal: AbortSignal,
  work: (facts: PromotionFacts) => Promise<ActResult>,
  stillCounts: (change: SeenChange) => boolean,
): Promise<ActResult> {
  const facts = await readFacts(context, input, signal);
  refuseNobody(context.me);
  const { seen } = input;
  const all = seen === undefined ? [] : changesSince(seen, presentOf(facts));
  const changes = seen?.complete === false && facts.incumbentVersion === input.version ? all.filter(stillCounts) : all;
  return changes.length > 0 ? unchanged(facts, input, changes) : work(facts);
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

function unchanged(facts: PromotionFacts, input: ActInput, changes: readonly SeenChange[]): ActResult {
  return { done: false, changes, applied: false, facts, ...optionalPromotion(findPromotion(facts, input)) };
}

function optionalPromotion(promotion: Promotion | undefined): { promotion?: Promotion } {
  return promotion ? { promotion } : {};
}

/** After a request or an approval: applies when nothing is missing, nothing changed meanwhile, and the policy does not keep that for later. */
async function applyIfApproved(context: ActContext, input: ActInput, decided: PromotionFacts, signal: AbortSignal): Promise<ActResult> {
  const facts = await readFacts(context, input, signal);
  const promotion = findPromotion(facts, input);
  const same = changesSince(readSeen(seenToken(presentOf(decided))), presentOf(facts)).length === 0;
  if (same && promotion?.state === "approved" && facts.environment.apply === "onApproval") {
    return carryOut(context, facts, promotion, input, signal);
  }
  return { done: true, changes: [], applied: false, facts, ...optionalPromotion(promotion) };
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
  if (move === undefined) throw nothingMarks(facts.environment);
  if (move.from !== input.version) {
    await (context.log.move?.(promotion, move, signal) ?? moveMark(context.registry, input.model, move, signal));
  }
  const event = draftEvent(context, facts, "apply", promotion, "");
  const evidence = move.from === input.version ? promotion.events.findLast((item) => item.evidence)?.evidence : event.evidence;
  await context.log.append({ ...event, ...(evidence ? { evidence } : {}) }, signal);
  return settled(context, { ...input, promotionId: promotion.id }, true, signal);
}

async function written(context: ActContext, event: PromotionEvent, input: ActInput, signal: AbortSignal): Promise<ActResult> {
  await context.log.append(event, signal);
  return settled(context, { ...input, promotionId: event.request }, false, signal);
}

async function settled(context: ActContext, input: ActInput, applied: boolean, signal: AbortSignal): Promise<ActResult> {
  const facts = await readFacts(context, input, signal);
  return { done: true, changes: [], applied, facts, ...optionalPromotion(findPromotion(facts, input)) };
}

import type { Answer } from "#protocol/message.ts";
import type { ActKind, ActOutcome, ActParams, PromotionTarget, QuickRequestOutcome, UndoParams } from "#protocol/views/promotion.ts";
import { RegistryError } from "#registry/model/errors.ts";
import { type ActResult, apply, approve, cancel, comment, reject, request } from "#registry/promotion/acts.ts";
import { stoppedBy } from "#registry/promotion/changeText.ts";
import { worstGate } from "#registry/promotion/checkGates.ts";
import { presentOf, readFacts } from "#registry/promotion/facts.ts";
import { movedText } from "#registry/promotion/ladder.ts";
import { isRecordTag } from "#registry/promotion/log/logs.ts";
import { personKey } from "#registry/promotion/policy.ts";
import { promotionName, requestRefusal } from "#registry/promotion/refusals.ts";
import { readSeen, type Seen, seenToken } from "#registry/promotion/seen.ts";
import type { PromotionEvent } from "#registry/promotion/types.ts";
import { undo } from "#registry/promotion/undo.ts";
import { answer } from "../registry/answer.ts";
import { actContext, factSource, type PromotionContext } from "./context.ts";
import { buildPage, resolveTarget } from "./page.ts";
import { worseMetrics } from "./worse.ts";

const actOf: Readonly<Record<ActKind, typeof request>> = { request, approve, reject, comment, cancel, apply };

const pastTense: Readonly<Record<ActKind, string>> = {
  request: "Requested",
  approve: "Approved",
  reject: "Rejected",
  comment: "Commented on",
  cancel: "Cancelled",
  apply: "Applied",
};

/** Carries out what the reader pressed and answers with the page as the registry then has it. */
export function promotionAct(params: ActParams, context: PromotionContext, signal: AbortSignal): Promise<Answer<ActOutcome>> {
  return answer(
    async () => {
      const { target, act, promotionId } = params;
      const seen = readSeen(params.seen);
      const input = { ...target, comment: params.comment, seen, ...(promotionId === undefined ? {} : { promotionId }) };
      const result = await actOf[act](actContext(context), withoutRequest(act, input), signal);
      const page = await buildPage(target, context, signal, result.facts);
      return { done: result.done, page, message: messageOf(act, target, result, seen), applied: result.applied };
    },
    context.world.log,
    signal,
  );
}

/** A new request never refers to an older one that the page showed. */
function withoutRequest<T extends { readonly promotionId?: string }>(act: ActKind, input: T): Omit<T, "promotionId"> | T {
  if (act !== "request") return input;
  const { promotionId: _, ...rest } = input;
  return rest;
}

function messageOf(act: ActKind, target: Required<PromotionTarget>, result: ActResult, seen: Seen): string {
  if (!result.done) {
    const why = stoppedBy(result.changes, seen, result.facts);
    return why.length === 0 ? `Nothing was written: ${target.to} has changed.` : `Nothing was written. ${why.join(" ")}`;
  }
  const name = `${pastTense[act]} ${promotionName(target)}`;
  const moved = result.applied ? appliedMove(result) : undefined;
  return moved === undefined ? `${name}.` : `${name} and ${moved}.`;
}

/** What the `apply` just written moved, as it recorded it. */
function appliedMove({ promotion, facts }: ActResult): string | undefined {
  const applied = promotion?.events.findLast((event: PromotionEvent) => event.type === "apply");
  const { alias, stage } = facts.environment;
  const name = alias ?? stage;
  if (applied === undefined || name === undefined) return undefined;
  const from = applied.evidence?.incumbent ?? null;
  return movedText({ kind: alias === undefined ? "stage" : "alias", name, from, to: facts.version.version });
}

/**
 * The one click: requests at once when the next environment is clear, all gates pass, and the press moves nothing to a version that is
 * worse by a metric of this model's gates; otherwise the page has to be shown.
 */
export function quickRequest(
  target: PromotionTarget,
  context: PromotionContext,
  signal: AbortSignal,
): Promise<Answer<QuickRequestOutcome>> {
  return answer(
    async () => {
      const { to, clear } = await resolveTarget(target, context, signal);
      const full = { model: target.model, version: target.version, to };
      if (!clear || context.policyProblem !== undefined) return { made: false, target: clear ? full : target };
      const facts = await readFacts(factSource(context), full, signal);
      const { approvals, apply: when } = facts.environment;
      const atOnce = approvals === 0 && when === "onApproval";
      const isPlain =
        worstGate(facts.gates) === "pass" &&
        context.notWritable === undefined &&
        personKey(context.me) !== "" &&
        requestRefusal(facts, context.me) === undefined &&
        !(atOnce && worseMetrics(facts, context).length > 0);
      if (!isPlain) return { made: false, target: full };
      const seen = readSeen(seenToken(presentOf(facts)));
      const result = await request(actContext(context), { ...full, comment: "", seen }, signal);
      if (!result.done || result.promotion === undefined) return { made: false, target: full };
      const message = messageOf("request", full, result, seen);
      return { made: true, target: full, promotionId: result.promotion.id, message, applied: result.applied };
    },
    context.world.log,
    signal,
  );
}

/** Moves a mark back that the reader has just moved. */
export function undoApplied(params: UndoParams, context: PromotionContext, signal: AbortSignal): Promise<Answer<{ message: string }>> {
  return answer(
    async () => {
      const { target, promotionId } = params;
      const { move, to } = await undo(actContext(context), { ...target, promotionId }, signal);
      const moved = movedText({ ...move, from: target.version, to });
      return { message: `Undid ${promotionName(target)}: ${moved}.` };
    },
    context.world.log,
    signal,
  );
}

/** Sets a tag of a version, as `Set tag…` on the page asks. Tags of promotions cannot be set so. */
export function setTag(
  params: { readonly model: string; readonly version: string; readonly key: string; readonly value: string },
  context: PromotionContext,
  signal: AbortSignal,
): Promise<Answer<null>> {
  return answer(
    async () => {
      if (isRecordTag(params.key)) {
        throw new RegistryError("forbidden", `${params.key} is a record of a promotion.`, "Choose another tag.");
      }
      await context.registry.setVersionTag(params.model, params.version, params.key, params.value, signal);
      return null;
    },
    context.world.log,
    signal,
  );
}

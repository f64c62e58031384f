import type { Answer } from "#protocol/message.ts";
import type { ActKind, ActOutcome, ActParams, PromotionTarget, QuickRequestOutcome } from "#protocol/views/promotion.ts";
import { RegistryError } from "#registry/model/errors.ts";
import { type ActResult, apply, approve, cancel, comment, reject, request } from "#registry/promotion/acts.ts";
import { tagPrefix } from "#registry/promotion/events.ts";
import { readFacts } from "#registry/promotion/facts.ts";
import { worstGate } from "#registry/promotion/gates.ts";
import { personKey } from "#registry/promotion/policy.ts";
import { promotionName, requestRefusal } from "#registry/promotion/refusals.ts";
import { actContext, answer, type PromotionContext } from "./context.ts";
import { buildPage, resolveTarget } from "./page.ts";

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
  return answer(async () => {
    const { target, act, promotionId } = params;
    const input = {
      ...target,
      comment: params.comment,
      seenIncumbent: params.seenIncumbent,
      ...(promotionId === undefined ? {} : { promotionId }),
    };
    const result = await actOf[act](actContext(context), withoutRequest(act, input), signal);
    const page = await buildPage(target, context, signal, result.facts);
    return { done: result.done, page, message: messageOf(act, target, result) };
  });
}

/** A new request never refers to an older one that the page showed. */
function withoutRequest<T extends { readonly promotionId?: string }>(act: ActKind, input: T): Omit<T, "promotionId"> | T {
  if (act !== "request") return input;
  const { promotionId: _, ...rest } = input;
  return rest;
}

function messageOf(act: ActKind, target: Required<PromotionTarget>, result: ActResult): string {
  if (!result.done) return `Nothing was written: ${target.to} has changed.`;
  const alsoApplied = result.applied && act !== "apply" ? " and applied" : "";
  return `${pastTense[act]}${alsoApplied} ${promotionName(target)}.`;
}

/** The one click: requests at once when the next environment is clear and all gates pass; otherwise the page has to be shown. */
export function quickRequest(
  target: PromotionTarget,
  context: PromotionContext,
  signal: AbortSignal,
): Promise<Answer<QuickRequestOutcome>> {
  return answer(async () => {
    const { to, clear } = await resolveTarget(target, context, signal);
    const full = { model: target.model, version: target.version, to };
    if (!clear) return { made: false, target };
    const facts = await readFacts(actContext(context), full, signal);
    const isPlain = worstGate(facts.gates) === "pass" && personKey(context.me) !== "" && requestRefusal(facts, context.me) === undefined;
    if (!isPlain) return { made: false, target: full };
    const input = { ...full, comment: "", seenIncumbent: facts.incumbentVersion };
    const result = await request(actContext(context), input, signal);
    if (!result.done || result.promotion === undefined) return { made: false, target: full };
    return { made: true, target: full, promotionId: result.promotion.id, message: messageOf("request", full, result) };
  });
}

/** Sets a tag of a version, as `Set tag…` on the page asks. Tags of promotions cannot be set so. */
export function setTag(
  params: { readonly model: string; readonly version: string; readonly key: string; readonly value: string },
  context: PromotionContext,
  signal: AbortSignal,
): Promise<Answer<null>> {
  return answer(async () => {
    if (params.key.startsWith(tagPrefix)) {
      throw new RegistryError("forbidden", `${params.key} is a record of a promotion.`, "Choose another tag.");
    }
    await context.registry.setVersionTag(params.model, params.version, params.key, params.value, signal);
    return null;
  });
}

import { clipped } from "../../model/clipped.ts";
import { textSum } from "../../model/textSum.ts";
import type { TransitionRequest } from "../../model/transitions.ts";
import type { ModelVersion } from "../../model/types.ts";
import { commentLimit } from "../events.ts";
import type { Environment, Policy, PromotionEvent } from "../types.ts";
import { isUlid, newUlid } from "../ulid.ts";

/** A request that the registry itself keeps, and the event that it is to a promotion. */
export interface NativeRequest {
  readonly request: TransitionRequest;
  readonly event: PromotionEvent;
}

const marked = /\s*\[slipway ([0-9A-Z]{26})\]$/;

/** The comment of a request that the registry keeps too: its id at the end, by which it is found again. */
export function markedComment(comment: string, id: string): string {
  return `${comment} [slipway ${id}]`.trim();
}

/** The environment that a stage is, by a policy. */
function environmentOf(policy: Policy, stage: string): Environment | undefined {
  return policy.environments.find((each) => each.alias === undefined && each.stage?.toLowerCase() === stage.toLowerCase());
}

/** The stage of an environment; absent where another thing marks it. */
export function stageOf(policy: Policy, name: string): string | undefined {
  const environment = policy.environments.find((each) => each.name === name);
  return environment?.alias === undefined ? environment?.stage : undefined;
}

/**
 * The open requests of a registry as requests for promotion. One for a stage that is no environment of the policy is none. `kept`: the events
 * that tags keep; `label`: of the registry.
 */
export function nativeRequests(
  open: readonly TransitionRequest[],
  version: ModelVersion,
  kept: readonly PromotionEvent[],
  policy: Policy,
  label: string,
): NativeRequest[] {
  return open.flatMap((request) => {
    const to = environmentOf(policy, request.stage)?.name;
    if (to === undefined) return [];
    const id = idOf(request, version, kept, to);
    const text = clipped(request.comment.replace(marked, ""), commentLimit);
    const from = environmentOf(policy, version.stage)?.name ?? policy.environments[0]?.name ?? "";
    const event: PromotionEvent = {
      ...{ id, type: "request", request: id, model: version.model, version: version.version, from, to },
      ...{ by: request.by.trim() || label, at: request.at, transition: true },
      ...(text === "" ? {} : { comment: text }),
    };
    return [{ request, event }];
  });
}

/**
 * The id that its comment names, where that can be: of a request that is not kept yet, or is kept as one for the same environment and still
 * open. Another has the same id for every reader, made of what the registry says of it.
 */
function idOf(request: TransitionRequest, version: ModelVersion, kept: readonly PromotionEvent[], to: string): string {
  const [, named = ""] = marked.exec(request.comment) ?? [];
  const same = kept.filter((event) => event.request === named);
  if (isUlid(named) && same.every((event) => event.to === to) && !same.some(closes)) return named;
  let state = textSum(JSON.stringify([version.model, version.version, request.stage, request.by]));
  const random = () => {
    state = textSum("next", state);
    return state / 2 ** 32;
  };
  return newUlid({ now: () => request.at, random });
}

function closes({ type }: PromotionEvent): boolean {
  return type === "apply" || type === "reject" || type === "cancel";
}

/**
 * The kept requests that the registry had open too and has no more, though nobody closed them here and the version is not where it was asked
 * for: they were answered or taken back without Slipway.
 */
export function goneRequests(
  kept: readonly PromotionEvent[],
  open: readonly NativeRequest[],
  version: ModelVersion,
  policy: Policy,
): PromotionEvent[] {
  return kept.filter((event) => {
    if (event.type !== "request" || event.transition !== true) return false;
    const stage = stageOf(policy, event.to);
    if (stage === undefined || stage.toLowerCase() === version.stage.toLowerCase()) return false;
    const isClosed = kept.some(
      (other) => (other.request === event.id && closes(other)) || (other.type === "apply" && other.to === event.to && other.id > event.id),
    );
    return !isClosed && !open.some(({ event: { id } }) => id === event.id);
  });
}

/** How it ended, as far as the registry tells: not who, nor when, nor which way. */
export function endOf(gone: PromotionEvent, kept: readonly PromotionEvent[], label: string): PromotionEvent {
  const own = kept.filter((event) => event.request === gone.id);
  const last = own.at(-1) ?? gone;
  const { model, version, from, to, at } = gone;
  return {
    ...{
      id: newUlid({ now: () => 0, random: () => 0 }, last.id),
      type: "cancel",
      request: gone.id,
      model,
      version,
      from,
      to,
      by: label,
      at,
    },
    comment: `No longer open in ${label}: it was rejected or taken back there, which does not say when.`,
  };
}

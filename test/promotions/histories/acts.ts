import type { Environment } from "#registry/promotion/types.ts";
import { type ModelPromotion, mayApprove, type Sight, type Told } from "./rules.ts";
import { modelOf, type Rules, replaced, sightOf, sightText, type World } from "./world.ts";

export type ActName = "request" | "approve" | "reject" | "cancel" | "comment" | "apply" | "undo";

/** An act that somebody tries. */
export interface Attempt {
  readonly act: ActName;
  readonly me: string;
  readonly version: string;
  readonly to: string;
  readonly comment: string;
  readonly ci: boolean;
  /** Which promotion is to be undone. */
  readonly promotion?: string | undefined;
  /** What was looked at, and the hash of the policy then; undefined: nothing. */
  readonly seen: { readonly sight: Sight; readonly policy: string } | undefined;
}

/** Types of the events that an act writes when nobody interferes, by the section Writing of the format. */
export function expectedEvents(attempt: Attempt, world: World, rules: Rules, policy: string): string[] {
  const environment = rules.environments.find((each) => each.name === attempt.to);
  if (environment === undefined || !world.events.has(attempt.version)) return [];
  const sight = sightOf(world, rules, attempt.version, attempt.to);
  const { seen } = attempt;
  if (seen !== undefined && attempt.act !== "undo" && (seen.policy !== policy || sightText(seen.sight) !== sightText(sight))) return [];
  const promotions = modelOf(world, rules, attempt.version, attempt.to).filter((each) => each.request.to === attempt.to);
  return writes[attempt.act]({ attempt, world, rules, environment, sight, promotions });
}

interface Situation {
  readonly attempt: Attempt;
  readonly world: World;
  readonly rules: Rules;
  readonly environment: Environment;
  readonly sight: Sight;
  /** Into the environment, oldest request first. */
  readonly promotions: readonly ModelPromotion[];
}

const writes: Readonly<Record<ActName, (situation: Situation) => string[]>> = {
  request({ attempt, environment, sight, promotions }) {
    const others = environment.approvers.filter((each) => environment.selfApproval || each !== attempt.me);
    const impossible = environment.approvers.length > 0 && others.length < environment.approvals;
    if (sight.incumbent === attempt.version || promotions.some(isOpen) || impossible || lacksReason(sight, attempt)) return [];
    return environment.approvals === 0 && environment.apply === "onApproval" ? ["request", "apply"] : ["request"];
  },
  approve(situation) {
    const { attempt, environment, sight, promotions, world, rules } = situation;
    const open = promotions.find(isOpen);
    if (open === undefined || !mayApprove(environment, attempt.me, open.request.by) || lacksReason(sight, attempt)) return [];
    const given = open.approvedBy.includes(attempt.me);
    const mine: Told = {
      ...open.request,
      id: "7ZZZZZZZZZZZZZZZZZZZZZZZZZ",
      type: "approve",
      by: attempt.me,
      evidence: recorded(situation),
    };
    const after = modelOf(world, rules, attempt.version, attempt.to, given ? [] : [mine]);
    const approved = after.some((each) => each.request.id === open.request.id && each.state === "approved");
    return [...(given ? [] : ["approve"]), ...(approved && environment.apply === "onApproval" ? ["apply"] : [])];
  },
  reject({ attempt, environment, sight, promotions }) {
    const open = promotions.find(isOpen);
    if (open === undefined || !mayApprove(environment, attempt.me, open.request.by) || attempt.comment === "") return [];
    return isMoved(open, sight, attempt) ? [] : ["reject"];
  },
  cancel({ attempt, sight, promotions }) {
    const open = promotions.find(isOpen);
    return open?.request.by !== attempt.me || isMoved(open, sight, attempt) ? [] : ["cancel"];
  },
  comment({ attempt, promotions }) {
    return promotions.length > 0 && attempt.comment !== "" ? ["comment"] : [];
  },
  apply({ attempt, environment, promotions }) {
    const open = promotions.find(isOpen);
    if (open?.state !== "approved" || (environment.apply === "ci" && !attempt.ci)) return [];
    return ["apply"];
  },
  undo({ attempt, world, sight, promotions }) {
    const moves = (version: string | null) =>
      (world.events.get(version ?? "") ?? []).filter((event) => event.type === "apply" && event.to === attempt.to);
    const promotion = promotions.find((each) => each.request.id === attempt.promotion);
    const applied = moves(attempt.version).find((event) => event.request === attempt.promotion);
    if (promotion?.state !== "applied" || applied?.by !== attempt.me) return [];
    if (moves(attempt.version).some((event) => event.id > applied.id && event.request !== attempt.promotion)) return [];
    const before = applied.evidence?.incumbent ?? null;
    if (before !== null && !world.events.has(before)) return [];
    const back = before === sight.incumbent && !moves(before).some((event) => event.id > applied.id);
    return back || sight.incumbent === attempt.version ? ["rollback"] : [];
  },
};

/** Where the version is there already, an event records what it replaced. */
function recorded({ sight, attempt, world }: Situation): Sight {
  return sight.incumbent === attempt.version ? { ...sight, incumbent: replaced(world, attempt.version, attempt.to) } : sight;
}

function isOpen({ state }: ModelPromotion): boolean {
  return state === "requested" || state === "approved";
}

/** Carried out, and not recorded yet: only `apply` can follow. */
function isMoved(open: ModelPromotion, sight: Sight, { version }: Attempt): boolean {
  return open.state === "approved" && sight.incumbent === version;
}

function lacksReason(sight: Sight, { comment }: Attempt): boolean {
  return comment === "" && sight.gates.some((gate) => gate.state !== "pass");
}

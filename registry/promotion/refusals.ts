import { RegistryError } from "../model/errors.ts";
import { shortName } from "../model/person.ts";
import { gateSummary, worstGate } from "./checkGates.ts";
import type { PromotionFacts } from "./facts.ts";
import { approvalRefusal, listPeople, personKey, possibleApprovers } from "./policy.ts";
import type { Environment, Promotion } from "./types.ts";

/** Why this person cannot ask for this promotion now; undefined when they can. */
export function requestRefusal(facts: PromotionFacts, me: string): RegistryError | undefined {
  const { environment, version } = facts;
  if (environment.alias === undefined && environment.stage === undefined) return nothingMarks(environment);
  if (facts.incumbentVersion === version.version) {
    return new RegistryError("conflict", `v${version.version} already is in ${environment.name}.`, "Choose another version.");
  }
  const open = facts.promotions.find((promotion) => promotion.to === environment.name && isOpen(promotion));
  if (open) {
    return new RegistryError(
      "conflict",
      `${shortName(open.requestedBy)} already asked for this promotion.`,
      "Open it and decide or comment there.",
    );
  }
  const approvers = possibleApprovers(environment, me);
  if (approvers === undefined || approvers.length >= environment.approvals) return undefined;
  const who = approvers.length === 0 ? "nobody" : `only ${listPeople(approvers)}`;
  return new RegistryError(
    "forbidden",
    `The policy asks for ${environment.approvals === 1 ? "someone else" : `${environment.approvals} others`}, and names ${who}.`,
    "Name more approvers in slipway.yaml.",
  );
}

export function nothingMarks(environment: Environment): RegistryError {
  const next = "Give it an alias or a stage in slipway.yaml.";
  return new RegistryError("invalid", `Nothing marks the versions that are in ${environment.name}.`, next);
}

/** Does it wait for a decision or for being applied? */
export function isOpen(promotion: Promotion): boolean {
  return promotion.state === "requested" || promotion.state === "approved";
}

/** `fraud-scorer v13 → prod` */
export function promotionName(target: { readonly model: string; readonly version: string; readonly to: string }): string {
  return `${target.model} v${target.version} → ${target.to}`;
}

/** Throws when the promotion was carried out and only its record is missing: whoever closes it otherwise would leave that untold. */
export function refuseWhenMoved({ incumbentVersion, version, environment }: PromotionFacts, promotion: Promotion): void {
  if (promotion.state !== "approved" || incumbentVersion !== version.version) return;
  const next = "Apply finishes the record; then promote another version.";
  throw new RegistryError("conflict", `v${version.version} already is in ${environment.name}.`, next);
}

/** Throws when nobody would know who did this. */
export function refuseNobody(me: string): void {
  if (personKey(me) !== "") return;
  throw new RegistryError(
    "forbidden",
    "Git knows no user.email, so nobody would know who did this.",
    "Set it: git config user.email you@example.com",
  );
}

/** Throws unless the policy lets `me` decide about the promotion. */
export function refuseUnlessMayDecide(facts: PromotionFacts, promotion: Promotion, me: string): void {
  const why = approvalRefusal(facts.environment, me, promotion.requestedBy);
  if (why !== "") throw new RegistryError("forbidden", `${why.charAt(0).toUpperCase()}${why.slice(1)}.`, "Ask someone who may decide.");
}

/** Throws when a gate does not pass and the person gave no reason. */
export function refuseWithoutReason(facts: PromotionFacts, text: string, act: "request" | "approve"): void {
  if (worstGate(facts.gates) === "pass" || text.trim() !== "") return;
  throw new RegistryError(
    "invalid",
    `To ${act} it, a reason is needed: ${gateSummary(facts.gates)}.`,
    "Say in the comment why it may go all the same.",
  );
}

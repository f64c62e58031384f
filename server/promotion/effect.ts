import { type Move, moveText } from "#registry/promotion/ladder.ts";
import { findEnvironment, listPeople, possibleApprovers } from "#registry/promotion/policy.ts";
import type { Policy } from "#registry/promotion/types.ts";

/** What a request into an environment does when every gate passes: `Moves @challenger from v12 to v13 at once.` */
export function clickEffect(policy: Policy, to: string, move: Move, me: string): string {
  const environment = findEnvironment(policy, to);
  if (environment === undefined) return "";
  const { approvals, apply } = environment;
  if (approvals === 0 && apply === "onApproval") return moveText(move).replace(/\.$/, " at once.");
  const later = moveText(move).replace(/\.$/, "");
  if (approvals === 0) return `Nothing moves yet; ${apply === "ci" ? "CI applies it" : "Apply does"}. ${later} then.`;
  const approvers = possibleApprovers(environment, me);
  const who = approvers === undefined ? (environment.selfApproval ? "for an approval" : "someone else") : listPeople(approvers);
  return `Asks ${who || "nobody"}. ${later} once it is approved.`;
}

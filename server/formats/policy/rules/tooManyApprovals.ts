import { finding, type Rule } from "../../../rules/rule.ts";
import { entryOf } from "../../yamlTree.ts";
import type { PolicyModel } from "../model.ts";

/**
 * More approvals are asked for than there are approvers.
 *
 * Nothing can be promoted. Where `selfApproval` is `false`, one approver fewer is left when an approver makes the request.
 *
 * Wrong: `{approvals: 2, approvers: [ana@example.com]}`.
 */
export const policyTooManyApprovals: Rule<PolicyModel> = {
  code: "policy-too-many-approvals",
  severity: "error",
  *check({ environments }) {
    for (const { node, environment } of environments) {
      const { approvals, selfApproval } = environment;
      const people = new Set(environment.approvers.map((each) => each.trim().toLowerCase())).size;
      const entry = entryOf(node, "approvals") ?? entryOf(node, "approvers");
      if (people > 0 && approvals > people && entry) {
        yield finding(
          entry.value,
          `${approvals} approvals are needed and ${people === 1 ? "only one person" : `only ${people} people`} can give one. Lower \`approvals\`, or add approvers.`,
        );
      } else if (!selfApproval && people > 1 && approvals === people && entry) {
        yield finding(
          entry.value,
          "All approvers must approve, but nobody may approve their own request: no approver can ever request. Lower `approvals`, or add an approver.",
        );
      }
    }
  },
};

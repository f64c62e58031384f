import { escapeCode } from "../markdown.ts";
import { type FileSymbol, nameOf } from "../symbols.ts";
import type { EnvironmentEntry, PolicyModel } from "./model.ts";

/** Environments, and the lists of gates that are for them. */
export function policySymbols({ environments, gateLists }: PolicyModel): FileSymbol[] {
  return environments.map((entry) => ({
    ...{ kind: "environment", name: entry.name.text, definition: nameOf(entry.name), doc: environmentDoc(entry) },
    whole: { start: entry.name.start, end: Math.max(entry.name.end, entry.node.end) },
    references: gateLists.filter(({ environment }) => environment.text === entry.name.text).map(({ environment }) => nameOf(environment)),
    refuses: (name) => (name.trim() === "" || /\p{Cc}/u.test(name) ? "An environment has a name of visible characters." : undefined),
  }));
}

/** How a version gets into an environment, for hover and completion. */
export function environmentDoc({ environment }: EnvironmentEntry): string {
  const { alias, stage, approvals, selfApproval, approvers } = environment;
  const mark =
    alias === undefined
      ? stage === undefined
        ? "Versions are born here."
        : `Marked by stage \`${escapeCode(stage)}\`.`
      : `Marked by \`@${escapeCode(alias)}\`.`;
  const who = approvers.length === 0 ? "anyone" : `${approvers.length} people`;
  const approval = approvals === 0 ? "" : ` Approvals: ${approvals}, by ${who}${selfApproval ? "" : " but not who asks"}.`;
  return `${mark}${approval}`;
}

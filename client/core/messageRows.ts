import type { CommandId } from "#protocol/commands.ts";
import type { Problem } from "#protocol/message.ts";
import type { TreeNode } from "./treeNode.ts";
import type { Wording } from "./wording.ts";

const warning = { id: "warning", color: "list.warningForeground" };
const error = { id: "error", color: "list.errorForeground" };

/** Runs are asked for in pages of this size. */
export const pageSize = 50;

/** The last row of a longer list. */
export function loadMoreNode(parentId: string, loadMore: () => Promise<void>, words: Wording): TreeNode {
  return {
    view: {
      id: `more:${parentId}`,
      kind: "message",
      label: words.t("Load {0} more…", pageSize),
      description: "",
      icon: { id: "ellipsis" },
      fold: "none",
      command: "slipway.loadMore",
    },
    loadMore,
  };
}

/** An item that could not be read; the rest of the list loaded. */
export function failedItemNode(parentId: string, index: number, sentence: string): TreeNode {
  return {
    view: {
      id: `failed:${parentId}/${index}`,
      kind: "message",
      label: sentence,
      description: "",
      icon: warning,
      tooltip: sentence,
      fold: "none",
      command: "slipway.showLog",
    },
  };
}

/** An event that a newer Slipway wrote: kept, without effect here. */
export function newerEventNode(index: number, sentence: string): TreeNode {
  return {
    view: {
      id: `newer:${index}`,
      kind: "message",
      label: sentence,
      description: "",
      icon: { id: "info" },
      tooltip: sentence,
      fold: "none",
    },
  };
}

/** What to do about a view that could not be read, and the log; the cause stands above the rows. */
export function problemNodes(parentId: string, problem: Problem, words: Wording): TreeNode[] {
  const step = nextStep(problem, words);
  const row = (part: string, label: string, icon: { id: string }, command: CommandId): TreeNode => ({
    view: {
      id: `problem:${parentId}/${part}`,
      kind: "message",
      label,
      description: "",
      icon,
      tooltip: problemText(problem),
      fold: "none",
      command,
    },
  });
  return [row("step", step.label, step.icon, step.command), row("log", words.t("Show log"), { id: "output" }, "slipway.showLog")];
}

/** A list under a row that could not be read. `told`: the view itself says why already. */
export function unreadNode(parentId: string, problem: Problem, told: boolean, words: Wording): TreeNode {
  return {
    view: {
      id: `problem:${parentId}/cause`,
      kind: "message",
      label: told ? words.t("Not read yet") : problem.message,
      description: "",
      icon: told ? { id: "circle-slash" } : error,
      tooltip: problemText(problem),
      fold: "none",
      command: "slipway.showLog",
    },
  };
}

function problemText(problem: Problem): string {
  return `${problem.message}\n${problem.next}`.trim();
}

/** `slipway.yaml` has errors: the way to them; the text above the view says what they are. */
export function policyProblemNode(sentence: string, words: Wording): TreeNode {
  return {
    view: {
      id: "policy",
      kind: "message",
      label: words.t("Open slipway.yaml"),
      description: words.t("has errors"),
      icon: error,
      tooltip: sentence,
      fold: "none",
      command: "slipway.openPolicy",
    },
  };
}

function nextStep(problem: Problem, words: Wording): { label: string; icon: { id: string }; command: CommandId } {
  if (problem.kind === "unauthorized" || problem.kind === "forbidden") {
    return { label: words.t("Sign in…"), icon: { id: "key" }, command: "slipway.connect" };
  }
  if (problem.kind === "invalid" || problem.kind === "unsupported") {
    return { label: words.t("Connect to another registry…"), icon: { id: "plug" }, command: "slipway.connect" };
  }
  return { label: words.t("Try again"), icon: { id: "refresh" }, command: "slipway.refresh" };
}

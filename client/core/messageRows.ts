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

/** A list that could not be read at all: the cause, the next step, and the log, each a row that acts when it is opened. */
export function problemNodes(parentId: string, problem: Problem, words: Wording): TreeNode[] {
  const step = nextStep(problem, words);
  const row = (part: string, label: string, icon: { id: string; color?: string }, command?: CommandId): TreeNode => ({
    view: {
      id: `problem:${parentId}/${part}`,
      kind: "message",
      label,
      description: "",
      icon,
      tooltip: `${problem.message}\n${problem.next}`,
      fold: "none",
      ...(command === undefined ? {} : { command }),
    },
  });
  return [
    row("cause", problem.message, error),
    ...(problem.next === "" ? [] : [row("next", problem.next, { id: "lightbulb" })]),
    row("step", step.label, step.icon, step.command),
    row("log", words.t("Show log"), { id: "output" }, "slipway.showLog"),
  ];
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

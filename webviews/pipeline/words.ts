import type { PipelineNode, StageState } from "#protocol/views/pipeline.ts";

/** The icon of a state; its word stands beside it. */
export const stateIcons: Readonly<Record<StageState, string>> = {
  changed: "circle-filled",
  follows: "circle-outline",
  unknown: "question",
  current: "pass",
  frozen: "lock",
};

/** What a node is called among those of all files. */
export function calledNode({ name, address }: PipelineNode): string {
  return address ?? name;
}

/** A node in one sentence, for screen readers and tooltips. */
export function spokenNode(node: PipelineNode): string {
  const { kind, note } = node;
  const what = kind === "tracked" ? "tracked data" : kind;
  return `${what} ${calledNode(node)}${note === undefined ? "" : `: ${note}`}`;
}

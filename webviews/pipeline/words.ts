import type { PipelineNode, StageState } from "#protocol/views/pipeline.ts";

/** The icon of a state; its word stands beside it. */
export const stateIcons: Readonly<Record<StageState, string>> = {
  changed: "circle-filled",
  follows: "circle-outline",
  unknown: "question",
  current: "pass",
  frozen: "lock",
};

/** A node in one sentence, for screen readers and tooltips. */
export function spokenNode({ kind, name, note }: PipelineNode): string {
  const what = kind === "tracked" ? "tracked data" : kind;
  return `${what} ${name}${note === undefined ? "" : `: ${note}`}`;
}

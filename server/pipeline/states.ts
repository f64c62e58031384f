import type { PipelineEdge, PipelineNode, StageState } from "#protocol/views/pipeline.ts";

/** With what follows from the states of all: stages after one that has changed, and what groups come to. `halts`: ids of `.dvc` files that nothing before them makes run. */
export function withConsequences(
  nodes: readonly PipelineNode[],
  edges: readonly PipelineEdge[],
  halts: ReadonlySet<string>,
): PipelineNode[] {
  const stages = withFollowers(nodes, edges, halts);
  const members = Map.groupBy(stages, ({ group }) => group);
  return stages.map((node) => (node.kind === "group" ? withGroupState(node, members.get(node.id) ?? []) : node));
}

/** A stage after one that has changed may have to run, too: `dvc repro` decides when it gets there. It goes past nothing that is frozen. */
function withFollowers(nodes: readonly PipelineNode[], edges: readonly PipelineEdge[], halts: ReadonlySet<string>): PipelineNode[] {
  const next = Map.groupBy(edges, ({ from }) => from);
  const frozen = new Set([...halts, ...nodes.filter(({ state }) => state === "frozen").map(({ id }) => id)]);
  const reached = new Set<string>();
  const toGo = nodes.filter(({ state }) => state === "changed").map(({ id }) => id);
  for (let id = toGo.pop(); id !== undefined; id = toGo.pop()) {
    for (const { to } of next.get(id) ?? []) {
      if (reached.has(to) || frozen.has(to)) continue;
      reached.add(to);
      toGo.push(to);
    }
  }
  return nodes.map((node) =>
    node.state === "current" && reached.has(node.id) ? { ...node, state: "follows", note: "follows a change" } : node,
  );
}

const gravity: readonly StageState[] = ["changed", "follows", "unknown", "current", "frozen"];

/** A group is as its gravest stage is. */
function withGroupState(node: PipelineNode, members: readonly PipelineNode[]): PipelineNode {
  const state = gravity.find((each) => members.some((member) => member.state === each));
  if (state === undefined) return { ...node, note: counted(members.length) };
  const count = members.filter((member) => member.state === state).length;
  return { ...node, state, note: `${counted(members.length)}, ${count} ${words[state]}` };
}

const words: Readonly<Record<StageState, string>> = {
  changed: "changed",
  follows: "after a change",
  unknown: "not compared",
  current: "up to date",
  frozen: "frozen",
};

function counted(count: number): string {
  return `${count} ${count === 1 ? "stage" : "stages"}`;
}

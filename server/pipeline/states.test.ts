import assert from "node:assert/strict";
import type { PipelineNode, StageState } from "#protocol/views/pipeline.ts";
import { withConsequences } from "./states.ts";

const chain = (states: readonly (StageState | "halts")[]): readonly (StageState | undefined)[] => {
  const nodes = states.map((state, at): PipelineNode => {
    const kind = state === "halts" ? "tracked" : "stage";
    return { id: `${at}`, kind, name: `s${at}`, state: state === "halts" ? "current" : state };
  });
  const edges = states.slice(1).flatMap((_state, at) => [
    { from: `${at}`, to: `data:${at}` },
    { from: `data:${at}`, to: `${at + 1}` },
  ]);
  const halts = new Set(nodes.filter((_node, at) => states[at] === "halts").map(({ id }) => id));
  return withConsequences(nodes, edges, halts).map(({ state }) => state);
};

describe("what follows from a stage that has changed", () => {
  const cases: readonly (readonly [string, readonly (StageState | "halts")[], readonly StageState[]])[] = [
    ["all after it may have to run", ["current", "changed", "current", "current"], ["current", "changed", "follows", "follows"]],
    ["what changed itself, or is not known, stays so", ["changed", "unknown", "changed"], ["changed", "unknown", "changed"]],
    ["nothing past a frozen stage: dvc repro does not run it", ["changed", "frozen", "current"], ["changed", "frozen", "current"]],
    ["nothing past a frozen import", ["changed", "halts", "current"], ["changed", "current", "current"]],
  ];
  for (const [what, states, then] of cases) it(`is that ${what}`, () => assert.deepEqual(chain(states), then));
});

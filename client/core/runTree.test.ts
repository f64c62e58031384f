import assert from "node:assert/strict";
import type { RunRow } from "#protocol/registryRequests.ts";
import { nestRuns } from "./runTree.ts";

/** `child<parent` per run. */
function rows(...texts: readonly string[]): RunRow[] {
  return texts.map((text) => {
    const [id = "", parentRunId] = text.split("<");
    return { id, name: id, experimentId: "1", status: "FINISHED", ...(parentRunId === undefined ? {} : { parentRunId }) };
  });
}

/** `parent(child child)` */
function picture(texts: readonly string[]): string {
  const forest = nestRuns(rows(...texts));
  const draw = (row: RunRow): string => {
    const children = forest.childrenOf.get(row.id) ?? [];
    return children.length === 0 ? row.id : `${row.id}(${children.map(draw).join(" ")})`;
  };
  return forest.roots.map(draw).join(" ");
}

describe("nestRuns", () => {
  const cases: readonly (readonly [string, readonly string[], string])[] = [
    ["children under their parent, in order", ["c2<p", "c1<p", "p", "q"], "p(c2 c1) q"],
    ["grandchildren", ["g<c", "c<p", "p"], "p(c(g))"],
    ["a child whose parent is not loaded stands at the top", ["c<p", "q"], "c q"],
    ["a run that names itself as parent is not lost", ["a<a", "b"], "a b"],
    ["parents in a circle are not lost", ["a<b", "b<a", "c<a"], "a(c) b"],
    ["a name of Object.prototype is a name", ["c<__proto__", "__proto__"], "__proto__(c)"],
  ];
  for (const [name, runs, expected] of cases) it(name, () => assert.equal(picture(runs), expected));
});

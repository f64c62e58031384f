import assert from "node:assert/strict";
import { DrawnRows } from "./drawnRows.ts";
import type { TreeNode } from "./treeNode.ts";

/** A tree written as `{ a: ["a1", "a2"], b: [] }`: rows and the rows under them. */
type Tree = Readonly<Record<string, readonly string[]>>;

function row(label: string, children: readonly string[] = []): TreeNode {
  const view = {
    id: label.replace(/:.*/, ""),
    label,
    description: "",
    kind: "run",
    fold: children.length > 0 ? "closed" : "none",
  } as const;
  return children.length === 0 ? { view } : { view, children: async () => children.map((child) => row(child)) };
}

const rowsOf = (tree: Tree) => Object.entries(tree).map(([label, children]) => row(label, children));
const reading = (tree: Tree) => async (parent: TreeNode | undefined) =>
  parent === undefined ? rowsOf(tree) : ((await parent.children?.(new AbortController().signal)) ?? []);

/** Rows drawn from `tree`, with those under the labels in `unfolded`. */
async function drawn(tree: Tree, unfolded: readonly string[]): Promise<DrawnRows> {
  const rows = new DrawnRows();
  const top = rowsOf(tree);
  rows.keep(undefined, top);
  for (const node of top.filter(({ view }) => unfolded.includes(view.id))) rows.keep(node, await reading(tree)(node));
  return rows;
}

describe("rows that were drawn", () => {
  const tree = { a: ["a1", "a2"], b: ["b1"] };
  const cases: readonly (readonly [string, Tree, boolean])[] = [
    ["the same rows", tree, true],
    ["a row more", { ...tree, c: [] }, false],
    ["another text on a row", { "a: 2 runs": ["a1", "a2"], b: ["b1"] }, false],
    ["another order", { b: ["b1"], a: ["a1", "a2"] }, false],
    ["a change under an unfolded row", { ...tree, a: ["a1", "a2: running"] }, false],
    ["a change under a row that was never unfolded", { ...tree, b: ["b1", "b2"] }, true],
  ];
  for (const [name, next, expected] of cases) {
    it(`${expected ? "stay" : "are drawn again"} for ${name}`, async () => {
      assert.equal(await (await drawn(tree, ["a"])).areStill(reading(next)), expected);
    });
  }

  it("lead to the newest rows under them, when they are unfolded later", async () => {
    const rows = await drawn(tree, ["a"]);
    const old = rowsOf(tree)[1] ?? assert.fail();
    assert.equal(await rows.areStill(reading({ ...tree, b: ["b1", "b2"] })), true);
    assert.equal((await rows.latest(old).children?.(new AbortController().signal))?.length, 2);
  });

  it("are drawn again when nothing was drawn yet, or the read fails", async () => {
    assert.equal(await new DrawnRows().areStill(reading(tree)), false);
    assert.equal(await (await drawn(tree, [])).areStill(() => Promise.reject(new Error("gone"))), false);
  });
});

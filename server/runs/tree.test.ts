import assert from "node:assert/strict";
import fc from "fast-check";
import { RunColumns } from "#registry/model/runColumns.ts";
import { generated } from "#test/generatedCases.ts";
import { runsOfItems } from "./items.ts";
import { treeItems } from "./tree.ts";

/** Runs r0, r1 …; `parents` says of each whose child it is. */
function family(parents: readonly (number | undefined)[]) {
  const heads = parents.map((_parent, row) => ({
    ...{ id: `r${row}`, name: "", experimentId: "1", status: "FINISHED", lifecycle: "active", user: "", startTime: 1, endTime: 2 },
    artifactUri: "",
  }));
  const columns = new RunColumns(heads);
  for (const [row, parent] of parents.entries()) if (parent !== undefined) columns.tag(row, "mlflow.parentRunId", `r${parent}`);
  return columns.page(undefined);
}

/** `r0 [r1 (r2)]`: r1 beneath r0, r2 beneath that, aside. */
function drawn(parents: readonly (number | undefined)[], order: readonly number[], folded: readonly string[] = []): string[] {
  return treeItems(family(parents), order, new Set(folded)).map(
    ({ row, depth, isAside, fold }) =>
      `${"  ".repeat(depth)}${isAside ? `(r${row})` : `r${row}`}${fold === undefined ? "" : ` ${fold.isOpen ? "-" : "+"}${fold.count}`}`,
  );
}

describe("nested runs", () => {
  it("stand beneath their parents, a parent where the first of them would stand", () => {
    assert.deepEqual(drawn([undefined, 0, undefined, 0], [3, 2, 0, 1]), ["r0 -2", "  r3", "  r1", "r2"]);
  });
  it("bring a parent that does not pass the filter, aside", () => {
    assert.deepEqual(drawn([undefined, 0, 1], [2]), ["(r0) -1", "  (r1) -1", "    r2"]);
  });
  it("are counted where they are folded", () => {
    assert.deepEqual(drawn([undefined, 0, 1, 0], [0, 1, 2, 3], ["r0"]), ["r0 +3"]);
  });
  it("whose parent is not there stand for themselves", () => assert.deepEqual(drawn([9, undefined], [0, 1]), ["r0", "r1"]));
  it("whose parents go round in a circle stand for themselves", () =>
    assert.deepEqual(drawn([1, 0, 2, undefined, 3], [0, 1, 2, 3, 4]), ["r0", "r1", "r2", "r3 -1", "  r4"]));

  it("are all there, each once, whoever is whose child", () => {
    const families = fc.integer({ min: 1, max: 30 }).chain((count) =>
      fc.record({
        parents: fc.array(fc.option(fc.nat(count + 2), { nil: undefined }), { minLength: count, maxLength: count }),
        order: fc.shuffledSubarray([...Array(count).keys()]),
      }),
    );
    fc.assert(
      fc.property(families, ({ parents, order }) => {
        const page = family(parents);
        const items = treeItems(page, order, new Set());
        const rows = items.map(({ row }) => row);
        assert.equal(new Set(rows).size, rows.length, "no run twice");
        const passing = items.filter(({ isAside }) => !isAside).map(({ row }) => row);
        assert.deepEqual(passing.toSorted(), order.toSorted(), "those that pass, and no others");
        for (const [at, { depth, row }] of items.entries()) {
          if (depth === 0) continue;
          const above = items.slice(0, at).findLast((item) => item.depth === depth - 1);
          assert.equal(above?.row, parents[row], "what it stands beneath is its parent");
        }
        assert.deepEqual(runsOfItems(page, items).length, rows.length);
      }),
      generated(300),
    );
  });
});

import assert from "node:assert/strict";
import fc from "fast-check";
import { generated } from "#test/generatedCases.ts";
import { otherCells } from "./markedCells.ts";

const table = (text: string, rest: Partial<Parameters<typeof otherCells>[0]> = {}) => {
  const [head = [], ...rows] = text.split("\n").map((line) => line.split(","));
  return { head, rows, rowsLeft: 0, columnsLeft: 0, isWhole: true, ...rest };
};

describe("the cells of a table that another does not have", () => {
  const base = table("feature,weight\namount,0.2\nhour,0.1\nage,0.07");
  const same = [undefined, undefined];
  const cases: readonly (readonly [what: string, own: string, other: typeof base, marked: ReturnType<typeof otherCells>])[] = [
    ["what stands there in the other", "feature,weight\namount,0.3\nhour,0.1\nage,0.07", base, [[undefined, "0.2"], same, same]],
    ["none of the same table", "feature,weight\namount,0.2\nhour,0.1\nage,0.07", base, [same, same, same]],
    ["none where rows are in another order", "feature,weight\nage,0.07\namount,0.2\nhour,0.1", base, [same, same, same]],
    ["none where columns are in another order", "weight,feature\n0.2,amount\n0.1,hour\n0.07,age", base, [same, same, same]],
    ["a row that is new", "feature,weight\namount,0.2\nhour,0.1\nnight,0.07", base, [same, same, [null, null]]],
    ["a column that is new", "feature,weight,n\namount,0.2,4", base, [[undefined, undefined, null]]],
    [
      "no row that the other may have further down",
      "feature,weight\namount,0.3\nnight,9",
      { ...base, rowsLeft: 7 },
      [[undefined, "0.2"], same],
    ],
    [
      "no column that the other may have",
      "feature,weight,n\namount,0.2,4",
      { ...base, columnsLeft: 1 },
      [[undefined, undefined, undefined]],
    ],
    [
      "by place where the first column names none",
      "x,y\n0,1\n0.5,2\n0.7,3",
      table("x,y\n0,1\n0.6,2\n0.8,3"),
      [same, ["0.6", undefined], ["0.8", undefined]],
    ],
    ["the second of a name by the second", "a,b\nx,1\nx,3", table("a,b\nx,1\nx,2"), [same, [undefined, "2"]]],
    ["none of tables that have nothing in common", "a,b\n1,2", table("c,d\n3,4"), []],
  ];
  for (const [what, own, other, marked] of cases) it(what, () => assert.deepEqual(otherCells(table(own), other), marked));

  it("are never cells that are the same, and have what stands in the other", () => {
    const cell = fc.constantFrom<string>("a", "b", "1", "");
    const any = fc
      .tuple(
        fc.array(cell, { minLength: 1, maxLength: 3 }),
        fc.array(fc.array(cell, { minLength: 3, maxLength: 3 }), { maxLength: 5 }),
        fc.nat(1),
      )
      .map(([head, rows, rowsLeft]) => ({
        head,
        rows: rows.map((row) => row.slice(0, head.length)),
        rowsLeft,
        columnsLeft: 0,
        isWhole: true,
      }));
    fc.assert(
      fc.property(any, any, (own, other) => {
        const marked = otherCells(own, other);
        for (const [row, cells] of marked.entries()) {
          for (const [column, was] of cells.entries()) {
            if (was === undefined) continue;
            assert.notEqual(was, own.rows[row]?.[column]);
            if (was !== null) assert.ok(other.rows.some((there) => there.includes(was)));
          }
        }
        assert.ok(otherCells(own, own).every((cells) => cells.every((was) => was === undefined)));
      }),
      generated(500),
    );
  });
});

import assert from "node:assert/strict";
import type { ColumnId } from "#protocol/views/runs.ts";
import { askedColumns } from "./askedColumns.ts";

const width = 100;
const ids = (count: number) => Array.from({ length: count }, (_, at): ColumnId => `metric:m${at}`);
const placed = (all: readonly ColumnId[], frozen: readonly ColumnId[] = []) => {
  const place = (id: ColumnId, at: number) => ({
    column: { id } as never,
    kind: "metric" as const,
    slot: at,
    left: at * width,
    width,
    begins: at === 0,
  });
  return { frozen: frozen.map(place), columns: all.filter((id) => !frozen.includes(id)).map(place) };
};

describe("the columns whose values are read", () => {
  it("are all of a few", () => {
    const few = ids(200);
    assert.equal(askedColumns(few, placed(few), { from: 0, to: 1000 }, []), few);
  });

  it("are those in sight with some on either side, and the same for a while as the table moves", () => {
    const many = ids(12_000);
    const all = placed(many, ["metric:m7"]);
    const at = (left: number) => askedColumns(many, all, { from: left, to: left + 1300 }, ["metric:m11999"]);
    for (const left of [0, 90_000, 500_050, 1_199_000]) {
      const asked = at(left);
      assert.ok(asked.length < 150, String(asked.length));
      const seen = all.columns.filter((column) => column.left + width > left - 1500 && column.left < left + 1300 + 1500);
      for (const { column } of seen) assert.ok(asked.includes((column as { id: ColumnId }).id), "more than a screen on either side");
      assert.ok(asked.includes("metric:m7") && asked.includes("metric:m11999"));
      assert.deepEqual(
        asked,
        many.filter((id) => asked.includes(id)),
        "in their order",
      );
    }
    const moves = Array.from({ length: 100 }, (_, move) => at(500_000 + move * 100).join());
    assert.ok(new Set(moves).size <= 6, String(new Set(moves).size));
  });

  it("are the frozen ones where all others are folded", () => {
    const many = ids(300);
    const folded = {
      frozen: placed(many, ["metric:m7"]).frozen,
      columns: [{ kind: "metric" as const, slot: 0, left: 0, width: 96, begins: true }],
    };
    assert.deepEqual(askedColumns(many, folded, { from: 0, to: 900 }, []), ["metric:m7"]);
  });
});

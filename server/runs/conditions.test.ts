import assert from "node:assert/strict";
import fc from "fast-check";
import { RunColumns } from "#registry/model/runColumns.ts";
import { generated } from "#test/generatedCases.ts";
import { conditionsOf } from "./conditions.ts";
import { passingRows } from "./order.ts";

const around = { now: 0, me: [] };

function pageOf(key: string, values: readonly (string | undefined)[], metrics: readonly number[]) {
  const heads = values.map((_value, row) => ({
    ...{ id: `r${row}`, name: "", experimentId: "1", status: row % 2 ? "FAILED" : "FINISHED", lifecycle: "active", user: "ana" },
    ...{ startTime: row, endTime: row, artifactUri: "" },
  }));
  const columns = new RunColumns(heads);
  for (const [row, value] of values.entries()) if (value !== undefined) columns.param(row, key, value);
  for (const [row, value] of metrics.entries()) columns.metric(row, { key, value, step: 0, timestamp: 0 });
  return columns.page(undefined);
}

describe("what the filter can say of a cell", () => {
  const key = fc.oneof(
    fc.constantFrom("lr", "in", "a b", "a.b", "x/y", "und", "größe", "a'b", 'a"b', "1st"),
    fc.string({ minLength: 1, maxLength: 8 }),
  );
  const text = fc.oneof(fc.constantFrom("", "it's", 'say "no"', "a\\b", "%", "NULL", "1e-3"), fc.string({ maxLength: 8 }));

  it("is understood, and takes exactly the runs that it says, whatever names and values are", () => {
    const cases = fc.record({
      key,
      values: fc.array(fc.option(text, { nil: undefined }), { minLength: 2, maxLength: 5 }),
      seeds: fc.array(fc.double(), { minLength: 2, maxLength: 2 }),
    });
    fc.assert(
      fc.property(cases, ({ key: name, values, seeds }) => {
        const page = pageOf(name, values, seeds);
        const taken = (filter: string) => passingRows(page, { filter }, around);
        const rows = [...values.keys()];
        for (const { label, filter } of conditionsOf(page, `param:${name}`, 0)) {
          const isEqual = rows.filter((row) => values[row] === values[0]);
          const isOther = rows.filter((row) => values[row] !== undefined && values[row] !== values[0]);
          assert.deepEqual(taken(filter), label.startsWith(`${name} ≠ `) ? isOther : isEqual, filter);
        }
        for (const { label, filter } of conditionsOf(page, `metric:${name}`, 0)) {
          const [value = 0] = seeds;
          const holds = (other: number) => (label.includes("≥") ? other >= value : label.includes("≤") ? other <= value : other === value);
          if (!/[≥≤=]/.test(name))
            assert.deepEqual(
              taken(filter),
              [0, 1].filter((row) => holds(seeds[row] ?? 0)),
              filter,
            );
        }
      }),
      generated(500),
    );
  });

  it("is said of attributes too, and of none that the language does not know", () => {
    const page = pageOf("lr", ["1", "2"], []);
    const filters = (
      ["attribute:status", "attribute:user_id", "attribute:start_time", "attribute:duration", "attribute:version"] as const
    ).map((id) => conditionsOf(page, id, 1).map(({ filter }) => filter));
    assert.deepEqual(filters, [
      ["attributes.status = 'FAILED'", "attributes.status != 'FAILED'"],
      ["attributes.user_id = 'ana'", "attributes.user_id != 'ana'"],
      ["attributes.start_time >= 1", "attributes.start_time <= 1"],
      [],
      [],
    ]);
  });
});

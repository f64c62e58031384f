import assert from "node:assert/strict";
import fc from "fast-check";
import type { RunsQuery } from "#protocol/views/runs.ts";
import { RunColumns } from "#registry/model/runColumns.ts";
import { spreadOf } from "#registry/model/spread.ts";
import { generated } from "#test/generatedCases.ts";
import { groupCells } from "./groupCells.ts";
import { bestGroups, groupsOf } from "./groups.ts";

interface Run {
  readonly depth?: string;
  readonly seed?: string;
  readonly auc?: number;
}

function pageOf(runs: readonly Run[]) {
  const heads = runs.map((_run, row) => ({
    ...{
      id: `r${row}`,
      name: "",
      experimentId: "1",
      status: "FINISHED",
      lifecycle: "active",
      user: "ana",
      startTime: 1000 + row,
      endTime: 4000 + row,
    },
    artifactUri: "",
  }));
  const columns = new RunColumns(heads);
  for (const [row, { depth, seed, auc }] of runs.entries()) {
    if (depth !== undefined) columns.param(row, "depth", depth);
    if (seed !== undefined) columns.param(row, "seed", seed);
    if (auc !== undefined) columns.metric(row, { key: "auc", value: auc, step: 1, timestamp: 1 });
  }
  return columns.page(undefined);
}

const query: RunsQuery = { experimentIds: ["1"], filter: "", sort: [], groupBy: ["param:depth"] };
const runs: readonly Run[] = [
  { depth: "10", seed: "1", auc: 0.5 },
  { depth: "9", seed: "1", auc: 0.7 },
  { depth: "10", seed: "2", auc: 0.7 },
  { seed: "3", auc: 0.9 },
  { depth: "9", seed: "1", auc: Number.NaN },
];
const all = [0, 1, 2, 3, 4];

describe("groups of runs", () => {
  it("stand as people count, those where it is not set last", () => {
    const groups = groupsOf(pageOf(runs), all, query);
    assert.deepEqual(
      groups.map(({ values, rows }) => [...values, ...rows]),
      [
        ["9", 1, 4],
        ["10", 0, 2],
        [null, 3],
      ],
    );
  });

  it("are sorted by what their numbers come to, and are of two columns where two are chosen", () => {
    const sorted = groupsOf(pageOf(runs), all, { ...query, sort: [{ column: "metric:auc", descending: true }] });
    assert.deepEqual(
      sorted.map(({ values }) => values[0]),
      [null, "9", "10"],
    );
    const two = groupsOf(pageOf(runs), all, { ...query, groupBy: ["param:depth", "param:seed"] });
    assert.deepEqual(
      two.map(({ values }) => values.join()),
      ["9,1", "10,1", "10,2", ",3"],
    );
  });

  it("say mean and deviation, or median and range; one number alone has none; a text that differs is counted", () => {
    const page = pageOf(runs);
    const groups = groupsOf(page, all, query);
    const cells = (id: "metric:auc" | "param:seed" | "attribute:user_id", summary: "mean" | "median" = "mean") =>
      groupCells(page, id, groups, groups, summary);
    assert.deepEqual(cells("metric:auc"), ["0.700", "0.600 ± 0.14", "0.900"]);
    assert.deepEqual(cells("metric:auc", "median"), ["0.700", "0.600 (0.500–0.700)", "0.900"]);
    assert.deepEqual(cells("param:seed"), ["1", "2 values", "3"]);
    assert.deepEqual(cells("attribute:user_id"), ["ana", "ana", "ana"]);
    assert.deepEqual(
      [...bestGroups(page, "metric:auc", groups, "lower", "mean")].map(({ values }) => values[0]),
      ["10"],
    );
    assert.equal(bestGroups(page, "metric:auc", groups, undefined, "mean").size, 0);
  });

  it("hold every run once, with equal values in a group and different ones in two", () => {
    const value = fc.constantFrom(undefined, "", "1", "01", "1.0", "(not set)", "null");
    const some = fc.array(fc.record({ depth: value, seed: value }), { maxLength: 40 });
    fc.assert(
      fc.property(some, (made) => {
        const list = made.map(({ depth, seed }) => ({
          ...(depth === undefined ? {} : { depth }),
          ...(seed === undefined ? {} : { seed }),
        }));
        const groups = groupsOf(pageOf(list), [...list.keys()], { ...query, groupBy: ["param:depth", "param:seed"] });
        assert.deepEqual(
          groups.flatMap(({ rows }) => rows).toSorted((a, b) => a - b),
          [...list.keys()],
        );
        for (const { rows, values } of groups)
          for (const row of rows) assert.deepEqual([made[row]?.depth ?? null, made[row]?.seed ?? null], values);
        assert.equal(new Set(groups.map(({ values }) => JSON.stringify(values))).size, groups.length);
      }),
      generated(200),
    );
  });
});

describe("what numbers come to", () => {
  it("leaves NaN out, and is nothing without a number", () => {
    assert.equal(spreadOf([Number.NaN]), undefined);
    assert.deepEqual(spreadOf([2, Number.NaN, 4]), { n: 2, mean: 3, std: Math.SQRT2, median: 3, min: 2, max: 4 });
    assert.ok(Number.isNaN(spreadOf([1])?.std));
  });
  it("is exact for large numbers that lie close together", () => {
    assert.deepEqual(spreadOf([1e15 + 1, 1e15 + 2, 1e15 + 3]), {
      n: 3,
      mean: 1e15 + 2,
      std: 1,
      median: 1e15 + 2,
      min: 1e15 + 1,
      max: 1e15 + 3,
    });
  });
  it("lies between the least and the greatest, whatever is logged", () => {
    fc.assert(
      fc.property(fc.array(fc.double({ noDefaultInfinity: true, min: -1e100, max: 1e100 }), { minLength: 1 }), (values) => {
        const spread = spreadOf(values);
        if (spread === undefined) return values.every(Number.isNaN);
        const room = Math.max(Math.abs(spread.min), Math.abs(spread.max)) * 1e-12;
        return (
          spread.min - room <= spread.mean && spread.mean <= spread.max + room && spread.min <= spread.median && spread.median <= spread.max
        );
      }),
      { seed: 5 },
    );
  });
});

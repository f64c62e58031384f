import assert from "node:assert/strict";
import fc from "fast-check";
import { type AxisId, type AxisValue, axisKey, axisKind, type Brush, type RelationData } from "#protocol/views/compareRelation.ts";
import { filterTest } from "#registry/model/evaluateFilter.ts";
import { parseFilter } from "#registry/model/filter.ts";
import type { RunPage } from "#registry/model/types.ts";
import { generated } from "#test/generatedCases.ts";
import { axisScale } from "./axisScale.ts";
import { filterOfBrushes, insideAll } from "./brush.ts";

const runs = 12;
const key = fc.constantFrom("lr", "val auc", "a`b", "in", "system/cpu", "x.y", "é");
const word = fc.constantFrom("adam", "it's", 'say "x"', "a,b", "", "0.1", "1e-3", "-1", "30", "NaN");
const number = fc
  .double({ min: -1e9, max: 1e9, noNaN: true })
  .filter((value) => !Object.is(value, -0) && (value === 0 || Math.abs(value) > 1e-6));
const metric = fc.record({
  id: key.map((name): AxisId => `metric:${name}`),
  values: fc.array(fc.oneof(number, fc.constant(null)), { minLength: runs, maxLength: runs }),
});
const param = fc.record({
  id: key.map((name): AxisId => `param:${name}`),
  values: fc.array(fc.oneof(word, fc.constant(null)), { minLength: runs, maxLength: runs }),
});
const axes: fc.Arbitrary<{ id: AxisId; values: AxisValue[] }[]> = fc.uniqueArray(fc.oneof(metric, param), {
  selector: ({ id }) => id,
  minLength: 1,
  maxLength: 4,
});
const stretch = fc.tuple(
  fc.double({ min: 0, max: 1, noNaN: true }),
  fc.double({ min: 0, max: 1, noNaN: true }),
  fc.boolean(),
  fc.boolean(),
);

describe("brushes as a filter of runs", () => {
  it("takes exactly the runs that are inside, whatever is brushed", () => {
    fc.assert(
      fc.property(axes, fc.array(stretch, { minLength: 4, maxLength: 4 }), (all, drags) => {
        const data: RelationData = {
          ids: [...Array.from({ length: runs }).keys()].map(String),
          names: [],
          compared: 2,
          axes: all,
          isPartial: false,
        };
        const brushes: Record<string, Brush> = {};
        for (const [index, { id, values }] of all.entries()) {
          const [a = 0, b = 1, log = false, flipped = false] = drags[index] ?? [];
          const brush = axisScale(values, { kind: axisKind(id), log, flipped }).between(Math.min(a, b), Math.max(a, b));
          if (brush) brushes[id] = brush;
        }
        const made = filterOfBrushes(data, brushes);
        if ("why" in made) return;
        const test = filterTest(parseFilter(made.filter), pageOf(data));
        const taken = data.ids.map((_, row) => test(row));
        assert.deepEqual(taken, insideAll(data, brushes), made.filter);
      }),
      generated(1500),
    );
  });

  it("reads as a person would write it", () => {
    const data: RelationData = {
      ids: ["a", "b", "c"],
      names: [],
      compared: 1,
      isPartial: false,
      axes: [
        { id: "metric:val_auc", values: [0.93, 0.94, null] },
        { id: "param:optimizer", values: ["adam", "sgd", null] },
        { id: "param:lr", values: ["0.1", "0.01", "0.5"] },
      ],
    };
    const filter = filterOfBrushes(data, {
      "metric:val_auc": { from: 0.92, to: 0.945, values: [] },
      "param:optimizer": { values: ["sgd", null] },
      "param:lr": { from: 0.001, to: 0.2, values: [] },
    });
    assert.deepEqual(filter, {
      filter:
        "metrics.val_auc >= 0.92 AND metrics.val_auc <= 0.945 AND (params.optimizer = 'sgd' OR params.optimizer IS NULL) AND params.lr IN ('0.1', '0.01')",
    });
  });

  it("says why there is none", () => {
    const both = `it's "x"`;
    const data: RelationData = { ids: ["a"], names: [], compared: 1, isPartial: false, axes: [{ id: "param:note", values: [both] }] };
    assert.match(JSON.stringify(filterOfBrushes(data, { "param:note": { values: [both] } })), /why.*note.*quotes/);
  });
});

describe("an axis", () => {
  it("has a place for every value, within the axis, and what is brushed in full is inside", () => {
    fc.assert(
      fc.property(fc.oneof(metric, param), fc.boolean(), fc.boolean(), ({ id, values }, log, flipped) => {
        const scale = axisScale(values, { kind: axisKind(id), log, flipped });
        for (const value of values) {
          const place = scale.place(value);
          assert.ok(place >= 0 && place <= 1, `${value}: ${place}`);
        }
        for (const tick of scale.ticks) assert.ok(tick.place >= -1e-9 && tick.place <= 1 + 1e-9, `${tick.label} at ${tick.place}`);
        const all = scale.between(0, 1);
        assert.ok(all);
        const data = { ids: values.map(String), names: [], compared: 0, axes: [{ id, values }], isPartial: false };
        assert.ok(insideAll(data, { [id]: all }).every(Boolean), JSON.stringify(all));
      }),
      generated(500),
    );
  });

  it("keeps runs without a value apart, also from numbers", () => {
    const scale = axisScale([1, 2, null], { kind: "metric", log: undefined, flipped: false });
    assert.deepEqual(scale.ticks[0], { place: 0, label: "(not set)" });
    assert.ok(scale.place(1) > 0.05);
    assert.deepEqual(scale.between(0, 0.02), { values: [null] });
  });
});

function pageOf(data: RelationData): RunPage {
  const rows = (values: readonly AxisValue[]) => values.flatMap((value, row) => (value === null ? [] : [row]));
  const of = (kind: "metric" | "param") => data.axes.filter(({ id }) => axisKind(id) === kind);
  const numbers = new Float64Array(data.ids.length);
  return {
    ids: data.ids,
    names: data.ids,
    experimentIds: data.ids,
    statuses: data.ids.map(() => "FINISHED"),
    lifecycles: data.ids.map(() => "active"),
    users: data.ids,
    startTimes: numbers,
    endTimes: numbers,
    artifactUris: data.ids,
    metrics: of("metric").map(({ id, values }) => ({
      key: axisKey(id),
      rows: Uint32Array.from(rows(values)),
      values: Float64Array.from(rows(values), (row) => Number(values[row])),
      steps: numbers,
      timestamps: numbers,
    })),
    params: of("param").map(({ id, values }) => ({
      key: axisKey(id),
      rows: Uint32Array.from(rows(values)),
      values: rows(values).map((row) => String(values[row])),
    })),
    tags: [],
    datasets: data.ids.map(() => []),
  };
}

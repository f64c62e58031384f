import assert from "node:assert/strict";
import type { AxisId } from "#protocol/views/compareRelation.ts";
import { registryWith } from "#registry/sqlite/testRegistry.ts";
import { explain, relation } from "./relation.ts";
import { contextOf, runRows } from "./testContext.ts";

const signal = new AbortController().signal;
const names = Array.from({ length: 12 }, (_, index) => `s${String(index).padStart(2, "0")}`);
const rows = `${runRows(...names)}
  INSERT INTO params VALUES ${names.map((id, index) => `('lr', '${(index + 1) / 100}', '${id}'), ('seed', '${(index * 5) % 12}', '${id}')`).join(", ")};
  INSERT INTO params VALUES ('only_here', 'x', 's03');
  INSERT INTO latest_metrics VALUES ${names.map((id, index) => `('auc', ${0.9 + index / 1000}, 5, 1, 0, '${id}')`).join(", ")};
  INSERT INTO latest_metrics VALUES ('broken', 0, 5, 1, 1, 's02');`;

describe("relation of compared runs to the others", () => {
  let store: ReturnType<typeof registryWith>;
  before(() => {
    store = registryWith(rows);
  });
  after(() => store.close());

  const read = async (runIds: string[], axes: AxisId[]) => {
    const answer = await relation({ runIds, axes }, contextOf(store.registry), signal);
    assert.ok(answer.ok, JSON.stringify(answer));
    return answer.value;
  };

  it("has the compared ones first, in the order asked for, then every other run once", async () => {
    const data = await read(["s03", "s01"], ["metric:auc", "param:lr", "param:only_here", "metric:broken", "metric:none"]);
    assert.deepEqual([data.ids.slice(0, 2), data.compared, data.isPartial], [["s03", "s01"], 2, false]);
    assert.equal(new Set(data.ids).size, data.ids.length);
    for (const name of names) assert.ok(data.ids.includes(name));
    const values = new Map(data.axes.map((axis) => [axis.id, axis.values]));
    assert.deepEqual(values.get("metric:auc")?.slice(0, 2), [0.903, 0.901]);
    assert.deepEqual(values.get("param:lr")?.slice(0, 2), ["0.04", "0.02"]);
    assert.deepEqual(
      values.get("param:only_here")?.filter((value) => value !== null),
      ["x"],
    );
    assert.deepEqual(
      values.get("metric:broken")?.filter((value) => value !== null),
      ["NaN"],
    );
    assert.deepEqual(new Set(values.get("metric:none")), new Set([null]));
  });

  it("is empty where no run is left", async () => {
    assert.deepEqual(await read(["gone"], ["metric:auc"]), {
      ids: [],
      names: [],
      compared: 0,
      axes: [{ id: "metric:auc", values: [] }],
      isPartial: false,
    });
  });

  it("ranks params over all runs of the experiment, and counts what it cannot rank", async () => {
    const answer = await explain(
      { runIds: ["s03", "s01"], metric: "auc", params: ["seed", "lr", "only_here"] },
      contextOf(store.registry),
      signal,
    );
    assert.ok(answer.ok);
    const { n, factors, left, fewest } = answer.value;
    // The store's own run has the metric too, without these params.
    assert.deepEqual([n, left, fewest], [13, 0, 8]);
    assert.deepEqual(
      factors.map(({ param, n: count }) => [param, count]),
      [
        ["lr", 12],
        ["seed", 12],
      ],
    );
    assert.equal(factors[0]?.rho, 1);
  });
});

import assert from "node:assert/strict";
import { rankedRelations } from "./explain.ts";

describe("what goes with a metric", () => {
  const n = 40;
  const rows = [...Array.from({ length: n }).keys()];
  /** Neither rises nor falls with the row. */
  const scattered = (row: number) => (row * 7919) % 41;

  it("puts what it rises with before what it has nothing to do with, and says which may be chance", () => {
    const metric = rows.map((row) => row / 10);
    const ranked = rankedRelations(metric, [
      { key: "seed", values: rows.map((row) => String(scattered(row))) },
      { key: "lr", values: rows.map((row) => String(2 ** (row / 4))) },
    ]);
    assert.deepEqual(
      ranked.map(({ param, method, n: count }) => [param, method, count]),
      [
        ["lr", "spearman", n],
        ["seed", "spearman", n],
      ],
    );
    assert.equal(ranked[0]?.rho, 1);
    assert.ok((ranked[0]?.p ?? 1) <= 0.002 && (ranked[1]?.p ?? 0) > 0.05, JSON.stringify(ranked));
  });

  it("compares words by group, best mean first", () => {
    const [relation] = rankedRelations(
      rows.map((row) => (row % 2 === 0 ? 0.9 : 0.8) + row / 10_000),
      [{ key: "optimizer", values: rows.map((row) => (row % 2 === 0 ? "adam" : "sgd")) }],
    );
    assert.equal(relation?.method, "kruskal");
    assert.deepEqual(
      relation?.groups?.map(({ value, n: count }) => [value, count]),
      [
        ["adam", 20],
        ["sgd", 20],
      ],
    );
  });

  it("says nothing of few runs, of one value, of words that each run has for itself, and of a metric that never differs", () => {
    const own = { key: "run_name", values: rows.map((row) => `run ${row}`) };
    const one = { key: "loss", values: rows.map(() => "mse") };
    const lr = { key: "lr", values: rows.map(String) };
    assert.deepEqual(rankedRelations(rows, [own, one]), []);
    assert.deepEqual(rankedRelations([1, 2, 3, 4, 5, 6, 7], [lr]), []);
    assert.deepEqual(
      rankedRelations(
        rows.map(() => 1),
        [lr],
      ),
      [],
    );
    assert.deepEqual(
      rankedRelations(
        rows.map((row) => (row < 33 ? Number.NaN : row)),
        [lr],
      ),
      [],
    );
  });

  it("finds chance as often as chance is, not more often", () => {
    const random = (seed: number) =>
      rows.map((row) => Math.sin((row + 1) * (seed + 1.37) * 12.9898) * 43_758.5453).map((x) => x - Math.floor(x));
    const found = Array.from({ length: 60 }, (_, seed) => {
      const params = [1, 2, 3].map((which) => ({ key: `p${which}`, values: random(seed * 10 + which).map(String) }));
      return rankedRelations(random(seed * 10), params).some(({ p = 1 }) => p < 0.05);
    });
    assert.ok(found.filter(Boolean).length <= 8, `${found.filter(Boolean).length} of 60`);
  });
});

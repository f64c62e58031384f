import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import type { RunsQuery } from "#protocol/views/runs.ts";
import type { Registry } from "#registry/api.ts";
import { columnOf, metricAt } from "#registry/model/columns.ts";
import type { RunPage } from "#registry/model/types.ts";
import { openSqliteRegistry } from "#registry/sqlite/sqliteRegistry.ts";
import { contextOf } from "#server/compare/testContext.ts";
import { ChosenValues } from "#server/runs/chosenValues.ts";
import { withFormulas } from "#server/runs/formulaColumns.ts";
import { groupsOf, spreadsOf } from "#server/runs/groups.ts";
import { LoadedRuns } from "#server/runs/loadedRuns.ts";
import { passingRows } from "#server/runs/order.ts";
import { runIds } from "#server/runs/runsTable.ts";
import { runsText } from "#server/runs/runsText.ts";
import { requirePython } from "../contract/bothRegistries.ts";
import { quiet } from "../contract/realMlflow.ts";
import { generated } from "../generatedCases.ts";

const { signal } = new AbortController();
const oracle = fileURLToPath(new URL("./runsPageOracle.py", import.meta.url));

interface Told {
  readonly ids: readonly string[];
  readonly groups: Readonly<Record<string, readonly [n: number, ...rest: string[]]>>;
  readonly ranges: Readonly<Record<string, readonly [string, string]>>;
  readonly beside: Readonly<Record<string, string>>;
  readonly formula: Readonly<Record<string, string>>;
}

const value = fc.oneof(
  fc.double({ min: -1e6, max: 1e6, noNaN: true }),
  fc.constantFrom(0.9, 0.9, -0, 1e-12, "NaN"),
  fc.integer({ min: -3, max: 3 }),
);
const points = fc.array(fc.tuple(value, fc.nat(5)), { minLength: 1, maxLength: 8 });
const run = fc.record({ depth: fc.constantFrom(null, "2", "10", "a b"), auc: points, loss: fc.oneof(points, fc.constant([])) });

describe("what the Runs page makes of runs, and what MLflow and pandas do", function () {
  this.timeout(120_000);
  let folder: string;
  let told: Told;
  let registry: Registry;
  let page: RunPage;

  before(async function () {
    const python = requirePython(this);
    folder = mkdtempSync(join(tmpdir(), "slipway-runs-page-"));
    const input = JSON.stringify({ runs: fc.sample(run, generated(60)) });
    const { stdout, stderr, status } = spawnSync(python, [oracle, folder], { input, encoding: "utf8", env: { ...process.env, ...quiet } });
    assert.equal(status, 0, stderr);
    told = JSON.parse(stdout.split("\n").findLast((line) => line.startsWith("{")) ?? "") as Told;
    registry = openSqliteRegistry(join(folder, "mlflow.db"), Date.now);
    ({ page } = await new LoadedRuns().all(registry, { experimentIds: ["1"] }, new AbortController().signal));
  });
  after(() => {
    registry?.close();
    if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
  });

  const near = (ours: number | undefined, theirs: string | undefined, what: string) => {
    const expected = Number(theirs);
    if (Number.isNaN(expected)) assert.ok(ours === undefined || Number.isNaN(ours), `${what}: ${ours}, not ${theirs}`);
    else assert.ok(Math.abs((ours ?? Number.NaN) - expected) <= 1e-9 * Math.max(1, Math.abs(expected)), `${what}: ${ours}, not ${theirs}`);
  };

  it("agree on count, mean, standard deviation, median, least and greatest of a group", () => {
    const query: RunsQuery = { experimentIds: ["1"], filter: "metrics.auc > -1e308", sort: [], groupBy: ["param:depth"] };
    const groups = groupsOf(page, passingRows(page, query, { now: 0, me: [] }), query);
    const spreads = spreadsOf(page, "metric:auc", groups);
    const named = groups.filter(({ values }) => values[0] !== null);
    assert.deepEqual(named.map(({ values }) => values[0]).toSorted(), Object.keys(told.groups).toSorted());
    for (const [at, { values }] of groups.entries()) {
      if (values[0] == null) continue;
      const [n, mean, std, median, min, max] = told.groups[values[0]] ?? [0];
      const spread = spreads[at];
      assert.equal(spread?.n, n);
      for (const [ours, theirs, what] of [
        [spread?.mean, mean, "mean"],
        [spread?.std, std, "std"],
        [spread?.median, median, "median"],
        [spread?.min, min, "min"],
        [spread?.max, max, "max"],
      ] as const)
        near(ours, theirs, `${what} of ${values[0]}`);
    }
  });

  it("agree on which runs, in which order, when the code that was copied is run", async () => {
    const context = { ...contextOf(registry), loaded: new LoadedRuns(), chosen: new ChosenValues() };
    const queries: readonly Partial<RunsQuery>[] = [
      {},
      { filter: "metrics.auc > 0 AND params.depth != '2'", sort: [{ column: "metric:auc", descending: true }] },
      { filter: "metrics.auc > 0 OR params.depth = 'a b'" },
      { filter: "metrics.`= (auc - loss) / 2` > 0.25" },
      { filter: `params.depth = "a b"`, sort: [{ column: "param:depth", descending: false }] },
      { sort: [{ column: "metric:auc", descending: false }], values: { auc: "max" } },
      { filter: "NOT metrics.loss < 1", sort: [{ column: "attribute:start_time", descending: false }] },
    ];
    const shown: (readonly string[])[] = [];
    const codes: string[] = [];
    for (const query of queries) {
      const params = { experimentIds: ["1"], filter: "", sort: [], ...query, columns: [] };
      const ids = await runIds({ ...params, first: 0, count: 1000 }, context, signal);
      const code = await runsText({ ...params, format: "Python" }, context, signal);
      assert.ok(ids.ok && code.ok);
      shown.push(ids.value);
      codes.push(code.value);
    }
    assert.deepEqual(
      codes.map((code) => code.includes("run_ids")),
      [false, false, true, true, true, true, true],
      "MLflow's own words where it has them",
    );
    const script =
      "import json,sys\nfor code in json.load(sys.stdin):\n  scope={}\n  exec(code,scope)\n  print(json.dumps(list(scope['runs']['run_id'])))";
    const python = process.env["SLIPWAY_PYTHON"] ?? "";
    const { stdout, stderr, status } = spawnSync(python, ["-c", script], {
      input: JSON.stringify(codes),
      encoding: "utf8",
      env: { ...process.env, ...quiet },
    });
    assert.equal(status, 0, stderr);
    const found = stdout.split("\n").filter((line) => line.startsWith("["));
    assert.deepEqual(
      found.map((line) => JSON.parse(line) as string[]),
      shown,
    );
  });

  it("agree on a formula over the last values, which the table is sorted by", async () => {
    const formula = "= (auc - loss) / 2";
    const column = columnOf(withFormulas(page, [formula]).metrics, formula);
    let numbers = 0;
    for (const id of told.ids) {
      const ours = metricAt(column, page.ids.indexOf(id));
      near(ours, told.formula[id] ?? "nan", `${formula} of ${id}`);
      if (ours !== undefined && Number.isFinite(ours)) numbers++;
    }
    assert.ok(numbers > 20, String(numbers));
    const context = { ...contextOf(registry), loaded: new LoadedRuns(), chosen: new ChosenValues() };
    const sort = [{ column: `metric:${formula}` as const, descending: true }];
    const ids = await runIds({ experimentIds: ["1"], filter: "", sort, formulas: [formula], first: 0, count: 1000 }, context, signal);
    assert.ok(ids.ok);
    const order = ids.value.map((id) => Number(told.formula[id])).filter((each) => !Number.isNaN(each));
    for (const [at, each] of order.entries()) {
      const next = order[at + 1] ?? Number.NEGATIVE_INFINITY;
      assert.ok(each >= next - 1e-9 * Math.abs(next), `${each} before ${next}`);
    }
    assert.equal(order.length, numbers);
  });

  it("agree on the runs that a filter by a formula takes", async () => {
    const query = { experimentIds: ["1"], filter: "metrics.`= (auc - loss) / 2` > 0.25 AND metrics.auc > -2", orderBy: [], limit: 1000 };
    const expected = told.ids.filter((id) => {
      const auc = metricAt(columnOf(page.metrics, "auc"), page.ids.indexOf(id)) ?? Number.NaN;
      return Number(told.formula[id]) > 0.25 && auc > -2;
    });
    const found = await registry.runs(query, signal);
    assert.deepEqual(found.ids.toSorted(), expected.toSorted());
    assert.ok(expected.length > 5 && expected.length < told.ids.length - 5, String(expected.length));
  });

  for (const chosen of ["min", "max", "at:loss"] as const) {
    it(`agree on ${chosen} of a metric's history`, async () => {
      const direction = () => "lower" as const;
      const made = await new ChosenValues().in(registry, page, { values: { auc: chosen } }, direction, signal);
      const column = columnOf(made.page.metrics, "auc");
      for (const id of told.ids) {
        const ours = metricAt(column, page.ids.indexOf(id));
        const theirs = chosen === "at:loss" ? told.beside[id] : told.ranges[id]?.[chosen === "min" ? 0 : 1];
        near(ours, theirs ?? "nan", `${chosen} of ${id}`);
      }
    });
  }
});

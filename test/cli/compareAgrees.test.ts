import assert from "node:assert/strict";
import { join } from "node:path";
import { type CompareData, type CompareState, newCompareState } from "#protocol/views/compare.ts";
import type { Registry } from "#registry/api.ts";
import { dataRows } from "#registry/model/compare/dataRows.ts";
import { groupColumns } from "#registry/model/compare/groupColumns.ts";
import { openSqliteRegistry } from "#registry/sqlite/sqliteRegistry.ts";
import { compareData } from "#server/compare/compareData.ts";
import { contextOf } from "#server/compare/testContext.ts";
import { groupedData } from "#webviews/compare/grouping.ts";
import { metricTable } from "#webviews/compare/metricTable.ts";
import { slipway } from "./run.ts";
import { sampleCopy } from "./sampleCopy.ts";

const { signal } = new AbortController();
const key = "param:num_leaves";

/** `slipway compare` and the Compare page of the same runs. */
describe("slipway compare says of groups and data sets what the Compare page says", function () {
  this.timeout(120_000);
  const copy = sampleCopy();
  let registry: Registry;
  let ids: readonly string[];
  let data: CompareData;
  let state: CompareState;

  before(async () => {
    registry = openSqliteRegistry(join(copy(), "mlflow.db"), Date.now);
    const experiments = await registry.experiments({ limit: 10 }, signal);
    const experimentIds = experiments.items.map(({ id }) => id);
    ids = (await registry.runs({ experimentIds, filter: "params.num_leaves != ''", orderBy: [], limit: 24 }, signal)).ids;
    const answer = await compareData({ runIds: ids }, contextOf(registry), signal);
    data = answer.ok ? answer.value : assert.fail(answer.problem.message);
    state = { ...newCompareState(ids), groupBy: [key] };
  });
  after(() => registry?.close());

  const run = (...args: readonly string[]) => slipway(["compare", ...ids, ...args], { cwd: copy() });
  const json = async (...args: readonly string[]) => JSON.parse((await run(...args, "--format", "json", "--all")).stdout);
  const textsOf = (of: CompareData) =>
    dataRows(
      of,
      of.runs.map((_, index) => index),
    ).map(({ name, cells }) => ({ key: name, values: cells.map(({ text, missing }) => (missing ? null : text)) }));

  it("in JSON: groups, n, mean, spread and test", async () => {
    const groups = groupColumns(data, state);
    assert.ok(groups.length > 2 && groups.some(({ runs }) => runs.length > 2), "the sample has groups to test");
    const all = groups.map((_, index) => index);
    const page = metricTable(data, state, all, groups).rows.map(({ metric, groups: cells = [] }) => ({
      key: metric.key,
      values: cells.map((cell) => {
        if (cell === undefined) return null;
        const { n, mean, std, min, max } = cell.spread;
        const spread = { n, runs: cell.of, mean, ...(Number.isNaN(std) ? {} : { std }), min, max };
        return { ...spread, ...(cell.test ? { welch: cell.test } : {}) };
      }),
    }));
    const told = await json("--group-by", key);
    assert.deepEqual(
      told.groups.map(({ name, run_ids }: { name: string; run_ids: string[] }) => [name, run_ids]),
      groups.map(({ name, runIds }) => [name, runIds]),
    );
    const byKey = (rows: readonly { key: string }[]) => rows.toSorted((a, b) => (a.key < b.key ? -1 : 1));
    assert.deepEqual(byKey(told.metrics), byKey(page));
    assert.ok(JSON.stringify(page).includes('"welch"'), "there are tests among them");
    assert.deepEqual(told.params, groupedData(data, groups).params);
    assert.deepEqual(told.data, textsOf(groupedData(data, groups)));
  });

  it("in JSON: data sets of single runs", async () => {
    const rows = textsOf(data);
    assert.ok(rows.length > 0, "the sample's runs have data sets");
    assert.deepEqual((await json()).data, rows);
  });

  it("in Markdown, CSV and HTML, with what the tests can't tell beside them", async () => {
    const markdown = await run("--group-by", key);
    assert.match(markdown.stdout, /^\| kind \| key \| num\\_leaves |^\| kind \| key \| num_leaves /);
    assert.match(markdown.stdout, /± .*p .*, n \d/);
    assert.match(markdown.stderr, /Welch's t-test, two-sided, against the baseline's group\./);
    const csv = await run("--group-by", key, "--format", "csv");
    for (const kind of ["metric mean", "metric std", "metric n", "metric p"]) assert.ok(csv.stdout.includes(`\n${kind},`), kind);
    const html = await run("--group-by", key, "--format", "html");
    assert.match(html.stdout, /<h1>\d+ groups of runs of mlflow\.db<\/h1>/);
    assert.match(html.stdout, /Welch&#39;s t-test/);
    assert.match(html.stdout, /<span class="muted">n 1 of 3<\/span>/, "a group of one value has no spread to tell");
  });

  it("refuses what nothing can be grouped by", async () => {
    for (const [keys, words] of [
      [["lr"], /Nothing is grouped by lr/],
      [["param:a", "param:b", "param:c"], /2 things at most/],
    ] as const) {
      const { status, stderr } = await run("--group-by", ...keys);
      assert.equal(status, 2);
      assert.match(stderr, words);
    }
  });
});

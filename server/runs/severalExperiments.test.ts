import assert from "node:assert/strict";
import type { RunsQuery } from "#protocol/views/runs.ts";
import { registryWith } from "#registry/sqlite/testRegistry.ts";
import { contextOf } from "../compare/testContext.ts";
import { ChosenValues } from "./chosenValues.ts";
import { conditionsOf } from "./conditions.ts";
import { LoadedRuns } from "./loadedRuns.ts";
import { runsCatalog, runsWindow } from "./runsTable.ts";
import { runsText } from "./runsText.ts";

const { signal } = new AbortController();
const run = (id: string, experiment: number, start: number, auc: number) => `
  INSERT INTO runs VALUES ('${id}','run ${id}','ana','FINISHED',${start},${start + 5},'active','',${experiment});
  INSERT INTO latest_metrics VALUES ('auc',${auc},${start},1,0,'${id}');`;

describe("runs of several experiments as one table", () => {
  const store = registryWith(
    `INSERT INTO experiments VALUES (1, 'first', '', 'active', 1, 1), (2, 'second', '', 'active', 1, 1), (3, 'third', '', 'active', 1, 1);
     ${run("a", 1, 10, 0.5)} ${run("b", 2, 20, 0.9)} ${run("c", 1, 30, 0.7)} ${run("d", 3, 40, 0.1)}`,
  );
  after(() => store.close());
  const loaded = new LoadedRuns();
  const context = { ...contextOf(store.registry), loaded, chosen: new ChosenValues() };
  const both = { experimentIds: ["1", "2"] };
  const table = async (query: Partial<RunsQuery>) => {
    const params = {
      ...both,
      filter: "",
      sort: [],
      columns: ["metric:auc" as const, "attribute:experiment" as const],
      first: 0,
      count: 100,
      ...query,
    };
    const answer = await runsWindow(params, context, signal);
    assert.ok(answer.ok, JSON.stringify(answer));
    return answer.value.rows.map(({ name, cells, best }) => [name, ...cells, ...(best.length > 0 ? ["best"] : [])].join(" | "));
  };

  it("say of each run which experiment it is of, newest first, and mark the best of all", async () => {
    assert.deepEqual(await table({}), ["run c | 0.700 | first", "run b | 0.900 | second | best", "run a | 0.500 | first"]);
  });

  it("are sorted and grouped by it", async () => {
    const sort = [{ column: "attribute:experiment" as const, descending: true }];
    assert.deepEqual(await table({ sort }), ["run b | 0.900 | second | best", "run c | 0.700 | first", "run a | 0.500 | first"]);
    const groups = await table({ groupBy: ["attribute:experiment"] });
    assert.deepEqual(
      groups.map((row) => row.split(" | ")[0]),
      ["first", "second"],
    );
  });

  it("are named together, with the column where there are several alone", async () => {
    const catalog = await runsCatalog(both, context, signal);
    assert.ok(catalog.ok);
    assert.deepEqual([catalog.value.name, catalog.value.total], ["first, second", 3]);
    assert.ok(catalog.value.defaults.includes("attribute:experiment"));
    const alone = await runsCatalog({ experimentIds: ["1"] }, context, signal);
    assert.ok(alone.ok && alone.value.columns.every(({ key }) => key !== "experiment"));
  });

  it("are not narrowed by it: the filter language has no word for it", async () => {
    const { page } = await loaded.some(store.registry, both, new AbortController().signal);
    assert.deepEqual(conditionsOf(page, "attribute:experiment", 0), []);
  });

  it("are read again when one of the experiments changed", async () => {
    await store.registry.setRunTag("b", "mlflow.runName", "renamed", signal);
    loaded.changed({ experiments: ["3"], runs: ["d"], models: [] });
    assert.equal((await table({}))[1], "run b | 0.900 | second | best");
    loaded.changed({ experiments: ["2"], runs: ["b"], models: [] });
    assert.equal((await table({}))[1], "renamed | 0.900 | second | best");
  });

  it("are asked for together by the code that is copied", async () => {
    const text = await runsText({ ...both, filter: "", sort: [], columns: [], format: "Python" }, context, signal);
    assert.match(text.ok ? text.value : "", /experiment_ids=\["1", "2"\]/);
  });
});

import assert from "node:assert/strict";
import type { ColumnId, RunsQuery } from "#protocol/views/runs.ts";
import { registryWith } from "#registry/sqlite/testRegistry.ts";
import { contextOf } from "../compare/testContext.ts";
import { ChosenValues } from "./chosenValues.ts";
import { LoadedRuns } from "./loadedRuns.ts";
import { runsCatalog, runsWindow } from "./runsTable.ts";
import { runsText } from "./runsText.ts";

const { signal } = new AbortController();
const metric = (run: string, key: string, value: number) => `
  INSERT INTO latest_metrics VALUES ('${key}',${value},5,-3,0,'${run}');
  INSERT INTO metrics VALUES ('${key}',${value},5,'${run}',-3,0), ('${key}',0.25,4,'${run}',-4,0);`;
const run = (id: string, start: number, metrics: Readonly<Record<string, number>>) => `
  INSERT INTO runs VALUES ('${id}','run ${id}','ana','${id === "d" ? "RUNNING" : "FINISHED"}',${start},NULL,'active','',${id === "x" ? 2 : 1});
  INSERT INTO params VALUES ('depth','${start % 20 === 0 ? "even" : "odd"}','${id}');
  ${Object.entries(metrics)
    .map(([key, value]) => metric(id, key, value))
    .join("")}`;

describe("formulas as columns of the Runs page", () => {
  const store = registryWith(
    `INSERT INTO experiments VALUES (1, 'first', '', 'active', 1, 1), (2, 'second', '', 'active', 1, 1);
     ${run("a", 10, { val_acc: 0.5, val_loss: 2 })} ${run("b", 20, { val_acc: 0.875, val_loss: 4 })} ${run("c", 30, { val_acc: 0.75 })}
     ${run("d", 40, { val_acc: 0.625, val_loss: 0 })} ${run("x", 50, { val_acc: 0.125, val_loss: 1 })}`,
  );
  after(() => store.close());
  const context = { ...contextOf(store.registry), loaded: new LoadedRuns(), chosen: new ChosenValues() };
  const error = "= 1 - val_acc";
  const of = (formula: string): ColumnId => `metric:${formula}`;
  const params = (query: Partial<RunsQuery>, columns: readonly ColumnId[]) => {
    const formulas = columns.flatMap((id) => (id.startsWith("metric:= ") ? id.slice("metric:".length) : []));
    return { experimentIds: ["1"], filter: "", sort: [], formulas, columns, first: 0, count: 100, ...query };
  };
  const window = async (query: Partial<RunsQuery> & { deltaTo?: string; pinned?: string[] }, ...columns: ColumnId[]) => {
    const answer = await runsWindow(params(query, columns), context, signal);
    assert.ok(answer.ok, JSON.stringify(answer));
    return answer.value;
  };
  const told = async (...asked: Parameters<typeof window>) =>
    (await window(...asked)).rows.map(({ name, cells, best }) => [name, ...cells, ...(best.length > 0 ? ["best"] : [])].join(" | "));

  it("come to a value for each run that has all of their metrics, and the best is marked where it can be known", async () => {
    assert.deepEqual(await told({}, of(error)), ["run d | 0.375", "run c | 0.250", "run b | 0.125 | best", "run a | 0.500"]);
    assert.deepEqual(await told({}, of("= val_loss / val_acc")), ["run d | 0.00", "run c | ", "run b | 4.57", "run a | 4.00"]);
    assert.deepEqual(await told({}, of("= 1 / val_loss")).then(([running]) => running), "run d | ∞");
  });

  it("are sorted by, a run without a value last whichever way it goes", async () => {
    const id = of("= val_acc - val_loss");
    const names = async (descending: boolean) => (await told({ sort: [{ column: id, descending }] }, id)).map((row) => row.slice(4, 5));
    assert.deepEqual(await names(true), ["d", "a", "b", "c"]);
    assert.deepEqual(await names(false), ["b", "a", "d", "c"]);
  });

  it("are of the values that were chosen for their metrics, and of the directions", async () => {
    assert.deepEqual(await told({ values: { val_acc: "min" } }, of(error)), [
      "run d | 0.750",
      "run c | 0.750",
      "run b | 0.750",
      "run a | 0.750",
    ]);
    assert.equal((await told({ directions: { val_acc: "lower" } }, of(error))).at(-1), "run a | 0.500 | best");
    assert.equal((await told({ directions: { [error]: "higher" } }, of(error))).at(-1), "run a | 0.500 | best");
  });

  it("differ where their metrics do, not by how numbers are kept", async () => {
    const dust = registryWith(
      `INSERT INTO experiments VALUES (1, 'first', '', 'active', 1, 1);
       ${run("a", 10, { val: 0.9313, train: 0.9513 })} ${run("b", 20, { val: 0.9179, train: 0.9379 })} ${run("c", 30, { val: 0.9, train: 1 })}`,
    );
    const own = { ...contextOf(dust.registry), loaded: new LoadedRuns(), chosen: new ChosenValues() };
    const directions = { "= val - train": "higher" as const };
    const answer = await runsWindow(params({ directions }, [of("= val - train")]), own, signal);
    dust.close();
    assert.ok(answer.ok);
    assert.deepEqual(
      answer.value.rows.map(({ cells, best }) => [...cells, best.length]),
      [
        ["−0.1000", 0],
        ["−0.0200", 1],
        ["−0.0200", 1],
      ],
    );
  });

  it("have a mean in each group, and a difference to the baseline, of another experiment too", async () => {
    assert.deepEqual(await told({ groupBy: ["param:depth"] }, of(error)), ["even | 0.250 ± 0.18 | best", "odd | 0.375 ± 0.18"]);
    const { rows, pinned } = await window({ deltaTo: "x", pinned: ["x"] }, of(error));
    assert.deepEqual(pinned[0]?.cells, ["0.875"]);
    assert.deepEqual(rows.at(-1)?.cells, ["−0.375"]);
  });

  it("are told of in the catalog: how many runs have them, and which way they get better", async () => {
    const formulas = [error, "= val_acc - val_loss", "= val_acc * val_loss", "= 1 -"];
    const answer = await runsCatalog({ experimentIds: ["1"], formulas }, context, signal);
    assert.ok(answer.ok);
    const found = answer.value.columns.filter(({ isFormula }) => isFormula);
    assert.deepEqual(
      found.map(({ key, count, better }) => [key, count, better]),
      [
        [error, 4, "lower"],
        ["= val_acc - val_loss", 3, "higher"],
        ["= val_acc * val_loss", 3, undefined],
        ["= 1 -", 0, undefined],
      ],
    );
    assert.ok(found.every(({ id }) => answer.value.defaults.includes(id)));
    assert.ok(!answer.value.charted.some((key) => key.startsWith("=")));
  });

  it("that come to nothing say why, and the others stand", async () => {
    const { notes, rows } = await window({}, of("= 1 - nothing"), of("= 1 -"), of(error));
    assert.deepEqual(rows.at(-1)?.cells, [null, null, "0.500"]);
    assert.equal(notes[0], "= 1 - nothing: No run has the metric nothing.");
    assert.match(notes[1] ?? "", /^= 1 -: The formula is not valid\./);
    assert.equal(notes.length, 2);
  });

  it("are copied with the table, and no code of MLflow's asks to sort by one", async () => {
    const text = async (format: "CSV" | "Python" | "JSON") => {
      const asked = { ...params({ sort: [{ column: of(error), descending: false }] }, [of(error)]), format };
      const answer = await runsText(asked, context, signal);
      assert.ok(answer.ok);
      return answer.value;
    };
    assert.match(await text("CSV"), /^run,'= 1 - val_acc\r?\nrun b,0\.125/);
    assert.match(await text("JSON"), /"= 1 - val_acc": 0\.125/);
    const code = await text("Python");
    assert.ok(!code.includes("order_by") && code.includes(`"b",\n    "c",\n    "d",\n    "a",`), code);
  });

  it("say nothing of how far a run is that was not logged", async () => {
    const [running] = (await window({}, of(error))).rows;
    assert.equal(running?.progress?.step, -3);
  });
});

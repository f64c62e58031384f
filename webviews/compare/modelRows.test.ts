import assert from "node:assert/strict";
import type { ModelColumn, ModelFacts } from "#protocol/views/compareModels.ts";
import { modelRows, noModel } from "./modelRows.ts";

const column = (name: string, type = "double", required = true): ModelColumn => ({ name, type, required });
const model = (rest: Partial<ModelFacts> = {}): ModelFacts => ({
  version: "v1",
  environment: { sklearn: "1.9.1", python: "3.11.7", mlflow: "3.17.2" },
  size: 364_753,
  inputs: [column("amount"), column("hour", "long")],
  outputs: [column("")],
  ...rest,
});

describe("models of runs in What changed", () => {
  const rowsOf = (...models: (ModelFacts | null)[]) =>
    new Map(
      modelRows(models, [...models.keys()]).map((row) => [row.name, row.cells.map(({ text, note, differs }) => [text, note, differs])]),
    );

  it("are the environment, Python first, then signature and size", () => {
    assert.deepEqual([...rowsOf(model(), model()).keys()], ["python", "mlflow", "sklearn", "inputs", "outputs", "size"]);
    assert.ok([...rowsOf(model(), model()).values()].flat().every(([, , differs]) => differs === false));
  });

  it("tell which columns came, went and changed", () => {
    const other = model({
      inputs: [column("amount", "long"), column("device_age_days")],
      size: 700_000,
      environment: { python: "3.12.1" },
    });
    const rows = rowsOf(model(), other);
    assert.deepEqual(rows.get("inputs")?.[1], ["2 columns", "+device_age_days, −hour, amount: double → long", true]);
    assert.deepEqual(rows.get("size"), [
      ["365 kB", "", false],
      ["700 kB", "+91.9 %", true],
    ]);
    assert.deepEqual(rows.get("sklearn")?.[1], ["not said", "", true]);
    assert.deepEqual(rowsOf(model(), model({ inputs: [column("hour", "long"), column("amount")] })).get("inputs")?.[1], [
      "2 columns",
      "other order",
      true,
    ]);
    assert.deepEqual(
      rowsOf(model(), model({ inputs: [column("amount", "double", false), column("hour", "long")] })).get("inputs")?.[1]?.[1],
      "amount: no longer required",
    );
  });

  it("are no difference where there is none, and no rows where no run has one", () => {
    assert.deepEqual(rowsOf(model(), null).get("size")?.[1], [noModel, "", false]);
    assert.deepEqual(rowsOf(null, model()).get("size")?.[1], ["365 kB", "", false]);
    assert.equal(rowsOf(null, null).size, 0);
  });
});

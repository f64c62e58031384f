import assert from "node:assert/strict";
import { readSchema, readSource } from "../dataset.ts";
import type { DatasetSchema } from "../types.ts";
import { type DataOfRuns, dataRows } from "./dataRows.ts";
import type { ComparedDataset } from "./datasets.ts";

const schemaOf = (...columns: readonly string[]) => {
  const mlflow_colspec = columns
    .map((column) => column.split(" "))
    .map(([name, type = ""]) => ({ name, type, required: !type.endsWith("?") }));
  const schema = readSchema(JSON.stringify({ mlflow_colspec }));
  assert.ok(schema);
  return schema;
};
const lake = (version: number) => readSource("delta_table", JSON.stringify({ path: "/lake/tx", delta_table_version: version }));
const set = (rest: Partial<ComparedDataset>): ComparedDataset => ({ name: "tx", digest: "a41f09c2", context: "train", ...rest });

/** What the rows say, with a bar before what differs: `train | a41f09c | |d07b31e`. */
function rowsOf(datasets: readonly (readonly ComparedDataset[])[], schemas: readonly DatasetSchema[]): string[] {
  const runs = datasets.map((sets) => ({ datasets: sets }));
  const data = { runs, schemas } as unknown as DataOfRuns;
  return dataRows(
    data,
    runs.map((_, index) => index),
  ).map(({ name, cells }) =>
    [name, ...cells.map(({ text, note, differs }) => `${differs ? "≠ " : ""}${text}${note && ` (${note})`}`)].join(" | "),
  );
}

describe("what changed in the data", () => {
  it("is which version, how many rows, from where, and which columns of which type", () => {
    const schemas = [schemaOf("amount double", "hour long", "shop string"), schemaOf("amount float", "shop string", "age long")];
    assert.deepEqual(
      rowsOf(
        [[set({ rows: 100, source: lake(3), schema: 0 })], [set({ digest: "d07b31e5", rows: 110, source: lake(5), schema: 1 })]],
        schemas,
      ),
      [
        "train | a41f09c, 100 rows | ≠ d07b31e, 110 rows (+10.0 %)",
        "train: source | Delta table /lake/tx, version 3 | ≠ Delta table /lake/tx, version 5",
        "train: columns | 3 columns | ≠ 3 columns (1 new, 1 gone, 1 other type)",
        "train: amount | double | ≠ float",
        "train: hour | long | ≠ no such column",
        "train: age | no such column | ≠ long",
      ],
    );
  });

  it("is the same where the same data sets stand in another order, and a source is named once", () => {
    const [may, june] = [set({ digest: "may", source: lake(3) }), set({ digest: "june", source: lake(3) })];
    assert.deepEqual(
      rowsOf(
        [
          [may, june],
          [june, may],
        ],
        [],
      ),
      ["train | june; may | june; may", "train: source | Delta table /lake/tx, version 3 | Delta table /lake/tx, version 3"],
    );
  });

  it("is what was done to a Delta table between its versions, as far as its log is here", () => {
    const runs = [3, 6, 5, 2].map((version) => ({ datasets: [set({ source: lake(version) })] }));
    const commits = [
      { version: 4, operation: "WRITE", written: 1100 },
      { version: 5, operation: "" },
      { version: 6, operation: "DELETE", deleted: 5 },
    ];
    const rows = dataRows({ runs, tables: [{ where: "/lake/tx", commits }] } as unknown as DataOfRuns, [0, 1, 2, 3]);
    assert.deepEqual(
      rows.find(({ name }) => name === "train: versions between")?.cells.map(({ text }) => text),
      [
        "none",
        "4 WRITE, 1,100 rows written; 5 (not in the log); 6 DELETE, 5 rows deleted",
        "4 WRITE, 1,100 rows written; 5 (not in the log)",
        "without 1 older",
      ],
    );
    const elsewhere = dataRows({ runs, tables: [] } as unknown as DataOfRuns, [0, 1]);
    assert.deepEqual(
      elsewhere.map(({ name }) => name),
      ["train", "train: source"],
    );
  });

  it("is nothing where all is the same, and no column is listed then", () => {
    const same = [set({ source: lake(3), schema: 0 })];
    assert.deepEqual(rowsOf([same, same], [schemaOf("amount double")]), [
      "train | a41f09c | a41f09c",
      "train: source | Delta table /lake/tx, version 3 | Delta table /lake/tx, version 3",
      "train: columns | 1 column | 1 column",
    ]);
  });

  it("is said to be another order where that is all", () => {
    const rows = rowsOf([[set({ schema: 0 })], [set({ schema: 1 })]], [schemaOf("a long", "b long"), schemaOf("b long", "a long")]);
    assert.equal(rows[1], "train: columns | 2 columns | ≠ 2 columns (in another order)");
  });

  it("is not guessed: what is not known is said so, and of several data sets in one context nothing of columns", () => {
    assert.deepEqual(rowsOf([[set({ schema: 0 })], [set({})], []], [schemaOf("a long")]), [
      "train | a41f09c | a41f09c | ≠ not set",
      "train: columns | 1 column | ≠ not known | ≠ not set",
    ]);
    assert.deepEqual(rowsOf([[set({ schema: 0 }), set({ schema: 0, digest: "b" })]], [schemaOf("a long")]), ["train | a41f09c; b"]);
  });

  it("of a wide schema names forty columns, and counts the rest", () => {
    const many = Array.from({ length: 60 }, (_, at) => `c${at} long`);
    const rows = rowsOf([[set({ schema: 0 })], [set({ schema: 1 })]], [schemaOf("id long"), schemaOf("id long", ...many)]);
    assert.equal(rows.length, 2 + 40 + 1);
    assert.equal(rows.at(-1), "train: 20 more columns | differ too | differ too");
  });
});

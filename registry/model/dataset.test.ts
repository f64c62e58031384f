import assert from "node:assert/strict";
import fc from "fast-check";
import { generated } from "#test/generatedCases.ts";
import { readSchema, readSource, runDataset } from "./dataset.ts";

describe("a data set of a run", () => {
  const profiles: readonly (readonly [profile: string | null | undefined, rows: number | undefined])[] = [
    ['{"num_rows": 1200}', 1200],
    ['{"num_rows": 0}', 0],
    ['{"num_rows": -1}', undefined],
    ['{"num_rows": "12"}', undefined],
    ['{"rows": 12}', undefined],
    ["null", undefined],
    ["12", undefined],
    ["not json", undefined],
    ["", undefined],
    [null, undefined],
    [undefined, undefined],
  ];
  for (const [profile, rows] of profiles) {
    it(`a data set with the profile ${profile} has ${rows ?? "no known number of"} rows`, () => {
      const expected = { name: "n", digest: "d", context: "training", ...(rows === undefined ? {} : { rows }) };
      assert.deepEqual(runDataset({ name: "n", digest: "d", context: "training", profile }), expected);
    });
  }

  const sources: readonly (readonly [kind: string, json: string, where: string, version: string, part: string])[] = [
    ["local", '{"uri": "/data/train.csv"}', "/data/train.csv", "", ""],
    ["http", '{"url": "https://example.com/d.csv"}', "https://example.com/d.csv", "", ""],
    ["http", '{"url": "https://ana:secret@example.com/d.csv"}', "https://example.com/d.csv", "", ""],
    ["delta_table", '{"path": "/tmp/t", "delta_table_version": 3}', "/tmp/t", "3", ""],
    ["delta_table", '{"delta_table_name": "main.fraud.tx", "is_databricks_uc_table": true}', "main.fraud.tx", "", ""],
    ["hugging_face", '{"path": "glue", "config_name": "mrpc", "split": "train", "revision": "abc"}', "glue", "abc", "mrpc, train"],
    ["hugging_face", '{"path": "glue", "config_name": null, "split": "None", "revision": null}', "glue", "", ""],
    ["spark", '{"sql": "SELECT 1"}', "SELECT 1", "", ""],
    ["code", '{"tags": {"mlflow.source.name": "train.py", "mlflow.source.git.commit": "8f2c1ab"}}', "train.py", "8f2c1ab", ""],
    ["code", '{"tags": 5}', "", "", ""],
    ["local", "{}", "", "", ""],
    ["local", '{"uri": ["x"]}', "", "", ""],
    ["s3", "no json", "", "", ""],
    ["__proto__", '{"__proto__": {"uri": "x"}}', "", "", ""],
  ];
  for (const [kind, json, where, version, part] of sources) {
    it(`of ${kind} ${json} came from “${where}”`, () => assert.deepEqual(readSource(kind, json), { kind, where, version, part }));
  }

  it("has the columns of its schema in their order, those that cannot be read without a type", () => {
    const json = JSON.stringify({
      mlflow_colspec: [
        { type: "double", name: "a", required: true },
        { type: "array", items: { type: "long" }, name: "b", required: false },
        { type: 5, name: "c" },
        { name: "d" },
        "e",
        null,
        { type: "string" },
      ],
    });
    assert.deepEqual(
      readSchema(json)?.columns.map(({ name, type, required }) => `${name}: ${type}${required ? "" : "?"}`),
      ["a: double", "b: array of long?", "c: ", "d: ", ": ", ": ", ": string"],
    );
  });

  it("has tensors of features and targets, called so where they have no name", () => {
    const tensor = (name?: string) => ({
      ...(name === undefined ? {} : { name }),
      type: "tensor",
      "tensor-spec": { dtype: "float64", shape: [-1, 2] },
    });
    const schema = (features: unknown, targets: unknown) => readSchema(JSON.stringify({ mlflow_tensorspec: { features, targets } }));
    assert.deepEqual(
      schema(JSON.stringify([tensor()]), JSON.stringify([tensor()]))?.columns.map(({ name, type }) => `${name} ${type}`),
      ["features float64 (-1, 2)", "targets float64 (-1, 2)"],
    );
    assert.deepEqual(
      schema(JSON.stringify([tensor("x"), tensor("y")]), null)?.columns.map(({ name }) => name),
      ["x", "y"],
    );
    assert.equal(schema("no json", null), undefined);
  });

  it("shows of a huge schema its beginning and how many columns there are, and of one that is too long or too deep nothing of that", () => {
    const many = Array.from({ length: 5000 }, (_, at) => ({ type: "long", name: `c${at}`, required: true }));
    const schema = readSchema(JSON.stringify({ mlflow_colspec: many }));
    assert.deepEqual([schema?.columns.length, schema?.total], [1000, 5000]);
    assert.equal(readSchema(`{"mlflow_colspec": [], "x": "${"x".repeat(1_100_000)}"}`), undefined);
    const deep = `{"mlflow_colspec": [{"name": "deep", ${'"type": "array", "items": {'.repeat(30_000)}"type": "long"${"}".repeat(30_000)}}]}`;
    assert.ok((readSchema(deep)?.columns[0]?.type.length ?? 0) <= 2000);
  });

  it("is read whatever stands in its JSON", () => {
    const any = fc.oneof(
      fc.json(),
      fc.string({ unit: "binary" }),
      fc.json().map((json) => `{"mlflow_colspec": ${json}}`),
      fc.json().map((json) => `{"mlflow_tensorspec": {"features": ${json}}}`),
    );
    fc.assert(
      fc.property(fc.string(), any, any, any, (sourceType, source, schema, profile) => {
        const read = runDataset({ name: "n", digest: "d", context: "", profile, details: { sourceType, source, schema } });
        for (const text of Object.values(read.source ?? {})) assert.equal(typeof text, "string");
        assert.ok((read.schema?.columns.length ?? 0) <= (read.schema?.total ?? 0));
        assert.deepEqual(JSON.parse(JSON.stringify(read)), read);
      }),
      generated(1000),
    );
  });
});

import assert from "node:assert/strict";
import fc from "fast-check";
import { generated } from "#test/generatedCases.ts";
import { deltaFolder, deltaLogFile, readDeltaCommit } from "./deltaLog.ts";

const commit = (info: unknown) => `{"protocol":{"minReaderVersion":1}}\n${JSON.stringify({ commitInfo: info })}\n{"add":{"path":"x"}}\n`;

describe("the log of a Delta table", () => {
  it("has a file per version", () => assert.equal(deltaLogFile(4), "_delta_log/00000000000000000004.json"));

  it("says who wrote a version: as Spark writes it, and as delta-rs does", () => {
    assert.deepEqual(
      readDeltaCommit(
        4,
        commit({ timestamp: 1_700_000_000_000, operation: "WRITE", operationMetrics: { numFiles: "1", numOutputRows: "100" } }),
      ),
      { version: 4, operation: "WRITE", at: 1_700_000_000_000, written: 100 },
    );
    assert.deepEqual(readDeltaCommit(5, commit({ operation: "DELETE", operationMetrics: { num_deleted_rows: 5 } })), {
      ...{ version: 5, operation: "DELETE", deleted: 5 },
    });
  });

  it("says nothing that it does not know", () => {
    const bare = { version: 1, operation: "" };
    const texts = [
      "",
      "no json",
      '{"commitInfo": 5}',
      '{"commitInfo": {"operation": 5, "timestamp": "x", "operationMetrics": []}}',
      '{"commitInfo": {"oper',
    ];
    for (const text of texts) assert.deepEqual(readDeltaCommit(1, text), bare);
    assert.deepEqual(readDeltaCommit(1, commit({ operationMetrics: { numOutputRows: "-1", numDeletedRows: "1e9" } })), bare);
  });

  it("is read whatever stands in it", () => {
    fc.assert(
      fc.property(fc.json(), fc.string({ unit: "binary" }), (json, text) => {
        for (const each of [`{"commitInfo": ${json}}`, text]) assert.equal(readDeltaCommit(3, each).version, 3);
      }),
      generated(500),
    );
  });

  const folders: readonly (readonly [where: string, folder: string | undefined])[] = [
    ["/lake/tx", "file:///lake/tx"],
    ["/lake/my table/", "file:///lake/my%20table"],
    ["file:///lake/tx", "file:///lake/tx"],
    ["file:/lake/tx", "file:///lake/tx"],
    ["C:\\lake\\tx", "file:///C:/lake/tx"],
    ["//nas/share/tx", undefined],
    ["\\\\nas\\share\\tx", undefined],
    ["/\\nas\\share", undefined],
    ["file:////nas/share", undefined],
    ["s3://bucket/tx", undefined],
    ["dbfs:/lake/tx", undefined],
    ["main.fraud.tx", undefined],
    ["lake/tx", undefined],
    ["/lake/../etc", undefined],
    ["", undefined],
  ];
  for (const [where, folder] of folders) {
    it(`of a table at “${where}” is ${folder ?? "not looked for"}`, () => assert.equal(deltaFolder(where), folder));
  }
});

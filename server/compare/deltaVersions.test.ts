import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { CompareRun } from "#protocol/views/compare.ts";
import { deltaLogFile } from "#registry/model/deltaLog.ts";
import { nodeFiles } from "../nodeFiles.ts";
import { deltaVersions } from "./deltaVersions.ts";

const { signal } = new AbortController();

describe("versions of a Delta table between those that runs read", () => {
  let table: string;
  before(() => {
    table = mkdtempSync(join(tmpdir(), "slipway delta-"));
    mkdirSync(join(table, "_delta_log"));
    const write = (version: number, info: unknown) =>
      writeFileSync(join(table, deltaLogFile(version)), `${JSON.stringify({ commitInfo: info })}\n`);
    write(3, { operation: "WRITE", operationMetrics: { numOutputRows: "9" } });
    write(4, { operation: "WRITE", operationMetrics: { numOutputRows: "100" } });
    write(6, { operation: "DELETE", operationMetrics: { numDeletedRows: "5" } });
  });
  after(() => rmSync(table, { recursive: true, force: true }));

  const asked: string[] = [];
  const files: typeof nodeFiles = {
    ...nodeFiles,
    stat: (uri, links) => {
      asked.push(uri);
      return nodeFiles.stat(uri, links);
    },
  };
  const read = (...sources: readonly (readonly [where: string, version: string, kind?: string])[]) => {
    const runs = sources.map(([where, version, kind = "delta_table"]) => ({ datasets: [{ source: { kind, where, version, part: "" } }] }));
    return deltaVersions(runs as unknown as readonly CompareRun[], { files }, signal);
  };

  it("are read from its log, those that are gone without what they were", async () => {
    assert.deepEqual(await read([table, "3"], [table, "6"], [table, "4"]), [
      {
        where: table,
        commits: [
          { version: 4, operation: "WRITE", written: 100 },
          { version: 5, operation: "" },
          { version: 6, operation: "DELETE", deleted: 5 },
        ],
      },
    ]);
  });

  it("are at most thirty, the newest", async () => {
    const [found] = await read([table, "3"], [table, "900000000000000"]);
    assert.deepEqual([found?.commits.length, found?.commits.at(-1)?.version], [30, 900_000_000_000_000]);
  });

  it("are not looked for where there is one version, no number, no Delta table, or another computer", async () => {
    assert.deepEqual(await read([table, "3"], [table, "3"]), []);
    assert.deepEqual(await read([table, "3"], [table, "latest"]), []);
    assert.deepEqual(await read([table, "3", "local"], [table, "4", "local"]), []);
    asked.length = 0;
    assert.deepEqual(await read(["//nas/share/tx", "3"], ["//nas/share/tx", "4"], ["s3://b/tx", "1"], ["s3://b/tx", "2"]), []);
    assert.deepEqual(asked, [], "nobody was asked");
    assert.deepEqual(await read([join(table, "nowhere"), "3"], [join(table, "nowhere"), "4"]), []);
  });
});

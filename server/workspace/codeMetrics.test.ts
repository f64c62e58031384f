import assert from "node:assert/strict";
import { CodeMetrics } from "./codeMetrics.ts";
import { Disk } from "./testDisk.ts";

describe("the metrics that programs log", () => {
  it("are not those of a file that went and came back with the same size and time", async () => {
    const texts: Record<string, string> = { "train.py": 'log_metric("auc", 1)\n' };
    const disk = new Disk(texts);
    let now = 0;
    Object.assign(disk.workspace.world, { now: () => now });
    const code = new CodeMetrics(disk.workspace);
    const offered = async () => {
      now += 60_000;
      code.offers();
      await code.settled();
      return code.offers().map(({ name }) => name);
    };
    assert.deepEqual(await offered(), ["auc"]);
    delete texts["train.py"];
    assert.deepEqual(await offered(), []);
    texts["train.py"] = 'log_metric("f1s", 1)\n';
    assert.deepEqual(await offered(), ["f1s"]);
  });
});

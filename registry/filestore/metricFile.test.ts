import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { latestOf } from "./metricFile.ts";

describe("the latest point of a metric file", () => {
  let folder: string;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), "slipway-metric-"));
  });
  after(() => rmSync(folder, { recursive: true }));

  function latest(text: string): string {
    writeFileSync(join(folder, "m"), text);
    const { point, unread } = latestOf(join(folder, "m"));
    return `${point === undefined ? "none" : `${point.value} at ${point.step}, ${point.timestamp}`}${unread > 0 ? `; ${unread} unread` : ""}`;
  }

  const cases: readonly (readonly [title: string, text: string, latest: string])[] = [
    ["one", "1000 0.5 3\n", "0.5 at 3, 1000"],
    ["of two fields, as MLflow wrote before 1.0", "1000 0.5\n2000 0.25\n", "0.25 at 0, 2000"],
    ["of five fields, of which MLflow's file store takes the step for 0", "1000 0.5 3 train.csv abc\n", "0.5 at 3, 1000"],
    ["of a data set with a space in its name", "1000 0.5 3 my train.csv abc\n", "0.5 at 3, 1000"],
    ["greatest step first", "9000 1 1\n3000 2 2\n", "2 at 2, 3000"],
    ["then time", "3000 2 7\n9000 1 7\n", "1 at 7, 9000"],
    ["then value", "5 3.0 7\n5 4.0 7\n5 3.5 7\n", "4 at 7, 5"],
    ["a NaN is neither less nor greater", "5 nan 7\n5 4.0 7\n", "NaN at 7, 5"],
    ["nor does it come after", "5 4.0 7\n5 nan 7\n", "4 at 7, 5"],
    ["but in a later step", "5 4.0 7\n5 nan 8\n", "NaN at 8, 5"],
    ["infinities", "5 inf 0\n6 -inf 0\n", "-Infinity at 0, 6"],
    ["small numbers and negative steps", "5 1e-05 -1\n5 -2.5E+3 -2\n", "0.00001 at -1, 5"],
    ["Windows' line ends", "5 1 0\r\n6 2 0\r\n", "2 at 0, 6"],
    ["an empty file", "", "none"],
    ["a last line that is cut", "1000 0.5 3\n2000 0.93", "0.5 at 3, 1000"],
    ["a last line without its end", "1000 0.5 3\n2000 0.9314 4", "0.5 at 3, 1000"],
    ["nothing but a cut line", "1000 0.", "none"],
    ["lines that are none", "1000 0.5 3\n\nwhat 1 2\n5 0x10 0\n5  1\n5 1 1.5\n7\n", "0.5 at 3, 1000; 6 unread"],
    ["zeros, as a machine that lost its power leaves them", `1000 0.5 3\n${"\0".repeat(20)}\n`, "0.5 at 3, 1000; 1 unread"],
  ];
  for (const [title, text, expected] of cases) it(title, () => assert.equal(latest(text), expected));

  it("of a file of megabytes, and of one that has no line", () => {
    const lines = Array.from({ length: 200_000 }, (_, step) => `${1_760_000_000_000 + step} ${step / 7} ${step}\n`);
    assert.equal(latest(lines.join("")), `${199_999 / 7} at 199999, 1760000199999`);
    assert.throws(() => latest("1".repeat(20_000_000)), /has a line of several megabytes/);
  });
});

import assert from "node:assert/strict";
import { tableText } from "#registry/model/tableText.ts";
import { curvesAsTable } from "./copy.ts";

describe("copied tables", () => {
  it("are Markdown in which a name is nothing but text", () => {
    const text = tableText(
      [
        ["a|b", "<img src=x>"],
        ["[x](y)", "line\nbreak"],
      ],
      "Markdown",
    );
    assert.equal(text, "| a\\|b | \\<img src=x\\> |\n| --- | --- |\n| \\[x\\](y) | line break |\n");
  });

  it("are CSV that a spreadsheet reads as text and numbers, never as a formula", () => {
    const text = tableText(
      [
        ["name", "value"],
        ['=HYPERLINK("x")', "-0.5"],
        ["a,b", "+1e-3"],
        ["-rm", "−0.5"],
      ],
      "CSV",
    );
    assert.equal(text, `name,value\r\n"'=HYPERLINK(""x"")",-0.5\r\n"a,b",+1e-3\r\n'-rm,−0.5\r\n`);
  });

  it("list the points of curves", () => {
    const table = curvesAsTable([{ metric: "auc", run: "a", x: Float64Array.of(0, 1), y: Float64Array.of(0.5, Number.NaN) }], "Step");
    assert.deepEqual(table, [
      ["Metric", "Run", "Step", "Value"],
      ["auc", "a", "0", "0.5"],
      ["auc", "a", "1", "NaN"],
    ]);
  });
});

import assert from "node:assert/strict";
import { csvTable, markdownTable, textTable } from "./table.ts";

const hostile = "<img src=x onerror=alert(1)>";
const clearScreen = "\u001b[2Jgone";

describe("printed tables", () => {
  it("align numbers right and text left, two spaces apart", () => {
    const table = {
      columns: ["name", "auc"],
      rows: [
        ["gbm-1", 0.9731],
        ["a-longer-name", undefined],
        ["x", 12],
      ],
    };
    assert.equal(textTable(table), "NAME              AUC\ngbm-1          0.9731\na-longer-name\nx                  12\n");
  });

  it("keep what a registry holds from steering the terminal", () => {
    const printed = textTable({ columns: ["name"], rows: [[clearScreen], ["two\nlines"], ["x".repeat(100)]] });
    assert.equal(printed, `NAME\n [2Jgone\ntwo lines\n${"x".repeat(59)}…\n`);
  });

  it("show what turns the text around as what it is, and leave CSV as it was logged", () => {
    const table = { columns: ["name", "metrics.\u202egol"], rows: [["prod-\u202eevil", 1]] };
    assert.equal(textTable(table), "NAME             METRICS.\\u202eGOL\nprod-\\u202eevil                  1\n");
    assert.match(markdownTable(table), /\| prod-\\\\u202eevil \| 1 \|/);
    assert.match(csvTable(table), /prod-\u202eevil,1/);
  });

  it("quote CSV where a comma, a quote or a line break asks for it", () => {
    const table = {
      columns: ["a", "b"],
      rows: [
        ['say "hi", twice', "two\nlines"],
        [1.5, undefined],
      ],
    };
    assert.equal(csvTable(table), 'a,b\n"say ""hi"", twice","two\nlines"\n1.5,\n');
  });

  it("show text as text in Markdown", () => {
    const printed = markdownTable({
      columns: ["key", "value"],
      rows: [
        ["a|b", hostile],
        ["[x](y)", clearScreen],
        ["num_leaves", "**"],
      ],
    });
    const expected = [
      "| key | value |",
      "| --- | --- |",
      "| a\\|b | \\<img src=x onerror=alert(1)\\> |",
      "| \\[x\\](y) |  \\[2Jgone |",
      "| num_leaves | \\*\\* |",
      "",
    ];
    assert.equal(printed, expected.join("\n"));
  });
});

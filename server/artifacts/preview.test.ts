import assert from "node:assert/strict";
import fc from "fast-check";
import type { ArtifactPreview } from "#protocol/views/artifacts.ts";
import { generated } from "#test/generatedCases.ts";
import { failingLine } from "./failingLine.ts";
import { imageType, isHugeImage } from "./imageKind.ts";
import { indentedJson } from "./indentedJson.ts";
import { previewOf } from "./preview.ts";
import { separated } from "./tableHead.ts";

const bytesOf = (text: string | readonly number[]) => (typeof text === "string" ? new TextEncoder().encode(text) : Uint8Array.from(text));
const shown = (path: string, text: string | readonly number[], isWhole = true) => previewOf(path, { bytes: bytesOf(text), isWhole });

/** [what it is, path, content, the parts of the preview that matter]. */
const previews: readonly (readonly [string, string, string | readonly number[], Readonly<Record<string, unknown>>])[] = [
  ["text", "notes.md", "# ä\n", { kind: "text", format: "text", text: "# ä\n" }],
  [
    "JSON, its numbers as they were written",
    "a.json",
    '{"id":12345678901234567890,"x":1.0}',
    { format: "json", text: '{\n  "id": 12345678901234567890,\n  "x": 1.0\n}' },
  ],
  ["JSON by its content alone", "metrics", "[1]", { format: "json", text: "[\n  1\n]" }],
  ["what Python writes of NaN, as it stands", "a.json", '{"x": NaN}', { kind: "text", format: "text", text: '{"x": NaN}' }],
  ["markup as text", "report.html", "<script>alert(1)</script>", { kind: "text", format: "html", text: "<script>alert(1)</script>" }],
  ["a table", "t.csv", 'a,b\n1,"x, ""y"""\n', { kind: "table", head: ["a", "b"], rows: [["1", 'x, "y"']] }],
  ["a table with semicolons", "t.csv", "a;b\n1,5;2\n", { kind: "table", head: ["a", "b"], rows: [["1,5", "2"]] }],
  ["a table with tabs", "t.tsv", "a,b\tc\n1\t2\n", { kind: "table", head: ["a,b", "c"], rows: [["1", "2"]] }],
  [
    "MLflow's own table",
    "t.json",
    '{"columns":["q","n"],"data":[["hi",1],["yo",null]]}',
    {
      kind: "table",
      head: ["q", "n"],
      rows: [
        ["hi", "1"],
        ["yo", "null"],
      ],
    },
  ],
  ["an empty file", "t.csv", "", { kind: "unshown", why: "empty" }],
  ["a file with zeros", "model.pkl", [0x80, 4, 0, 1], { kind: "unshown", why: "binary", what: "pickle" }],
  ["a Parquet file", "data.parquet", [0x50, 0x41, 0x52, 0x31, 0, 0], { kind: "unshown", why: "binary", what: "Parquet table" }],
  ["what no letters are", "x", [0xc0, 0xff, 0xc1, 0xfe, 0xfd], { kind: "unshown", why: "binary", what: "binary file" }],
  ["UTF-16", "x.txt", [0xff, 0xfe, 0x61, 0, 0x0a, 0], { kind: "text", text: "a\n" }],
  ["a name that says picture over a text that is none", "x.png", "hello", { kind: "text", text: "hello" }],
  ["a console log", "train.log", "ok\nERROR it broke\nmore", { format: "log", failing: { line: 2, text: "ERROR it broke" } }],
];

describe("previews of artifacts", () => {
  for (const [name, path, content, parts] of previews) {
    it(`are told by content and name: ${name}`, () => {
      const preview = shown(path, content) as unknown as Record<string, unknown>;
      assert.deepEqual(Object.fromEntries(Object.keys(parts).map((key) => [key, preview[key]])), parts);
    });
  }

  it("leave out what the end of what was read cuts: half a letter, half a row", () => {
    const text = shown("a.txt", [...bytesOf("ab"), 0xc3], false) as ArtifactPreview & { text: string };
    assert.deepEqual([text.text, text.isWhole], ["ab", false]);
    const table = shown("a.csv", "a,b\n1,2\n3", false);
    assert.deepEqual(table.kind === "table" && table.rows, [["1", "2"]]);
  });

  it("of JSON of which only the beginning was read are that beginning", () => {
    assert.deepEqual(shown("a.json", '{"a": [1,', false), { kind: "text", format: "text", text: '{"a": [1,', read: 9, isWhole: false });
  });

  it("of a table are 50 rows and 40 columns, and say how many are left", () => {
    const line = Array.from({ length: 45 }, (_, at) => at).join(",");
    const table = shown("a.csv", `${line}\n`.repeat(61));
    assert.ok(table.kind === "table");
    assert.deepEqual([table.head.length, table.rows.length, table.rowsLeft, table.columnsLeft], [40, 50, 10, 5]);
  });

  it("never throw, whatever the bytes", () => {
    const names = fc.constantFrom("a", "a.csv", "a.json", "a.svg", "a.log", "a.tsv");
    fc.assert(
      fc.property(names, fc.uint8Array({ maxLength: 300 }), fc.boolean(), (path, bytes, isWhole) => {
        const { kind } = previewOf(path, { bytes, isWhole });
        assert.ok(["text", "table", "unshown"].includes(kind));
      }),
      generated(500),
    );
  });
});

describe("separated values", () => {
  it("are read as they were written, quotes, line breaks and all", () => {
    const cells = fc.array(
      fc.array(fc.string({ unit: fc.constantFrom("a", ",", '"', "\n", "\r", " ", "ü") }), { minLength: 2, maxLength: 4 }),
      { minLength: 1, maxLength: 5 },
    );
    const written = (text: string) => `"${text.replaceAll('"', '""')}"`;
    fc.assert(
      fc.property(cells, fc.constantFrom("\n", "\r\n"), (lines, end) => {
        assert.deepEqual(separated(lines.map((line) => line.map(written).join(",")).join(end), ","), lines);
      }),
      { seed: 7 },
    );
  });
});

describe("indented JSON", () => {
  it("means the same, and is laid out as JSON.stringify lays it out", () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        assert.equal(indentedJson(text).replaceAll("-0", "0"), JSON.stringify(JSON.parse(text), null, 2).replaceAll("-0", "0"));
      }),
      { seed: 7, examples: [['{"a":[],"b":{},"c":"{\\"x\\": [1, 2]}"}']] },
    );
  });
});

describe("the kind of a picture", () => {
  const png = (width: number, height: number) => {
    const bytes = new Uint8Array(40);
    bytes.set([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
    new DataView(bytes.buffer).setUint32(16, width);
    new DataView(bytes.buffer).setUint32(20, height);
    return bytes;
  };
  it("is told by its first bytes, an SVG also by its name", () => {
    assert.equal(imageType("plot.bin", png(1, 1)), "image/png");
    assert.equal(imageType("a.svg", bytesOf("<svg xmlns='x'/>")), "image/svg+xml");
    assert.equal(imageType("a.txt", bytesOf("<svg/>")), undefined);
    assert.equal(
      imageType("a.svg", bytesOf("<!DOCTYPE svg [<!ENTITY a 'b'>]><svg/>")),
      undefined,
      "entities that name entities fill the memory",
    );
  });
  it("is not shown where it would fill the memory", () => {
    assert.equal(isHugeImage("image/png", png(60_000, 60_000)), true);
    assert.equal(isHugeImage("image/png", png(4000, 3000)), false);
  });
});

describe("the first failing line of a log", () => {
  const cases: readonly (readonly [string, string, number | undefined])[] = [
    ["a traceback, by what was raised", "epoch 1\nTraceback (most recent call last):\n  File x\n    y\nValueError: no\nmore", 5],
    ["a memory that ran out", "a\ntorch.cuda.OutOfMemoryError: CUDA out of memory.", 2],
    ["the shell's word", "a\nb\nKilled", 3],
    ["a word in a metric's name is no failure", "mean_squared_error 0.1\nerror_rate=0.2\nno errors", undefined],
  ];
  for (const [name, text, line] of cases) it(name, () => assert.equal(failingLine(text)?.line, line));
});

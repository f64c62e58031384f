import assert from "node:assert/strict";
import fc from "fast-check";
import { metricRow } from "#registry/model/compare/metricRow.ts";
import { generated } from "#test/generatedCases.ts";
import { comparisonPage } from "./compareHtml.ts";

const hostile = fc.oneof(
  fc.constantFrom("<script>alert(1)</script>", '" onmouseover="alert(1)', "&lt;", "'><img src=x>", "]]>", "\u202eevil", "</style>"),
  fc.string({ unit: "binary", maxLength: 20 }),
);

describe("a comparison as a page", () => {
  it("has every text as text, whatever it is", () => {
    fc.assert(
      fc.property(
        fc.array(hostile, { minLength: 8, maxLength: 8 }),
        ([name = "", id = "", key = "", param = "", tag = "", value = "", other = "", source = ""]) => {
          const page = comparisonPage({
            runs: [
              { name, id },
              { name: id, id: name },
            ],
            what: "runs",
            source,
            note: other,
            data: [{ key: tag, cells: [value, other], differs: [false, true] }],
            hidden: 0,
            metrics: [{ key, better: "higher", cells: metricRow([1, 2], 0, "higher"), values: [1, 2] }],
            params: [{ key: param, cells: [value, null] }],
            tags: [{ key: tag, cells: [other, value] }],
          });
          const tags = [...page.matchAll(/<\/?([a-z1-6]+)/gi)].map(([, tagName = ""]) => tagName.toLowerCase());
          const known = [
            "html",
            "head",
            "meta",
            "title",
            "style",
            "body",
            "main",
            "h1",
            "p",
            "strong",
            "div",
            "table",
            "caption",
            "thead",
            "tbody",
            "tr",
            "th",
            "td",
            "span",
          ];
          for (const tagName of tags) assert.ok(known.includes(tagName), tagName);
          assert.equal(tags.filter((tagName) => tagName === "style").length, 2);
          // What stands between quotes is a value, and no quote of a text is left as one.
          assert.doesNotMatch(page.replaceAll(/"[^"<>]*"/g, '""'), /<[^>]*\son\w+\s*=/i);
        },
      ),
      generated(500),
    );
  });

  it("says better and worse in words, what is best, and what is not set", () => {
    const page = comparisonPage({
      runs: [
        { name: "old", id: "a" },
        { name: "new", id: "b" },
      ],
      what: "runs",
      source: "mlflow.db",
      note: "",
      data: [{ key: "training: columns", cells: ["2 columns", "2 columns (1 other type)"], differs: [false, true] }],
      hidden: 1,
      metrics: [{ key: "loss", better: "lower", cells: metricRow([0.2, 0.1], 0, "lower"), values: [0.2, 0.1] }],
      params: [{ key: "lr", cells: ["0.1", null] }],
      tags: [],
    });
    assert.match(page, /loss <span class="muted">↓ lower\?/);
    assert.match(page, /★ <strong>0\.1\d*<\/strong>.*▼|★ <strong>0\.1\d*<\/strong>.*▲ better/);
    assert.match(page, /not set/);
    assert.match(page, /<td class="differs">2 columns \(1 other type\)/);
    assert.match(page, /1 equal row is left out/);
  });
});

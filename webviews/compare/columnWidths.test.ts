import assert from "node:assert/strict";
import fc from "fast-check";
import { generated } from "#test/generatedCases.ts";
import { columnWidths } from "./columnWidths.ts";

const usual = { value: 70, delta: 60 };

describe("columnWidths", () => {
  it("lets four runs stand beside the names on a page beside the side bar", () => {
    const { name, run } = columnWidths({ viewport: 1100, runs: 4, ...usual });
    assert.ok(name + 4 * run <= 1100, `${name} and 4 of ${run}`);
    assert.ok(name >= 260);
  });

  it("has the name column give way before the numbers", () => {
    const wide = columnWidths({ viewport: 1000, runs: 4, value: 92, delta: 66 });
    assert.ok(wide.name < 304 && wide.name >= 184, `${wide.name}`);
    assert.ok(wide.name + 4 * wide.run <= 1000);
    const narrow = columnWidths({ viewport: 700, runs: 4, ...usual });
    assert.equal(narrow.name, 184);
  });

  it("does not spread two runs over the whole page", () => {
    assert.equal(columnWidths({ viewport: 1400, runs: 2, ...usual }).run, 328);
    assert.equal(columnWidths({ viewport: 1400, runs: 0, ...usual }).run, 328);
  });

  it("never has less room than the numbers need, and never more page than needed", () => {
    const pages = fc.record({
      viewport: fc.integer({ min: 300, max: 4000 }),
      runs: fc.integer({ min: 1, max: 100 }),
      value: fc.double({ min: 0, max: 140, noNaN: true }),
      delta: fc.double({ min: 0, max: 140, noNaN: true }),
    });
    fc.assert(
      fc.property(pages, (page) => {
        const widths = columnWidths(page);
        assert.ok(widths.value >= page.value && widths.delta >= page.delta);
        assert.ok(widths.value + widths.delta + 18 <= widths.run - 8, "value, difference and verdict stand side by side");
        assert.ok(widths.name >= 184 && widths.name <= 304);
        const fits =
          184 + page.runs * (Math.max(168, Math.ceil(page.value) + 8 + Math.ceil(page.delta) + 18) + 8) <= page.viewport - 24 + 8;
        if (fits) assert.ok(widths.name + page.runs * widths.run <= page.viewport - 24 + 8, "what can stand on the page does");
      }),
      generated(100),
    );
  });
});

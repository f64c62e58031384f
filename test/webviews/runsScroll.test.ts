import assert from "node:assert/strict";
import { runsHost, sweepStore } from "./runsFixture.ts";
import { SuitePages } from "./suitePages.ts";

describe("The Runs page while it is scrolled", () => {
  const pages = new SuitePages("runs");

  it("keeps the order of the rows for a screen reader, and each row its run, wherever it has been scrolled to", async () => {
    const long = sweepStore({ runs: 400 });
    try {
      const open = await pages.show(runsHost(long.registry), "dark", { width: 1280, height: 800 });
      const { page } = open;
      await page.locator(".row .cell-text").first().waitFor();
      for (const top of [300, 4000, 8800, 2222, 0]) {
        await page.evaluate(`document.querySelector('.grid').scrollTo(0, ${top})`);
        await open.settled();
        const rows = (await page.evaluate(`(() => {
          const ids = document.querySelector('.sizer > [role=rowgroup]').getAttribute('aria-owns').split(' ');
          const rows = ids.map((id) => document.getElementById(id));
          return rows.map((row) => ({ at: Number(row.ariaRowIndex), top: row.getBoundingClientRect().top, name: row.querySelector('.run-name').textContent }));
        })()`)) as { at: number; top: number; name: string }[];
        assert.ok(rows.length >= 20 && rows.length === (await page.locator(".row:not(.in-band)").count()), `${rows.length} rows at ${top}`);
        for (const [index, { at, top: y, name }] of rows.entries()) {
          // Newest first: row 2 is the last run.
          assert.equal(name, `gbm-${String(402 - at).padStart(3, "0")}`);
          const before = rows[index - 1];
          if (before) assert.deepEqual([at - before.at, Math.round(y - before.top)], [1, 22]);
        }
      }
    } finally {
      long.close();
    }
  });
});

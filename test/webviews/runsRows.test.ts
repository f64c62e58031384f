import assert from "node:assert/strict";
import { type RunsState, runsStateChanged } from "#protocol/views/runs.ts";
import { runsHost, sweepStore } from "./runsFixture.ts";
import { SuitePages } from "./suitePages.ts";

/** An element as far as this test looks at it: the tests have no types of a browser. */
interface Sized {
  readonly scrollWidth: number;
  readonly clientWidth: number;
}

describe("The table of the Runs page", () => {
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

  it("gives names the room that somebody wants for them: by dragging, by keyboard, as much as they need", async () => {
    const store = sweepStore({ runs: 12 });
    try {
      const open = await pages.show(runsHost(store.registry), "dark", { width: 1280, height: 800 });
      const { page } = open;
      const name = page.locator(".row .name-cell").first();
      await page.locator(".row .cell-text").first().waitFor();
      const width = async () => Math.round((await name.boundingBox())?.width ?? 0);
      const told = () => (open.sent.findLast(({ method }) => method === runsStateChanged.method)?.params as RunsState | undefined)?.widths;
      assert.equal(await width(), 200);
      const edge = await page.locator(".name-head .edge").boundingBox();
      assert.ok(edge);
      await page.mouse.move(edge.x + 3, edge.y + 10);
      await page.mouse.down();
      await page.mouse.move(edge.x + 103, edge.y + 10, { steps: 4 });
      await page.mouse.up();
      await open.settled();
      assert.deepEqual([await width(), told()], [300, { "attribute:run_name": 300 }]);
      const firstColumn = await page.locator(".row .cell").first().boundingBox();
      assert.equal(Math.round(firstColumn?.x ?? 0), 300, "the other columns stand beside it");
      const choose = async (act: string) => {
        await page.locator(".name-head button").focus();
        await page.keyboard.press("Alt+ArrowDown");
        await page.getByRole("menu", { name: "Column of names" }).getByRole("menuitem", { name: act }).click();
        await open.settled();
      };
      await choose("Narrower");
      assert.equal(await width(), 276);
      await choose("As wide as its content");
      const fits = await page
        .locator(".row .run-name")
        .evaluateAll((all) => all.every((one) => (one as unknown as Sized).scrollWidth <= (one as unknown as Sized).clientWidth));
      assert.ok(fits && (await width()) < 200, `${await width()} px`);
    } finally {
      store.close();
    }
  });
});

import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import { curvesRequest, newCompareState } from "#protocol/views/compare.ts";
import { accessibilityProblems } from "./accessibility.ts";
import { compareData, compareHost } from "./compareFixture.ts";
import { hostileNames, stressHost } from "./compareStress.ts";
import type { Fixture, OpenPanel } from "./harness.ts";
import { SuitePages } from "./suitePages.ts";
import type { ThemeName } from "./themes.ts";
import { untilTrue } from "./untilTrue.ts";

interface Box {
  readonly left: number;
  readonly right: number;
  readonly width: number;
  readonly height: number;
}

/** What a person sees of the Compare page, whatever the number of runs, the values, the names, the theme and the width. */
describe("Screens of the Compare page", () => {
  const pages = new SuitePages("compare");
  let open: OpenPanel;

  const show = async (host: Fixture, width = 1440, theme: ThemeName = "dark") => {
    open = await pages.show(host, theme, { width, height: 900 });
    await open.page.locator(".metrics-table").waitFor();
    await open.settled();
    return open.page;
  };
  /** `one` is each element in turn; what is given back has to be JSON. */
  const each = async <T>(page: Page, selector: string, expression: string) =>
    (await page.evaluate(`[...document.querySelectorAll(${JSON.stringify(selector)})].map((one) => (${expression}))`)) as T[];
  const boxes = (page: Page, selector: string) => each<Box>(page, selector, "one.getBoundingClientRect().toJSON()");
  const cutTexts = async (page: Page, selector: string) =>
    (await each<string>(page, selector, "one.scrollWidth > one.clientWidth + 1 ? one.textContent : ''")).filter((text) => text !== "");
  const choose = async (page: Page, menu: string, item: string) => {
    await page.getByRole("button", { name: menu }).click();
    await page.getByRole("menuitemradio", { name: item, exact: true }).click();
  };
  const hover = async (page: Page, metric: string) => {
    const chart = page.locator(`slipway-metric-curves[data-metric="${metric}"]`);
    await chart.scrollIntoViewIfNeeded();
    await chart.locator(".u-over").waitFor();
    const box = await chart.locator(".u-over").boundingBox();
    assert.ok(box);
    await page.mouse.move(box.x + box.width / 3, box.y + 60);
    await chart.locator(".chart-box-row").first().waitFor();
    return chart;
  };

  for (const count of [2, 4, 12, 100]) {
    for (const width of [1440, 700]) {
      it(`shows every number of ${count} runs whole at ${width} px, and apart from its neighbours`, async () => {
        const page = await show(stressHost(count), width);
        assert.deepEqual(await cutTexts(page, "tbody .metric-value, tbody .metric-delta, .note"), []);
        const cells = await boxes(page, "tbody .metric-cell");
        const values = await boxes(page, "tbody .metric-cell:has(.metric-delta) > .metric-value");
        const deltas = await boxes(page, "tbody .metric-delta");
        assert.ok(values.length > 10 && values.length === deltas.length);
        for (const [index, value] of values.entries()) assert.ok((deltas[index]?.left ?? 0) - value.right >= 6, "they stand apart");
        for (const cell of cells) assert.ok(cell.width > 100);
      });
    }
  }

  it("has a hundred of 130 runs in columns and all in Relation, and the next ones when some are hidden", async () => {
    const page = await show(stressHost(130));
    assert.equal(await page.locator(".chip-cell").count(), 100);
    await page.getByText("100 in columns, all in Relation").waitFor();
    const asked = open.asked.findLast(({ method }) => method === curvesRequest.method);
    assert.equal((JSON.stringify(asked?.params).match(/run-/g) ?? []).length, 100, "histories are read of what is drawn");
    await page.getByRole("button", { name: "Relation" }).press("Enter");
    await page.getByText("130 compared in colour").waitFor();
    await page.locator("slipway-parallel-plot .compared-run").nth(129).waitFor({ state: "attached" });
    const next = (await each<string>(page, ".chip-cell", "one.dataset.run")).length;
    await page.locator(".chip-cell").nth(1).getByRole("button", { name: /^Hide/ }).press("Enter");
    await page.locator(".chip-hidden").waitFor();
    assert.equal(
      (await each<string>(page, ".chip-cell", "one.dataset.run")).length,
      next + 1,
      "another one moved up, the hidden one can be shown again",
    );
  });

  it("keeps every tool of a section in sight beside the side bar of a small window", async () => {
    const page = await show(stressHost(4), 340);
    const tools = await boxes(page, ".section-tools > *");
    assert.ok(tools.length > 6);
    for (const tool of tools) assert.ok(tool.left >= 0 && tool.right <= 340, JSON.stringify(tool));
  });

  it("has room for four runs beside the side bar, and gives the names' room away before the numbers'", async () => {
    const page = await show(compareHost(), 1100);
    assert.ok(((await page.evaluate("document.documentElement.scrollWidth")) as number) <= 1100);
    const [direction] = await boxes(page, ".direction");
    const [choice] = await boxes(page, ".value-menu");
    assert.ok((choice?.left ?? 0) - (direction?.right ?? 0) >= 6);
    const narrow = await show(stressHost(4), 700);
    const names = await boxes(narrow, "tbody th.name-column");
    assert.ok(names.every((name) => name.width <= 200));
  });

  it("lets “not known” stand apart from the choice beside it", async () => {
    const page = await show(stressHost(2));
    const inner = await boxes(page, ".direction");
    const choices = await boxes(page, ".value-menu");
    for (const [index, box] of inner.entries()) assert.ok((choices[index]?.left ?? 0) - box.right >= 6, `row ${index}`);
    assert.deepEqual(await cutTexts(page, ".direction"), []);
  });

  it("lets nothing shine through left of a head while columns scroll under it", async () => {
    for (const theme of ["light", "hc-dark"] as const) {
      const page = await show(stressHost(12), 700, theme);
      const head = await page.locator(".metrics-table thead th.name-column").boundingBox();
      assert.ok(head);
      const margin = () => page.screenshot({ clip: { x: 0, y: head.y + 2, width: 22, height: head.height - 4 } });
      const before = await margin();
      await page.evaluate("scrollTo(230, 0)");
      await page.locator(".scrolled-sideways").waitFor();
      assert.ok(before.equals(await margin()), theme);
    }
  });

  it("says which run is in production where a chip is narrow", async () => {
    const page = await show(compareHost(), 900);
    await page.locator(".narrow-chips .chip-version-below").first().getByText("v12 prod").waitFor();
    const [chip, version] = [await boxes(page, ".chip"), await boxes(page, ".chip-version-below")];
    assert.equal(version.length, 2);
    assert.ok((version[0]?.right ?? 0) < (chip[0]?.right ?? 0), "none of it is cut");
  });

  it("has what stands in a row in one line, and more charts beside each other where there is room", async () => {
    for (const width of [2560, 700]) {
      const page = await show(compareHost(), width);
      for (const row of ["learning_rate", "num_leaves"]) {
        const tops = await each<number>(page, `tr[data-row="${row}"] .cell-text`, "Math.round(one.getBoundingClientRect().top)");
        assert.ok(tops.length >= 4 && new Set(tops).size === 1, `${row}: ${tops}`);
      }
      const rows = await boxes(page, ".metrics-table tbody tr");
      assert.ok(rows.length > 3 && rows.every(({ height }) => Math.round(height) <= 23), "as high as in any list");
      const charts = await each<number>(page, "slipway-metric-curves", "Math.round(one.getBoundingClientRect().top)");
      assert.equal(charts.filter((top) => top === charts[0]).length, width === 2560 ? 4 : 1);
    }
  });

  it("shows what one run has where there is none to compare it with", async () => {
    const page = await show(compareHost({ ...compareData, runs: compareData.runs.slice(0, 1) }, newCompareState(["run-019"])));
    await page.getByRole("heading", { name: "Params, code, data and tags" }).waitFor();
    await page.locator('tr[data-row="learning_rate"]').getByText("0.01").waitFor();
    assert.equal(await page.getByText("equal in all of these runs").count(), 0);
  });

  it("shows what names hide, and keeps scripts and emojis as they are", async () => {
    const page = await show(stressHost(12, true));
    const [text = ""] = await page.locator("slipway-compare").allInnerTexts();
    assert.doesNotMatch(text, /[\u202a-\u202e\u2066-\u2069\u200b]/);
    for (const shown of ["prod-\\u202eevil\\u202c", "two\\nlines", "a\\u202eb\\u200b", hostileNames[3], hostileNames[4]]) {
      assert.ok(text.includes(shown), shown);
    }
    assert.equal(await page.locator("img").count(), 0);
    const titles = await each<string>(page, "[title]", "one.title + (one.ariaLabel ?? '')");
    for (const title of titles) assert.doesNotMatch(title, /\u202e/);
    const sent = JSON.stringify(open.sent);
    assert.doesNotMatch(sent, /\u202e/, "nor the title of the tab");
  });

  it("gives runs the same colour and shape after the baseline changed and runs came and went", async () => {
    const page = await show(stressHost(6));
    const marks = async () => {
      const mark = "one.querySelector('.run-swatch').outerHTML.replace(/<!--.*?-->/g, '')";
      const all = await each<[string, string]>(page, ".chip-cell", `[one.dataset.run, ${mark}]`);
      return new Map(all);
    };
    const before = await marks();
    await page.locator('[data-run="run-004"] .chip-main').click();
    await page.locator('.chip-cell:nth-child(1)[data-run="run-004"]').waitFor();
    await page.locator('[data-run="run-001"] [aria-label^="Remove"]').click();
    await page.locator('[data-run="run-001"]').waitFor({ state: "detached" });
    for (const [run, mark] of await marks()) assert.equal(mark, before.get(run), run);
  });

  it("says in words why a chart would be empty", async () => {
    const page = await show(stressHost(2));
    const chart = (metric: string) => page.locator(`slipway-metric-curves[data-metric="${metric}"]`);
    for (const [metric, words] of [
      ["all_nan", "Every value is NaN."],
      ["all_infinite", "All values are infinite."],
    ] as const) {
      await chart(metric).scrollIntoViewIfNeeded();
      await chart(metric).getByText(words).waitFor();
    }
  });

  it("has labels at the axes of any values, none of them cut", async () => {
    for (const axis of ["step", "time", "relative time"]) {
      const page = await show(stressHost(2));
      await choose(page, "x axis", axis);
      for (const metric of ["val_auc", "huge", "tiny", "wide_number", "near", "nanoseconds"]) {
        const chart = page.locator(`slipway-metric-curves[data-metric="${metric}"]`);
        await chart.scrollIntoViewIfNeeded();
        await chart.locator("canvas").first().waitFor();
        const [ink] = await each<Ink>(page, `slipway-metric-curves[data-metric="${metric}"] .u-wrap > canvas`, inkOfChart);
        assert.ok(ink);
        assert.ok(ink.labels > 20, `${metric} has labels`);
        assert.deepEqual([ink.left, ink.right, ink.bottom], [0, 0, 0], `${metric} over ${axis}: nothing at the edges`);
      }
    }
  });

  it("names the eight runs at the pointer of a hundred, with marks of their size", async () => {
    const page = await show(stressHost(100));
    const chart = await hover(page, "val_auc");
    const inChart = 'slipway-metric-curves[data-metric="val_auc"]';
    await chart.getByText("and 92 more").waitFor();
    assert.equal(await chart.locator(".chart-box-name").count(), 8);
    for (const mark of await boxes(page, `${inChart} .chart-box .run-swatch`)) assert.deepEqual([mark.width, mark.height], [10, 10]);
    const [box] = await boxes(page, `${inChart} .chart-box`);
    const [plot] = await boxes(page, `${inChart} .u-over`);
    assert.ok((box?.width ?? 0) < (plot?.width ?? 0) * 0.4);
  });

  it("says which values are smoothed, and what was logged", async () => {
    const page = await show(compareHost());
    await choose(page, "Smoothing", "0.9");
    const chart = await hover(page, "val_auc");
    const [box = ""] = await chart.locator(".chart-box").allInnerTexts();
    assert.match(box, /^smoothed\s+logged\s+gbm-031\s+0\.9\d+\s+0\.9\d+/);
    assert.match((await chart.locator("h3").textContent()) ?? "", /smoothed 0\.9/);
  });

  it("shows to where it is zoomed, and the way back, with the keyboard", async () => {
    const page = await show(compareHost());
    const chart = page.locator("slipway-curve-chart").first();
    await page.locator(".curves").scrollIntoViewIfNeeded();
    await chart.waitFor();
    await chart.focus();
    await page.keyboard.press("+");
    await page.getByText(/^step \d+ to \d+$/).waitFor();
    await page.getByRole("button", { name: "Reset zoom" }).press("Enter");
    await page.getByRole("button", { name: "Reset zoom" }).waitFor({ state: "detached" });
    await untilTrue(page, "document.activeElement.textContent.trim() === 'Curves' && document.activeElement.ariaExpanded === 'true'");
    await chart.focus();
    await page.keyboard.press("+");
    await page.getByRole("button", { name: "Reset zoom" }).waitFor();
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: "Reset zoom" }).waitFor({ state: "detached" });
  });

  for (const theme of ["dark", "light", "hc-dark", "hc-light"] as const) {
    it(`is accessible in ${theme}`, async () => {
      const page = await show(compareHost(), 1100, theme);
      await page.locator("slipway-curve-chart").nth(3).waitFor();
      assert.deepEqual(await accessibilityProblems(page), []);
      await page.locator("slipway-curve-chart").first().focus();
      await page.keyboard.press("+");
      await page.getByRole("button", { name: "x axis" }).click();
      assert.deepEqual(await accessibilityProblems(page), []);
    });
  }

  it("is accessible with hostile names in 700 px", async () => {
    assert.deepEqual(await accessibilityProblems(await show(stressHost(12, true), 700)), []);
  });
});

/** Painted pixels at the edges of a chart, and in the room left of its plot. */
interface Ink {
  readonly left: number;
  readonly right: number;
  readonly bottom: number;
  readonly labels: number;
}

/** Runs in the page; `one` is a canvas. */
const inkOfChart = `(() => {
  const { width, height } = one;
  const { data } = one.getContext("2d").getImageData(0, 0, width, height);
  const count = (x0, x1, y0, y1) => {
    let sum = 0;
    for (let y = y0; y < y1; y++) for (let x = x0; x < x1; x++) if (data[(y * width + x) * 4 + 3] > 8) sum++;
    return sum;
  };
  return {
    left: count(0, 1, 0, height),
    right: count(width - 1, width, 0, height),
    bottom: count(0, width, height - 1, height),
    labels: count(1, 36, 0, height - 20),
  };
})()`;

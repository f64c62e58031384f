import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import { type Curve, type CurvesQuestion, curvesRequest, newCompareState, stateChanged } from "#protocol/views/compare.ts";
import { copyText, dataChanged, type SavedPicture, savePictureAs } from "#protocol/views/panel.ts";
import { anyChange } from "#registry/model/changes.ts";
import { eventually } from "../eventually.ts";
import { accessibilityProblems } from "./accessibility.ts";
import { compareData, compareHost, ids, packed } from "./compareFixture.ts";
import type { OpenPanel } from "./harness.ts";
import { SuitePages } from "./suitePages.ts";

describe("Curves of the Compare page", () => {
  const pages = new SuitePages("compare");
  let open: OpenPanel;

  const start = async (rest: Partial<ReturnType<typeof newCompareState>> = {}) => {
    open = await pages.show(compareHost(compareData, { ...newCompareState(ids), ...rest }));
    await open.page.locator("slipway-curve-chart").nth(3).waitFor();
    return open.page;
  };
  const chart = (page: Page, metric: string) => page.locator(`slipway-metric-curves[data-metric="${metric}"]`);
  const choose = async (page: Page, menu: string, item: string) => {
    await page.getByRole("button", { name: menu }).click();
    await page.getByRole("menuitemradio", { name: item, exact: true }).click();
  };
  const range = async (page: Page) => {
    const texts = await page.locator(".zoomed .muted").allInnerTexts();
    return [...texts.join().matchAll(/\d+/g)].map(Number);
  };
  const state = () => {
    const told = open.sent.findLast(({ method }) => method === stateChanged.method);
    assert.ok(told);
    return (told.params as { state: object }).state;
  };

  it("moves the part that is seen, by Ctrl and an arrow and by a drag with Shift, and stops at the end", async () => {
    const page = await start();
    const first = page.locator("slipway-curve-chart").first();
    await first.focus();
    await page.keyboard.press("+");
    const [from = 0, to = 0] = await range(page);
    await page.keyboard.press("Control+ArrowRight");
    const [moved = 0, movedTo = 0] = await range(page);
    assert.ok(moved > from && movedTo > to && Math.abs(movedTo - moved - (to - from)) <= 2, `${from}-${to}, ${moved}-${movedTo}`);
    for (let count = 0; count < 9; count++) await page.keyboard.press("Control+ArrowRight");
    const end = await range(page);
    await page.keyboard.press("Control+ArrowRight");
    assert.deepEqual(await range(page), end);
    const box = await first.locator(".u-over").boundingBox();
    assert.ok(box);
    await page.keyboard.down("Shift");
    await page.mouse.move(box.x + 100, box.y + 50);
    await page.mouse.down();
    await page.mouse.move(box.x + 100 + box.width / 2, box.y + 50, { steps: 4 });
    await page.mouse.up();
    await page.keyboard.up("Shift");
    const [dragged = 0, draggedTo = 0] = await range(page);
    assert.ok(dragged < (end[0] ?? 0) && Math.abs(draggedTo - dragged - (to - from)) <= 2, "what is seen goes with the pointer");
  });

  it("draws a metric over another one, reads it out there, and copies it so", async () => {
    const page = await start();
    await choose(page, "x axis", "val_logloss");
    await chart(page, "val_auc").getByText("over val_logloss").waitFor();
    assert.equal(await chart(page, "val_logloss").count(), 0, "a metric over itself says nothing");
    await chart(page, "val_auc").locator("slipway-curve-chart").focus();
    await page.keyboard.press("ArrowRight");
    await page
      .locator("[role=status].screen-reader-only")
      .getByText(/^0\.\d+: gbm-\d+ 0\.\d+/)
      .waitFor();
    await page.getByRole("button", { name: "Copy curves as Markdown" }).click();
    const copied = open.sent.find(({ method }) => method === copyText.method)?.params as { text: string };
    assert.match(copied.text, /\| Metric \| Run \| val\\_logloss \| Value \|/);
    assert.deepEqual({ ...state(), xMetric: "val_logloss", xAxis: "metric" }, state());
  });

  it("shows one chart large, small again, and says where the axis leaves values out", async () => {
    const page = await start();
    const small = await chart(page, "val_auc").boundingBox();
    await page.getByRole("button", { name: "Show val_auc large" }).click();
    await page.getByRole("button", { name: "Show val_auc small" }).waitFor();
    const large = await chart(page, "val_auc").boundingBox();
    assert.ok(large && small && large.width > 1.9 * small.width && large.height > 1.9 * small.height);
    await page.getByText("Clip outliers").click();
    await chart(page, "val_auc").getByText("axis of the middle 90 % of values").waitFor();
    assert.deepEqual({ ...state(), clipOutliers: true, largeChart: "val_auc" }, state());
    assert.deepEqual(await accessibilityProblems(page), []);
    await page.getByRole("button", { name: "Show val_auc small" }).click();
    await page.getByRole("button", { name: "Show val_auc large" }).waitFor();
  });

  it("shows some points of long curves while all of them are read, and says so", async () => {
    const all = Promise.withResolvers<void>();
    const host = compareHost();
    const answer = host[curvesRequest.method] ?? assert.fail();
    const ofAll = (question: CurvesQuestion) => answer(question as never) as { value: Curve[] };
    open = await pages.show({
      ...host,
      [curvesRequest.method]: async (question: CurvesQuestion) => {
        if (!question.sample) return all.promise.then(() => ofAll(question));
        const { sample: _sample, ...whole } = question;
        return { ok: true, value: ofAll(whole).value.map(({ total: _total, ...curve }) => curve) };
      },
    });
    const { page } = open;
    await page.locator("slipway-curve-chart").nth(3).waitFor();
    const summary = page.locator('[data-section="curves"] .section-summary');
    assert.match((await summary.textContent()) ?? "", /^a first look at each curve; its other points are being read/);
    all.resolve();
    await open.settled();
    assert.match((await summary.textContent()) ?? "", /^each curve shows \d+ of \d+ points/);
    const asked = () => open.asked.filter(({ method, params }) => method === curvesRequest.method && (params as CurvesQuestion).sample);
    const before = asked().length;
    await open.push(dataChanged.method, anyChange);
    await open.settled();
    assert.equal(asked().length, before, "what is on the screen stays until all is read again");
  });

  /** Of each run one value, each later than the one before: the first stands at the left edge of the chart, the last at the right one. */
  const ofOnePoint = {
    ...compareHost(),
    [curvesRequest.method]: ({ runIds }: CurvesQuestion) => ({
      ok: true,
      value: runIds.map((runId, at) => ({
        runId,
        total: 1,
        steps: packed(Float64Array.of(at * 100)),
        timestamps: packed(Float64Array.of(1_790_000_000_000 + at * 60_000)),
        values: packed(Float64Array.of(0.9 + at / 100)),
      })),
    }),
  };
  /** How many pixels of a canvas of the first chart have a colour, `px` to both sides of an edge of the plot. */
  const colouredBeside = (page: Page, canvas: string, edge: "left" | "right", px = 5) =>
    page.evaluate(`(() => {
      const chart = document.querySelector("slipway-curve-chart");
      const [plot, canvas] = [chart.querySelector(".u-over").getBoundingClientRect(), chart.querySelector("${canvas}")];
      const at = Math.round(plot.${edge} - canvas.getBoundingClientRect().left);
      const count = (from) => {
        const { data } = canvas.getContext("2d").getImageData(from, 0, ${px}, canvas.height);
        const isColour = (_, at) => at % 4 === 0 && data[at + 3] > 100 && Math.max(...data.slice(at, at + 3)) - Math.min(...data.slice(at, at + 3)) > 80;
        return data.filter(isColour).length;
      };
      return [count(at - ${px}), count(at)];
    })()`) as Promise<[inside: number, outside: number]>;
  const isWhole = ([one, other]: readonly [number, number], what: string) =>
    assert.ok(Math.min(one, other) > 5 && Math.abs(one - other) <= Math.max(one, other) / 3, `${what}: ${one} and ${other} pixels`);

  it("draws a value whole that stands at the edge of a chart, beneath the crosshair and in a picture too", async () => {
    open = await pages.show(ofOnePoint);
    const { page } = open;
    const first = page.locator("slipway-curve-chart").first();
    await first.locator("canvas").first().waitFor();
    await open.settled();
    isWhole(await colouredBeside(page, ".u-wrap > canvas", "left"), "at the left");
    isWhole(await colouredBeside(page, ".u-wrap > canvas", "right"), "at the right");
    await first.focus();
    await page.keyboard.press("ArrowRight");
    // The crosshair is drawn with the next frame.
    const drawn = async () => {
      const beside = await colouredBeside(page, ".chart-overlay", "left");
      return beside.some((count) => count > 0) ? beside : undefined;
    };
    isWhole(await eventually("the crosshair", drawn), "at the crosshair");
    await page.getByRole("button", { name: "Chart of val_auc" }).press("Enter");
    await page.getByRole("menuitem", { name: "Save as SVG…" }).press("Enter");
    await open.settled();
    const saved = open.sent.find(({ method }) => method === savePictureAs.method)?.params as SavedPicture | undefined;
    const base64 = saved?.base64 ?? "";
    const left = await page.evaluate(`(async () => {
      const image = new Image();
      image.src = "data:image/svg+xml;base64,${base64}";
      await image.decode();
      const canvas = Object.assign(document.createElement("canvas"), { width: image.naturalWidth, height: image.naturalHeight });
      const context = canvas.getContext("2d");
      context.drawImage(image, 0, 0);
      const svg = new DOMParser().parseFromString(atob("${base64}"), "image/svg+xml");
      const edge = 16 + Number(svg.querySelector("line[x1]").getAttribute("x1"));
      const { data } = context.getImageData(edge - 5, 40, 4, 200);
      return data.filter((_, at) => at % 4 === 0 && Math.max(...data.slice(at, at + 3)) - Math.min(...data.slice(at, at + 3)) > 80).length;
    })()`);
    assert.ok(Number(left) > 5, `in a picture: ${left} pixels`);
  });

  it("has no tools where there is no curve", async () => {
    open = await pages.show(compareHost({ ...compareData, metrics: [] }));
    await open.page.getByText("No metric has more than one point.").waitFor();
    assert.equal(await open.page.locator("[data-section=curves] .section-tools").count(), 0);
  });
});

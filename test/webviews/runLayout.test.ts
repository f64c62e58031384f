import assert from "node:assert/strict";
import type { Answer } from "#protocol/message.ts";
import { type Curve, curvesRequest } from "#protocol/views/compare.ts";
import { type RunPageData, runPageRequest } from "#protocol/views/run.ts";
import { runSwatches } from "#registry/model/compare/runSwatch.ts";
import { packed, unpacked } from "./compareFixture.ts";
import { datasetsOfEveryKind, withDatasets } from "./datasetFixture.ts";
import { runHost } from "./runFixture.ts";
import { sweepStore } from "./runsFixture.ts";
import { SuitePages } from "./suitePages.ts";

/** The little of the DOM that is used here: tests are checked without the browser's types. */
interface Boxed {
  readonly scrollWidth: number;
  readonly clientWidth: number;
}

const second = "run00000002";

describe("how the page of a run is laid out", () => {
  const pages = new SuitePages("run");
  let store: ReturnType<typeof sweepStore>;

  before(() => {
    store = sweepStore({ runs: 41 });
  });
  after(() => store?.close());

  it("writes long numbers that differ in their last digits whole, and in full on hover", async () => {
    const host = runHost(store.registry, second);
    const read = host[runPageRequest.method] ?? assert.fail();
    const long = -598200.1816042251;
    host[runPageRequest.method] = async (params: never) => {
      const page = (await read(params)) as Answer<RunPageData>;
      if (!page.ok) return page;
      return { ok: true, value: { ...page.value, metrics: page.value.metrics.map((metric) => ({ ...metric, value: long })) } };
    };
    const histories = host[curvesRequest.method] ?? assert.fail();
    host[curvesRequest.method] = async (params: never) => {
      const answer = (await histories(params)) as Answer<readonly Curve[]>;
      if (!answer.ok) return answer;
      const wide = (curve: Curve) => packed(unpacked(curve.values).map((_, at) => long - at * 1e-9));
      return { ok: true, value: answer.value.map((curve) => ({ ...curve, values: wide(curve) })) };
    };
    for (const width of [1280, 700]) {
      const { page } = await pages.show(host, "dark", { width, height: 900 });
      const row = page.locator('tr[data-metric="val_auc"]');
      await row.locator("svg").waitFor();
      const numbers = row.locator("td.number");
      assert.equal((await numbers.allInnerTexts())[0], "−598200");
      const boxes = await numbers.evaluateAll((cells) => (cells as unknown as Boxed[]).map((cell) => cell.scrollWidth - cell.clientWidth));
      assert.ok(
        boxes.every((beyond) => beyond <= 0),
        `a number is cut at ${width} px`,
      );
      assert.equal(await numbers.first().getAttribute("title"), String(long));
      assert.match((await numbers.nth(1).getAttribute("title")) ?? "", /^-598200\.18160\d+$/);
    }
  });

  it("draws its small curves in the colour that the run has everywhere, and says which it is at its name", async () => {
    const { page } = await pages.show(runHost(store.registry, second));
    await page.locator(`.run-title .run-swatch-${runSwatches([second])[0]?.colour}`).waitFor();
    const line = page.locator('tr[data-metric="val_auc"] polyline');
    await line.waitFor();
    const [swatch] = runSwatches([second]);
    assert.notEqual(swatch?.colour, "blue", "the test needs a run of another colour than that of all links");
    const drawn = await page.evaluate("getComputedStyle(document.querySelector('tr[data-metric=\"val_auc\"] polyline')).stroke");
    assert.equal(
      drawn,
      await page.evaluate(`(() => {
      const probe = document.createElement("i");
      probe.className = "run-swatch-${swatch?.colour}";
      document.body.append(probe);
      return getComputedStyle(probe).color;
    })()`),
    );
  });

  it("has what is known of data sets under the values of params", async () => {
    const { page } = await pages.show(runHost(withDatasets(store.registry, datasetsOfEveryKind), second));
    const left = async (selector: string) => Math.round((await page.locator(selector).first().boundingBox())?.x ?? assert.fail(selector));
    assert.equal(await left("tr[data-dataset] td"), await left(".run-value"));
  });
});

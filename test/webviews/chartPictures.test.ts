import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import { newCompareState } from "#protocol/views/compare.ts";
import { type SavedPicture, savePictureAs } from "#protocol/views/panel.ts";
import { compareData, compareHost, ids } from "./compareFixture.ts";
import { hostileNames, stressHost } from "./compareStress.ts";
import type { Fixture, OpenPanel } from "./harness.ts";
import { SuitePages } from "./suitePages.ts";
import type { ThemeName } from "./themes.ts";

/** What a picture says when it stands by itself, read from its markup by a browser. */
interface Read {
  readonly texts: readonly string[];
  readonly classes: number;
  readonly size: readonly [number, number];
  readonly ground: string;
}

/** Charts leave the page as pictures: what they say by themselves, and where they go. */
describe("pictures of charts", () => {
  const pages = new SuitePages("compare");
  let open: OpenPanel;

  const start = async (
    host: Fixture = compareHost(compareData, { ...newCompareState(ids), folded: ["artifacts"] }),
    theme: ThemeName = "dark",
  ) => {
    open = await pages.show(host, theme, { width: 1280, height: 1300 });
    await open.page.locator("slipway-curve-chart .u-wrap").first().waitFor();
    return open.page;
  };
  const take = async (page: Page, menu: string, item: string): Promise<SavedPicture> => {
    const before = open.sent.length;
    await page.getByRole("button", { name: menu }).first().press("Enter");
    await page.getByRole("menuitem", { name: item, exact: true }).press("Enter");
    await page.waitForTimeout(50);
    for (let tries = 0; tries < 80 && !open.sent.slice(before).some(({ method }) => method === savePictureAs.method); tries++)
      await page.waitForTimeout(50);
    const saved = open.sent.slice(before).find(({ method }) => method === savePictureAs.method)?.params;
    assert.ok(saved);
    return saved as SavedPicture;
  };
  const textOf = ({ base64 }: SavedPicture) => Buffer.from(base64, "base64").toString("utf8");
  const read = (page: Page, picture: SavedPicture): Promise<Read> =>
    page.evaluate(`(async () => {
      const svg = new DOMParser().parseFromString(${JSON.stringify(textOf(picture))}, "image/svg+xml").documentElement;
      const image = new Image();
      image.src = "data:image/svg+xml;base64,${picture.base64}";
      await image.decode();
      return {
        texts: [...svg.querySelectorAll("text")].map((text) => text.textContent.trim()),
        classes: svg.querySelectorAll("[class], style, script").length,
        size: [image.naturalWidth, image.naturalHeight],
        ground: svg.querySelector("rect").getAttribute("fill"),
      };
    })()`);

  it("say by themselves what they are of: title, axes, runs", async () => {
    const page = await start();
    const picture = await take(page, "Chart of val_auc", "Save as SVG…");
    assert.deepEqual([picture.name, picture.ending], ["val_auc", "svg"]);
    const { texts, classes, size, ground } = await read(page, picture);
    for (const text of ["val_auc", "higher is better", "step", "gbm-019 (baseline)", "gbm-031", "gbm-027", "gbm-012", "0.94", "200"])
      assert.ok(texts.includes(text), `${text} in ${texts.join("|")}`);
    assert.equal(classes, 0, "nothing rests on a style sheet");
    assert.ok(size[0] > 500 && size[1] > 200);
    assert.equal(ground, "rgb(31, 31, 31)");
    assert.doesNotMatch(textOf(picture), /var\(|<!--|currentcolor/i);
  });

  it("are dark on white for paper, whatever the theme", async () => {
    for (const theme of ["dark", "hc-dark"] as const) {
      const page = await start(undefined, theme);
      const picture = await take(page, "Chart of val_auc", "Save as SVG for Paper…");
      assert.equal((await read(page, picture)).ground, "rgb(255, 255, 255)");
      assert.ok(textOf(picture).includes('stroke="rgb(26, 133, 255)"') || textOf(picture).includes('stroke="rgb(101, 45, 144)"'));
    }
  });

  it("of the coordinates and of the scatter have the names of their axes", async () => {
    const page = await start();
    await page.locator(".axis-handle").first().waitFor();
    const coordinates = await read(page, await take(page, "Picture of the parallel coordinates", "Save as SVG…"));
    for (const text of ["learning_rate", "val_auc", "↑ higher", "gbm-019 (baseline)", "41 runs"])
      assert.ok(coordinates.texts.includes(text), `${text} in ${coordinates.texts.join("|")}`);
    const picture = await take(page, "Picture of the scatter", "Save as SVG…");
    assert.match(picture.name, / over /);
    const scatter = await read(page, picture);
    assert.ok(picture.name.split(" over ").every((name) => scatter.texts.some((text) => text.includes(name))));
  });

  it("are written as PNG of twice the size", async () => {
    const page = await start();
    const svg = await read(page, await take(page, "Chart of val_auc", "Save as SVG…"));
    const { base64, ending } = await take(page, "Chart of val_auc", "Save as PNG…");
    const png = Buffer.from(base64, "base64");
    assert.equal(ending, "png");
    assert.deepEqual([png.readUInt32BE(16), png.readUInt32BE(20)], [2 * svg.size[0], 2 * svg.size[1]]);
  });

  it("are copied as PNG", async () => {
    const page = await start();
    await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
    await page.getByRole("button", { name: "Chart of val_auc" }).press("Enter");
    await page.getByRole("menuitem", { name: "Copy as PNG", exact: true }).press("Enter");
    await page.getByText("Copied the chart as PNG").waitFor();
    assert.deepEqual(await page.evaluate("navigator.clipboard.read().then((items) => items.flatMap((item) => item.types))"), ["image/png"]);
  });

  it("name hostile runs as text, and forty runs of a hundred", async () => {
    let page = await start(stressHost(12, true));
    const { texts } = await read(page, await take(page, "Chart of val_auc", "Save as SVG…"));
    assert.ok(
      texts.some((text) => text.includes(hostileNames[0])),
      texts.join("|"),
    );
    assert.ok(texts.every((text) => !text.includes("\u202e")));
    page = await start(stressHost(100));
    const many = await read(page, await take(page, "Chart of val_auc", "Save as SVG…"));
    assert.ok(many.texts.includes("and 60 more"));
  });
});

/** Pictures of the Compare page for a person to look at: `node test/webviews/look.ts FOLDER [NAME]`. */
import type { Page } from "playwright-core";
import { newCompareState } from "#protocol/views/compare.ts";
import { compareData, compareHost } from "./compareFixture.ts";
import { seedHost } from "./compareSeeds.ts";
import { stressHost } from "./compareStress.ts";
import { withChangedData } from "./datasetFixture.ts";
import { type Fixture, PanelBrowser } from "./harness.ts";
import type { ThemeName } from "./themes.ts";

const [folder = ".cache/pictures", only = ""] = process.argv.slice(2);

interface Look {
  readonly name: string;
  readonly host: Fixture;
  readonly theme: ThemeName;
  readonly width: number;
  /** Absent: a picture of the whole height. */
  readonly act?: (page: Page) => Promise<void>;
}

const usual: readonly Look[] = (["dark", "light", "hc-dark", "hc-light"] as const).flatMap((theme) =>
  [1440, 1100, 700].map((width) => ({ name: `usual.${theme}.${width}`, host: compareHost(), theme, width })),
);
const counts: readonly Look[] = [1, 2, 4, 12, 100].flatMap((count) => [
  { name: `runs.${count}.1440`, host: stressHost(count), theme: "dark", width: 1440 },
  { name: `runs.${count}.700`, host: stressHost(count), theme: "light", width: 700 },
]);
const drawn = { ...newCompareState(compareData.runs.map(({ id }) => id)), formulas: ["= 1 - val_auc", "= train_auc - val_auc"] };
const acts: readonly Look[] = [
  { name: "hostile", host: stressHost(12, true), theme: "dark", width: 1440 },
  { name: "scrolled", host: stressHost(12, true), theme: "light", width: 1100, act: (page) => page.mouse.wheel(430, 220) },
  { name: "scrolled.700", host: stressHost(12), theme: "hc-dark", width: 700, act: (page) => page.mouse.wheel(230, 120) },
  { name: "hover.100", host: stressHost(100), theme: "dark", width: 1440, act: (page) => hover(page, 60) },
  { name: "smoothed", host: compareHost(), theme: "light", width: 1100, act: smoothed },
  ...(["dark", "light", "hc-dark", "hc-light"] as const).flatMap((theme) =>
    [1280, 700].map((width) => ({ name: `relation.${theme}.${width}`, host: compareHost(), theme, width, act: relation })),
  ),
  ...[2, 12, 100].map((count) => ({
    name: `relation.${count}`,
    host: stressHost(count),
    theme: "dark" as const,
    width: 1280,
    act: relation,
  })),
  ...(["dark", "light", "hc-dark", "hc-light"] as const).flatMap((theme) =>
    [1280, 700].map((width) => ({ name: `artifacts.${theme}.${width}`, host: compareHost(), theme, width, act: artifacts })),
  ),
  ...[2, 12, 100].map((count) => ({
    name: `artifacts.${count}`,
    host: stressHost(count, count === 12),
    theme: "dark" as const,
    width: 1280,
    act: artifacts,
  })),
  { name: "artifacts.swipe", host: compareHost(), theme: "dark", width: 1280, act: (page) => artifacts(page, "swipe") },
  { name: "artifacts.difference", host: compareHost(), theme: "light", width: 1280, act: (page) => artifacts(page, "difference") },
  ...(["dark", "light", "hc-dark", "hc-light"] as const).flatMap((theme) =>
    [1440, 700].map((width) => ({ name: `groups.${theme}.${width}`, host: seedHost(12), theme, width })),
  ),
  ...[2, 100].map((count) => ({ name: `groups.${count}`, host: seedHost(count), theme: "dark" as const, width: 1440 })),
  { name: "groups.many", host: seedHost(100, { groupBy: ["param:seed"] }), theme: "light", width: 1440 },
  ...(["val_logloss", "time", "relative time"] as const).flatMap((x) =>
    [2, 12, 100].map((count) => ({
      name: `groups.over.${x.replace(" ", "-")}.${count}`,
      host: seedHost(count),
      theme: count === 12 ? ("light" as const) : ("dark" as const),
      width: count === 2 ? 700 : 1280,
      act: async (page: Page) => {
        await choose(page, "x axis", x);
        await hover(page, 60);
      },
    })),
  ),
  { name: "groups.hover", host: seedHost(12), theme: "dark", width: 1440, act: (page) => hover(page, 60) },
  ...(["dark", "light", "hc-dark", "hc-light"] as const).flatMap((theme) =>
    [1440, 700].map((width) => ({ name: `groups.artifacts.${theme}.${width}`, host: seedHost(12), theme, width, act: artifacts })),
  ),
  {
    name: "groups.menu",
    host: seedHost(12),
    theme: "light",
    width: 1100,
    act: (page) => page.getByRole("button", { name: "Group runs by" }).click(),
  },
  { name: "groups.stress", host: stressHost(24, true, { groupBy: ["param:max_depth"] }), theme: "dark", width: 1440 },
  ...(["dark", "light", "hc-dark"] as const).map((theme) => ({
    name: `datasets.${theme}`,
    host: compareHost(withChangedData(compareData)),
    theme,
    width: theme === "light" ? 700 : 1440,
  })),
  ...(["dark", "light", "hc-dark", "hc-light"] as const).flatMap((theme) =>
    [1440, 700].map((width) => ({ name: `formula.${theme}.${width}`, host: compareHost(compareData, drawn), theme, width, act: formula })),
  ),
  { name: "formula.groups", host: seedHost(12, { groupBy: ["param:max_depth"], formulas: drawn.formulas }), theme: "dark", width: 1440 },
  { name: "large", host: compareHost(), theme: "dark", width: 1280, act: large },
  { name: "time.zoomed", host: compareHost(), theme: "hc-light", width: 1100, act: zoomedTime },
];

/** A formula that is drawn, and another that is typed with a mistake. */
async function formula(page: Page): Promise<void> {
  await page.setViewportSize({ width: page.viewportSize()?.width ?? 1280, height: 1300 });
  await page.getByRole("button", { name: "Formula…" }).click();
  await page.keyboard.type("val_auc - train_acc / 2");
  await page.keyboard.press("Enter");
  await page.locator(".field-problem").waitFor();
  await page
    .locator("[data-section=curves]")
    .evaluate("(section) => section.scrollIntoView()")
    .catch(() => undefined);
}

const browser = await PanelBrowser.start("compare");
try {
  for (const look of [...usual, ...counts, ...acts].filter(({ name }) => name.includes(only))) await take(look);
} finally {
  await browser.stop();
}

async function take({ name, host, theme, width, act }: Look): Promise<void> {
  const { page, troubles, settled } = await browser.open("compare", host, theme, { width, height: 900 });
  await page.locator(".chip").first().waitFor();
  await settled();
  await act?.(page);
  await page.waitForTimeout(200);
  await page.screenshot({ path: `${folder}/${name}.png`, fullPage: !act });
  if (troubles.length > 0) console.error(name, troubles);
}

async function plot(page: Page) {
  await page.locator("slipway-curve-chart").nth(1).scrollIntoViewIfNeeded();
  const box = await page.locator("slipway-curve-chart .u-over").first().boundingBox();
  if (!box) throw new Error("there is a chart");
  return box;
}

async function hover(page: Page, down: number): Promise<void> {
  const box = await plot(page);
  await page.mouse.move(box.x + box.width / 2, box.y + down);
}

async function choose(page: Page, menu: string, item: string): Promise<void> {
  await page.getByRole("button", { name: menu }).click();
  await page.getByRole("menuitemradio", { name: item, exact: true }).click();
}

async function smoothed(page: Page): Promise<void> {
  await choose(page, "Smoothing", "0.9");
  await hover(page, 60);
}

/** With a brush on the last axis. */
async function relation(page: Page): Promise<void> {
  await page.setViewportSize({ width: page.viewportSize()?.width ?? 1280, height: 1400 });
  await page.getByRole("button", { name: "Relation" }).click();
  const axis = page.locator(".axis-handle").last();
  await axis.waitFor();
  await axis.scrollIntoViewIfNeeded();
  const box = await axis.boundingBox();
  if (!box) throw new Error("there is an axis");
  await page.mouse.move(box.x + box.width / 2, box.y + 20);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 3, { steps: 4 });
  await page.mouse.up();
  await page.locator(".explained-table").waitFor();
  await page
    .locator("[data-section=relation]")
    .evaluate("(section) => section.scrollIntoView()")
    .catch(() => undefined);
}

async function artifacts(page: Page, mode?: string): Promise<void> {
  await page.setViewportSize({ width: page.viewportSize()?.width ?? 1280, height: 1300 });
  await page.getByRole("button", { name: "Artifacts", exact: true }).click();
  for (const name of ["plots/calibration.png", "thresholds.json", "importance.csv", "console.log", "samples/img_step_*.png"])
    await page.locator(`tr[data-artifact="${name}"] .artifact-toggle`).click();
  await page.locator(".artifact-image").first().waitFor();
  if (mode) await choose(page, "Images against the baseline's", mode);
  await page
    .locator("[data-section=artifacts]")
    .evaluate("(section) => section.scrollIntoView()")
    .catch(() => undefined);
  await page.waitForTimeout(400);
}

async function large(page: Page): Promise<void> {
  await choose(page, "x axis", "val_logloss");
  await page.getByText("Clip outliers").click();
  await page.getByRole("button", { name: "Show val_auc large" }).click();
  await hover(page, 60);
}

async function zoomedTime(page: Page): Promise<void> {
  await choose(page, "x axis", "time");
  const box = await plot(page);
  await page.mouse.move(box.x + 100, box.y + 60);
  await page.mouse.down();
  await page.mouse.move(box.x + 250, box.y + 60, { steps: 4 });
  await page.mouse.up();
}

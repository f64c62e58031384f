/** Pictures of the Runs page for a person to look at: `node test/webviews/lookRuns.ts FOLDER [NAME]`. */
import type { Page } from "playwright-core";
import type { RunsState } from "#protocol/views/runs.ts";
import { PanelBrowser } from "./harness.ts";
import { runsHost, sweepStore } from "./runsFixture.ts";
import type { ThemeName } from "./themes.ts";

const [folder = ".cache/pictures", only = ""] = process.argv.slice(2);

interface Look {
  readonly name: string;
  readonly runs?: number;
  readonly nested?: boolean;
  /** So many of the newest runs are deleted. */
  readonly deleted?: number;
  readonly state?: Partial<RunsState>;
  readonly theme?: ThemeName;
  readonly width?: number;
  readonly act?: (page: Page) => Promise<void>;
}

const byAuc: Partial<RunsState> = {
  filter: "metrics.val_auc > 0.92 AND (params.num_leaves = '63' OR params.num_leaves = '127')",
  sort: [
    { column: "metric:val_auc", descending: true },
    { column: "metric:fit_seconds", descending: false },
  ],
};
const formulaCharts = {
  isFolded: false,
  xAxis: "step",
  smoothing: 0,
  metrics: ["= val_auc - train_auc", "val_auc", "val_logloss"],
} as const;
const usual = (["dark", "light", "hc-dark", "hc-light"] as const).flatMap((theme) =>
  [1280, 1012, 700].map((width): Look => ({ name: `usual.${theme}.${width}`, state: byAuc, theme, width, act: chooseThree })),
);
const counts = [2, 12, 100].flatMap((runs) => [1280, 700].map((width): Look => ({ name: `runs.${runs}.${width}`, runs, width })));

const rest: readonly Look[] = [
  { name: "nested", nested: true, state: { filter: "metrics.val_auc > 0.925" }, act: chooseThree },
  {
    name: "grouped",
    state: {
      groupBy: ["param:num_leaves", "param:booster"],
      turned: ['group:["63","dart"]'],
      sort: [{ column: "metric:val_auc", descending: true }],
    },
  },
  { name: "median.light", state: { groupBy: ["param:learning_rate"], summary: "median" }, theme: "light" },
  {
    name: "delta",
    state: {
      pinned: ["run00000007", "run00000009"],
      showsDelta: true,
      values: { val_auc: "max", val_logloss: "at:val_auc" },
      frozen: ["metric:val_auc"],
    },
  },
  { name: "menu", act: (page) => page.locator("[data-column='metric:val_auc']").first().click({ button: "right" }) },
  ...(["dark", "light", "hc-dark", "hc-light"] as const).map(
    (theme): Look => ({
      name: `filter.${theme}`,
      state: byAuc,
      theme,
      width: 700,
      act: async (page) => {
        await page.locator("slipway-filter-box input").focus();
        await page.keyboard.press("End");
        for (let letter = 0; letter < 12; letter++) await page.keyboard.press("Shift+ArrowLeft");
      },
    }),
  ),
  ...(["dark", "light", "hc-dark", "hc-light"] as const).map(
    (theme): Look => ({
      name: `wrong.${theme}`,
      theme,
      width: theme === "light" ? 700 : 1280,
      act: async (page) => {
        await page.locator("slipway-filter-box input").fill("metrics.val_auc > 0.92 AND params.num_leaves >= '63' OR status = 'FINISHED'");
        await page.keyboard.press("Enter");
        await page.locator(".field-problem").waitFor();
      },
    }),
  ),
  ...(["dark", "light", "hc-dark", "hc-light"] as const).flatMap((theme) =>
    [1280, 1012, 700].map(
      (width): Look => ({
        name: `formula.${theme}.${width}`,
        theme,
        width,
        state: { formulas: ["= val_auc - train_auc", "= 1 - val_auc"], charts: formulaCharts },
        act: async (page) => {
          await page.getByRole("button", { name: "Formula…" }).click();
          await page.getByRole("combobox", { name: /^Formula/ }).fill("= 1 - val_acu");
          if (theme !== "light") await page.keyboard.press("Enter");
        },
      }),
    ),
  ),
  ...[2, 12, 100].map(
    (runs): Look => ({
      name: `formulas.${runs}`,
      runs,
      width: runs === 12 ? 1012 : 1280,
      theme: runs === 12 ? "light" : "dark",
      state: {
        formulas: ["= 1 - val_auc", "= val_auc - val_recall_at_1pct"],
        sort: [{ column: "metric:= 1 - val_auc", descending: false }],
        ...(runs === 100 ? { groupBy: ["param:num_leaves"] as const, turned: ['group:["63"]'] } : {}),
        charts: { ...formulaCharts, metrics: ["= 1 - val_auc", "= val_auc - val_recall_at_1pct", "val_auc"] },
      },
      act: async (page) => {
        await page.locator("[data-column='metric:= 1 - val_auc']").first().click({ button: "right" });
      },
    }),
  ),
  { name: "hover", act: (page) => page.locator(".row .name-cell").nth(3).hover() },
  { name: "hover.hc-light", theme: "hc-light", act: (page) => page.locator(".row .name-cell").nth(3).hover() },
  { name: "several", state: { experimentIds: ["1", "2"] }, act: (page) => page.locator(".grid").evaluate((grid) => grid.scrollTo(0, 1e6)) },
  { name: "deleted", deleted: 9, state: { isDeleted: true }, act: chooseThree },
  { name: "none-deleted.light", state: { isDeleted: true }, theme: "light" },
  {
    name: "rowMenu.hc-dark",
    theme: "hc-dark",
    act: (page) => page.locator(".row [data-column='metric:val_auc']").nth(3).click({ button: "right" }),
  },
];

const browser = await PanelBrowser.start("runs");
try {
  for (const look of [...usual, ...counts, ...rest].filter(({ name }) => name.includes(only))) await take(look);
} finally {
  await browser.stop();
}

async function take({ name, runs = 41, nested = false, deleted = 0, state = {}, theme = "dark", width = 1280, act }: Look): Promise<void> {
  const store = sweepStore({ runs, nested });
  for (let run = runs; run > runs - deleted; run--) {
    await store.registry.deleteRun(`run${String(run).padStart(8, "0")}`, new AbortController().signal);
  }
  const host = runsHost(store.registry, state, `run${String(Math.max(1, runs - 22)).padStart(8, "0")}`);
  const { page, troubles } = await browser.open("runs", host, theme, { width, height: 900 });
  await page.locator(".row .cell-text, .hidden-note").first().waitFor();
  await act?.(page);
  await page.waitForTimeout(500);
  await page.screenshot({ path: `${folder}/${name}.png` });
  if (troubles.length > 0) console.error(name, troubles);
  store.close();
}

async function chooseThree(page: Page): Promise<void> {
  await page.locator(".row").nth(0).click();
  for (const row of [1, 6])
    await page
      .locator(".row")
      .nth(row)
      .click({ modifiers: ["Control"] });
}

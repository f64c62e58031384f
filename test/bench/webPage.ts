import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import type { Page } from "playwright-core";
import { curvesRequest } from "#protocol/views/compare.ts";
import { newRunsState, runsCatalogRequest, runsReady, runsWindowRequest } from "#protocol/views/runs.ts";
import { cached } from "../../scripts/setup/cache.mjs";
import { type MlflowServer, startServer } from "../contract/realMlflow.ts";
import { type Fixture, PanelBrowser } from "../webviews/harness.ts";
import { allRunIds, compareHostOver, forwarded, untilCurvesDrawn } from "./compare.ts";
import { type Figure, median, ms, percentile, times } from "./figure.ts";
import { scrolling } from "./frames.ts";
import { type LspProcess, startOurs } from "./lspProcess.ts";
import { megabytes, pageMemory } from "./pageMemory.ts";

const rounds = 5;
/** Values of the histories that its page of metrics lists, at least, once it has read them. */
const listed = 30;
const filter = 'params.param_3 = "13"';

/** Of our table. */
export const firstRow = ".row[aria-rowindex='2'] .run-name";

/** ms of each step on a page. */
interface Steps {
  readonly open: number;
  readonly sort: number;
  readonly find: number;
}

/** A table that was used: ms of its steps and of the frames of a scroll, and megabytes that its page holds. */
interface Used {
  readonly steps: readonly Steps[];
  readonly frames: readonly number[];
  readonly memory: number;
}

/** What people do on MLflow's own web page (the same store, the same Chromium, each page loaded once before) and on our Runs and Compare pages. */
export async function webPageFigures(): Promise<Figure[]> {
  const python = process.env["SLIPWAY_PYTHON"];
  if (python === undefined) throw new Error("SLIPWAY_PYTHON is not set: run this through npm.");
  const make = (script: string) => (folder: string) => promisify(execFile)(python, [join(import.meta.dirname, script), folder]);
  const runs = await cached("bench-runs-1", "writing a store of 10,000 runs for the bench (20 s)", make("make_runs_store.py"));
  const curves = await cached(
    "bench-curves-1",
    "writing a store of 100 runs with 10,000 points for the bench (20 s)",
    make("make_curves_store.py"),
  );
  const browser = await PanelBrowser.start("runs", "compare");
  try {
    return [...(await tableFigures(python, runs, browser)), ...(await comparisonFigures(python, curves, browser))];
  } finally {
    await browser.stop();
  }
}

async function tableFigures(python: string, folder: string, browser: PanelBrowser): Promise<Figure[]> {
  const server = await startServer(python, folder);
  const ours = await startOurs(folder);
  try {
    const theirs = await useTheirTable(browser, server);
    const own = await useOurTable(browser, runsHostOver(ours));
    const row = (what: string, pick: (steps: Steps) => number, least: number) =>
      beside(what, own.steps.map(pick), theirs.steps.map(pick), least);
    const late = percentile(own.frames, 0.95);
    const theirsLate = percentile(theirs.frames, 0.95);
    return [
      row("Runs page of 10,000 runs: opened until its first rows are there, p50", ({ open }) => open, 10),
      { what: "of both: a page of one word in the same Chromium, p50", ours: ms(median(theirs.empty)) },
      row("the same: sorted by name, p50", ({ sort }) => sort, 10),
      row("the same: filtered by a param, p50", ({ find }) => find, 10),
      {
        what: "a frame while the table is scrolled, p95",
        ours: ms(late),
        peer: `MLflow's web page, of 100 runs ${ms(theirsLate)}`,
        ratio: times(theirsLate / late),
        budget: { text: "32 ms", met: late <= 32 },
      },
      { what: "the longest frame of these", ours: ms(Math.max(...own.frames)), peer: ms(Math.max(...theirs.frames)) },
      {
        what: "memory of the page after that",
        ours: megabytes(own.memory),
        peer: `MLflow's web page ${megabytes(theirs.memory)}`,
        ratio: times(theirs.memory / own.memory),
        budget: { text: "200 MB", met: own.memory <= 200 },
      },
    ];
  } finally {
    await ours.stop();
    await server.stop();
  }
}

async function useTheirTable(browser: PanelBrowser, server: MlflowServer): Promise<Used & { readonly empty: readonly number[] }> {
  const first = ".ag-row[row-index='10'] a";
  const page = await browser.visit(runsPage(server));
  await untilShown(page, first, "");
  const steps: Steps[] = [];
  const empty: number[] = [];
  for (let round = 0; round < rounds; round++) {
    steps.push(await theirTable(page, server));
    await page.goto(`${server.url}/health`, { waitUntil: "commit" });
    empty.push(await untilShown(page, "body", ""));
  }
  await page.evaluate("localStorage.clear(), sessionStorage.clear()");
  await page.goto(runsPage(server), { waitUntil: "commit" });
  await untilShown(page, first, "");
  const frames = await scrolling(page);
  const memory = await pageMemory(browser);
  await page.context().close();
  return { steps, empty, frames, memory };
}

async function useOurTable(browser: PanelBrowser, host: Fixture): Promise<Used> {
  const steps: Steps[] = [];
  for (let round = 0; round < rounds; round++) steps.push(await ourTable(browser, host));
  const { page } = await browser.open("runs", host);
  await untilShown(page, firstRow, "");
  const frames = await scrolling(page);
  return { steps, frames, memory: await pageMemory(browser) };
}

async function theirTable(page: Page, server: MlflowServer): Promise<Steps> {
  // Not the first row: run-9999 is first by time and by name.
  const first = ".ag-row[row-index='10'] a";
  // It keeps the order and the filter of the round before; what it has cached may stay.
  await page.evaluate("localStorage.clear(), sessionStorage.clear()");
  await page.goto("about:blank");
  await page.goto(runsPage(server), { waitUntil: "commit" });
  const open = await untilShown(page, first, "");
  const sort = await taken(page, first, () => page.locator('[data-testid="sort-header-Run Name"]').click());
  const find = await taken(page, first, async () => {
    await page.getByPlaceholder(/^metrics\.rmse/).fill(filter);
    await page.keyboard.press("Enter");
  });
  return { open, sort, find };
}

async function ourTable(browser: PanelBrowser, host: Fixture): Promise<Steps> {
  const { page } = await browser.open("runs", host);
  const open = await untilShown(page, firstRow, "");
  const sort = await taken(page, firstRow, () => page.locator(".name-head button").click());
  const find = await taken(page, firstRow, async () => {
    await page.keyboard.press("Control+f");
    await page.keyboard.insertText(filter);
    await page.keyboard.press("Enter");
  });
  return { open, sort, find };
}

async function comparisonFigures(python: string, folder: string, browser: PanelBrowser): Promise<Figure[]> {
  const server = await startServer(python, folder);
  const ours = await startOurs(folder);
  try {
    const ids = await allRunIds(ours);
    const own = { table: [] as number[], curves: [] as number[] };
    for (let round = 0; round < rounds; round++) {
      const { page } = await browser.open("compare", compareHostOver(ours, ids));
      own.table.push(await untilShown(page, ".metrics-table .metric-value", ""));
      own.curves.push(await untilCurvesDrawn(page));
    }
    const query = `runs=${encodeURIComponent(JSON.stringify(ids))}&experiments=${encodeURIComponent('["1"]')}`;
    const metrics = `metric=${encodeURIComponent('"val_auc"')}&plot_metric_keys=${encodeURIComponent('["val_auc","val_loss"]')}`;
    const page = await browser.visit(runsPage(server));
    const theirs = { table: [] as number[], curves: [] as number[] };
    for (let round = 0; round <= rounds; round++) {
      const open = async (path: string) => {
        await page.goto("about:blank");
        await page.goto(`${server.url}/#/${path}`, { waitUntil: "commit" });
      };
      await open(`compare-runs?${query}`);
      const table = await untilShown(page, ".parcoords .axis-title", "");
      await open(`metric?${query}&${metrics}`);
      const curves = await untilOften(page, "(step=", listed);
      // The first round fills the browser's cache.
      if (round > 0) theirs.table.push(table);
      if (round > 0) theirs.curves.push(curves);
    }
    return [
      beside("Compare page of 100 runs: opened until its values are there, p50", own.table, theirs.table, 8),
      {
        ...beside("two metrics' curves of 100 runs with 10,000 points each, drawn, p50", own.curves, theirs.curves, 8),
        peer: `MLflow's web page, before it draws ${ms(median(theirs.curves))}`,
      },
    ];
  } finally {
    await ours.stop();
    await server.stop();
  }
}

function beside(what: string, own: readonly number[], theirs: readonly number[], least: number): Figure {
  const [our, their] = [median(own), median(theirs)];
  const ratio = their / our;
  return {
    what,
    ours: ms(our),
    peer: `MLflow's web page ${ms(their)}`,
    ratio: times(ratio),
    budget: { text: times(least), met: ratio >= least },
  };
}

function runsPage(server: MlflowServer): string {
  return `${server.url}/#/experiments/1/runs`;
}

export function runsHostOver({ connection }: LspProcess): Fixture {
  return {
    [runsReady.method]: () => ({ state: newRunsState(["1"], "bench") }),
    ...forwarded(connection, [runsCatalogRequest, runsWindowRequest, curvesRequest]),
  };
}

/** ms that an act takes until the first row is another one. */
async function taken(page: Page, selector: string, act: () => Promise<unknown>): Promise<number> {
  const before = await page.locator(selector).first().textContent();
  const began = await page.evaluate<number>("performance.now()");
  await act();
  return (await untilShown(page, selector, before?.trim() ?? "")) - began;
}

/** ms since the page was opened, when a text stands so many times on it. */
async function untilOften(page: Page, text: string, often: number): Promise<number> {
  const isThere = `(document.body?.textContent ?? "").split(${JSON.stringify(text)}).length > ${often}`;
  const found = await page.waitForFunction(`${isThere} && performance.now()`, undefined, { polling: 50, timeout: 60_000 });
  return Number(await found.jsonValue());
}

/** ms since the page was opened, when the first of these elements has a text, and another one than `before`. */
export function untilShown(page: Page, selector: string, before: string): Promise<number> {
  return page.evaluate<number>(`new Promise((resolve) => {
    const look = () => {
      const found = document.querySelector(${JSON.stringify(selector)});
      const text = found?.textContent?.trim() ?? "";
      if (!found || text === "" || text === ${JSON.stringify(before)}) requestAnimationFrame(look);
      else requestAnimationFrame(() => setTimeout(() => resolve(performance.now())));
    };
    look();
  })`);
}

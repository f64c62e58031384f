import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import type { Page } from "playwright-core";
import type { Answer } from "#protocol/message.ts";
import { type RowPage, type RunRow, runsRequest } from "#protocol/registryRequests.ts";
import { compareDataRequest, compareReady, curvesRequest, newCompareState } from "#protocol/views/compare.ts";
import { cached } from "../../scripts/setup/cache.mjs";
import { type Fixture, PanelBrowser } from "../webviews/harness.ts";
import { type Figure, median, ms, percentile } from "./figure.ts";
import { type LspProcess, startOurs } from "./lspProcess.ts";

const opened = 5;
const moves = 90;
const budgets = { drawn: 1000, frame: 16 };

/** The Compare page of 100 runs with 10,000 points each, over our server and a real store; the page alone in Chromium. */
export async function compareFigures(): Promise<Figure[]> {
  const python = process.env["SLIPWAY_PYTHON"];
  if (python === undefined) throw new Error("SLIPWAY_PYTHON is not set: run this through npm.");
  const make = (folder: string) => promisify(execFile)(python, [join(import.meta.dirname, "make_curves_store.py"), folder]);
  const folder = await cached("bench-curves-1", "writing a store of 100 runs with 10,000 points for the bench (20 s)", make);
  const server = await startOurs(folder);
  const browser = await PanelBrowser.start("compare");
  try {
    const host = compareHostOver(server, await allRunIds(server));
    const drawn: number[] = [];
    const frames: number[] = [];
    for (let round = 0; round < opened; round++) {
      const { page } = await browser.open("compare", host);
      drawn.push(await untilCurvesDrawn(page));
      frames.push(...(await hovering(page)));
    }
    return figures(median(drawn), percentile(frames, 0.5), percentile(frames, 0.95));
  } finally {
    await browser.stop();
    await server.stop();
  }
}

/** What the extension does for the page: it hands its questions to the server. */
export function compareHostOver({ connection }: LspProcess, ids: readonly string[]): Fixture {
  return { [compareReady.method]: () => newCompareState(ids), ...forwarded(connection, [compareDataRequest, curvesRequest]) };
}

export function forwarded(connection: LspProcess["connection"], requests: readonly { readonly method: string }[]): Fixture {
  return Object.fromEntries(requests.map(({ method }) => [method, (params: unknown) => connection.sendRequest(method, params)]));
}

/** Of experiment 1, as the tree pages them. */
export async function allRunIds({ connection }: LspProcess): Promise<string[]> {
  const ids: string[] = [];
  for (let pageToken: string | undefined, more = true; more; more = pageToken !== undefined) {
    const params = { experimentId: "1", ...(pageToken === undefined ? {} : { pageToken }) };
    const answer = await connection.sendRequest<Answer<RowPage<RunRow>>>(runsRequest.method, params);
    if (!answer.ok) throw new Error(answer.problem.message);
    ids.push(...answer.value.rows.map((row) => row.id));
    pageToken = answer.value.nextPageToken;
  }
  return ids;
}

/** ms from the navigation until both metrics' curves are on the screen. */
export function untilCurvesDrawn(page: Page): Promise<number> {
  return page.evaluate(`new Promise((resolve) => {
    const look = () => {
      if (document.querySelectorAll("slipway-curve-chart canvas.chart-overlay").length < 2) requestAnimationFrame(look);
      else requestAnimationFrame(() => setTimeout(() => resolve(performance.now())));
    };
    look();
  })`);
}

/** ms of each frame while the pointer goes through the first chart. */
async function hovering(page: Page): Promise<number[]> {
  const chart = page.locator("slipway-curve-chart .u-over").first();
  await chart.scrollIntoViewIfNeeded();
  const box = await chart.boundingBox();
  if (box === null) throw new Error("No chart is on the screen.");
  await watchFrames(page);
  for (let move = 0; move < moves; move++) await page.mouse.move(box.x + (box.width * move) / moves, box.y + box.height / 2);
  return watchedFrames(page);
}

/** From here on each frame is timed. */
export async function watchFrames(page: Page): Promise<void> {
  await page.evaluate(`{
    window.frames = [];
    let last = performance.now();
    const next = (now) => { window.frames.push(now - last); last = now; requestAnimationFrame(next); };
    requestAnimationFrame(next);
  }`);
}

/** ms of each frame since `watchFrames`. */
export async function watchedFrames(page: Page): Promise<number[]> {
  return (await page.evaluate<number[]>("window.frames")).slice(1);
}

function figures(drawn: number, middle: number, slow: number): Figure[] {
  const what = "100 runs with 10,000 points each";
  return [
    {
      what: `Compare page of ${what}: drawn, p50`,
      ours: ms(drawn),
      budget: { text: ms(budgets.drawn), met: drawn <= budgets.drawn },
    },
    { what: `a frame while the pointer moves over it, p50`, ours: ms(middle) },
    {
      what: `a frame while the pointer moves over it, p95`,
      ours: ms(slow),
      // A frame is as long as the screen's: 16.7 ms where nothing is late.
      budget: { text: ms(budgets.frame), met: slow < budgets.frame + 1 },
    },
  ];
}

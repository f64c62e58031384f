import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import type { Page } from "playwright-core";
import { CancellationTokenSource } from "vscode-jsonrpc/node";
import type { Answer } from "#protocol/message.ts";
import { type RowPage, type RunRow, runsRequest } from "#protocol/registryRequests.ts";
import { compareDataRequest, compareReady, curvesRequest, newCompareState } from "#protocol/views/compare.ts";
import { cached } from "../../scripts/setup/cache.mjs";
import { type Fixture, PanelBrowser } from "../webviews/harness.ts";
import { type Figure, median, ms, percentile } from "./figure.ts";
import { watchedFrames, watchFrames } from "./frames.ts";
import { type LspProcess, startOurs } from "./lspProcess.ts";

const opened = 5;
const moves = 90;
const presses = 30;
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
    const [first, drawn, frames, zoomed]: [number[], number[], number[], number[]] = [[], [], [], []];
    for (let round = 0; round < opened; round++) {
      const { page } = await browser.open("compare", host);
      first.push(await untilCurvesShown(page));
      drawn.push(await untilCurvesDrawn(page));
      frames.push(...(await hovering(page)));
      // What is seen of a part is read anew: in the last round, so that no other one waits for it.
      if (round === opened - 1) zoomed.push(...(await zooming(page)));
    }
    return figures({ first: median(first), drawn: median(drawn) }, frames, zoomed);
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
  const ask = (method: string) => (params: unknown, signal?: AbortSignal) => {
    const givenUp = new CancellationTokenSource();
    signal?.addEventListener("abort", () => givenUp.cancel(), { once: true });
    return connection.sendRequest(method, params, givenUp.token);
  };
  return Object.fromEntries(requests.map(({ method }) => [method, ask(method)]));
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

/** ms from the navigation until both metrics' curves are on the screen, be it through some of their points. */
function untilCurvesShown(page: Page): Promise<number> {
  return untilTwoCharts(page, "true");
}

/** The same with all points read. */
export function untilCurvesDrawn(page: Page): Promise<number> {
  return untilTwoCharts(page, `!document.querySelector('[data-section="curves"] .section-summary').textContent.includes("first look")`);
}

/** `also`: what must hold too, in the page. */
function untilTwoCharts(page: Page, also: string): Promise<number> {
  return page.evaluate(`new Promise((resolve) => {
    const look = () => {
      if (document.querySelectorAll("slipway-curve-chart canvas.chart-overlay").length < 2 || !(${also})) requestAnimationFrame(look);
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

/** ms of each frame while a chart is zoomed in and out by keys. */
async function zooming(page: Page): Promise<number[]> {
  await page.locator("slipway-curve-chart").first().focus();
  await watchFrames(page);
  for (let press = 0; press < presses; press++) await page.keyboard.press(press % 6 < 3 ? "+" : "-");
  return watchedFrames(page);
}

function figures(opened: { first: number; drawn: number }, hovered: readonly number[], zoomed: readonly number[]): Figure[] {
  const drawn = (what: string, took: number) => ({
    what,
    ours: ms(took),
    budget: { text: ms(budgets.drawn), met: took <= budgets.drawn },
  });
  const late = (what: string, frames: readonly number[]) => ({
    what,
    ours: ms(percentile(frames, 0.95)),
    // A frame is as long as the screen's: 16.7 ms where nothing is late.
    budget: { text: ms(budgets.frame), met: percentile(frames, 0.95) < budgets.frame + 1 },
  });
  return [
    drawn("Compare page of 100 runs with 10,000 points each: curves through some of the points, p50", opened.first),
    drawn("the same: drawn with all points read, p50", opened.drawn),
    { what: "a frame while the pointer moves over it, p50", ours: ms(percentile(hovered, 0.5)) },
    late("a frame while the pointer moves over it, p95", hovered),
    late("a frame while it is zoomed by keys, p95", zoomed),
  ];
}

import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { cached } from "../../scripts/setup/cache.mjs";
import { PanelBrowser } from "../webviews/harness.ts";
import { type Figure, ms, percentile } from "./figure.ts";
import { scrolling } from "./frames.ts";
import { startOurs } from "./lspProcess.ts";
import { megabytes, pageMemory } from "./pageMemory.ts";
import { firstRow, runsHostOver, untilShown } from "./webPage.ts";

/** Our Runs page over 10,000 runs whose metrics are 12,000 columns. */
export async function wideFigures(): Promise<Figure[]> {
  const python = process.env["SLIPWAY_PYTHON"];
  if (python === undefined) throw new Error("SLIPWAY_PYTHON is not set: run this through npm.");
  const make = (folder: string) => promisify(execFile)(python, [join(import.meta.dirname, "make_wide_store.py"), folder]);
  const folder = await cached("bench-wide-1", "writing a store of 12,000 metrics for the bench (20 s)", make);
  const ours = await startOurs(folder);
  const browser = await PanelBrowser.start("runs");
  try {
    const { page } = await browser.open("runs", runsHostOver(ours));
    const opened = await untilShown(page, firstRow, "");
    const frames = await scrolling(page);
    const late = percentile(frames, 0.95);
    const memory = await pageMemory(browser);
    const served = await ours.memory();
    return [
      { what: "Runs page of 10,000 runs with 12,000 metrics: opened once, until its first rows are there", ours: ms(opened) },
      { what: "a frame while it is scrolled, p95", ours: ms(late), budget: { text: "32 ms", met: late <= 32 } },
      { what: "memory of the page after that", ours: megabytes(memory), budget: { text: "200 MB", met: memory <= 200 } },
      { what: "memory of the server after that", ours: megabytes(served), budget: { text: "200 MB", met: served <= 200 } },
    ];
  } finally {
    await browser.stop();
    await ours.stop();
  }
}

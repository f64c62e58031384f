import { type Browser, chromium } from "playwright-core";

/** Starts the Chromium of `SLIPWAY_CHROMIUM` without a window. */
export function launchBrowser(): Promise<Browser> {
  const executablePath = process.env["SLIPWAY_CHROMIUM"];
  if (executablePath === undefined) throw new Error("SLIPWAY_CHROMIUM is not set: run this through npm.");
  const args = [
    // Chromium's sandbox refuses to start for root, which is who runs in most containers.
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
  ];
  return chromium.launch({ executablePath, args });
}

import { readFile } from "node:fs/promises";
import type { PanelBrowser } from "../webviews/harness.ts";

/** Megabytes of memory that the process of the open page shares with no other one; NaN where the system does not tell (not Linux). */
export async function pageMemory(browser: PanelBrowser): Promise<number> {
  const held = await Promise.all((await browser.pageProcesses()).map(ownMemory));
  // Chromium keeps an empty process ready for the next page.
  return Math.max(...held);
}

/** `97 MB` */
export function megabytes(size: number): string {
  return `${Math.round(size)} MB`;
}

async function ownMemory(pid: number): Promise<number> {
  const rollup = await readFile(`/proc/${pid}/smaps_rollup`, "utf8").catch(() => "");
  const own = [...rollup.matchAll(/^Private_\w+:\s+(\d+) kB/gm)].map(([, size]) => Number(size));
  return own.length === 0 ? Number.NaN : own.reduce((sum, size) => sum + size, 0) / 1024;
}

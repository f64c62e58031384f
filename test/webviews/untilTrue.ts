import type { Page } from "playwright-core";
import { eventually } from "../eventually.ts";

/** Waits until an expression is true in a page. Not `waitForFunction`: what that asks a second time, the page's own rules against `eval` refuse. */
export async function untilTrue(page: Pick<Page, "evaluate">, expression: string): Promise<void> {
  await eventually(expression, async () => ((await page.evaluate<unknown>(expression)) ? true : undefined));
}

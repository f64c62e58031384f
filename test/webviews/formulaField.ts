import assert from "node:assert/strict";
import type { Locator, Page } from "playwright-core";
import { accessibilityProblems } from "./accessibility.ts";

/** Opens the field of a formula, has names completed, then makes a mistake: axe finds nothing in either. Leaves the mistake as it is told. */
export async function assertAccessibleFormula(page: Page, button: Locator, field: Locator): Promise<void> {
  await button.click();
  await field.pressSequentially("val");
  await page.getByRole("option", { name: "val_auc", exact: true }).waitFor();
  assert.deepEqual(await accessibilityProblems(page), []);
  await field.fill("= val_akk");
  await field.press("Enter");
  await page.locator(".field-problem").waitFor();
  assert.deepEqual(await accessibilityProblems(page), []);
}

import assert from "node:assert/strict";
import { makeDemoProject, reader } from "../../scripts/demo/project.ts";
import type { EditorWindow } from "./editorWindow.ts";
import { withWindow } from "./withWindow.ts";

describe("all runs of an experiment, in the real editor", () => {
  let window: EditorWindow;

  withWindow(
    async (scratch) => ({ folder: await makeDemoProject(scratch), person: reader }),
    async (opened) => {
      window = opened;
      await window.showSlipway();
    },
  );

  it("opens from the side bar, finds the best runs, and compares them", async () => {
    const experiment = window.row("fraud/gbm-sweep");
    await window.press(experiment, "Open Runs", window.page.getByRole("tab", { name: /^Runs: fraud\/gbm-sweep/ }));
    const page = await window.pageWith("slipway-runs .row .cell-text");
    const box = page.getByRole("combobox", { name: "Filter runs" });
    await box.fill("metrics.val_auc > 0.93 OR status = 'RUNNING'");
    await box.press("Enter");
    await page.getByText(/hidden by the filter/).waitFor();
    const first = page.locator('.row[aria-rowindex="2"] .run-name');
    const newest = (await first.textContent()) ?? "";
    await page.locator(".head-cell").filter({ hasText: "val_auc" }).first().getByRole("button").click();
    await page.locator('[aria-sort="descending"]').waitFor();
    // The head says it at once, the rows come after.
    await first.filter({ hasNotText: newest }).waitFor();
    const evidence = process.env["SLIPWAY_EVIDENCE"];
    await page.locator('.row[aria-rowindex="2"]').click();
    await page.locator('.row[aria-rowindex="3"]').click({ modifiers: ["Control"] });
    await page.getByText("2 selected", { exact: true }).waitFor();
    if (evidence !== undefined) await window.keepEvidence(evidence, "runs");
    const best = await first.textContent();
    await page.getByRole("button", { name: "Formula…" }).click();
    const formula = page.getByRole("combobox", { name: "Formula of a column and a chart" });
    await formula.fill("= 1 - val_auc");
    await formula.press("Enter");
    await page.getByRole("button", { name: "Compare", exact: true }).click();
    await window.page.getByRole("tab", { name: new RegExp(`^Compare: ${best}`) }).waitFor();
    const compared = await window.pageWith("slipway-compare .curve-title");
    await compared.locator('slipway-metric-curves[data-metric="= 1 - val_auc"]').waitFor();
  });

  it("is as it was left after a reload", async () => {
    await window.page.getByRole("tab", { name: /^Runs: fraud\/gbm-sweep/ }).click();
    await window.pageWith("slipway-runs .row .cell-text");
    await window.reload();
    await window.page.getByRole("tab", { name: /^Runs: fraud\/gbm-sweep/ }).click();
    const page = await window.pageWith("slipway-runs .row .cell-text");
    assert.equal(await page.getByRole("combobox", { name: "Filter runs" }).inputValue(), "metrics.val_auc > 0.93 OR status = 'RUNNING'");
    assert.equal(await page.locator('[aria-sort="descending"]').count(), 1);
  });

  it("shows the runs of two experiments that are chosen in the tree as one table", async () => {
    // A plain click unfolds the first, and the second may be out of sight by then.
    for (const name of ["fraud/gbm-sweep", "churn/weekly"]) await window.row(name).click({ modifiers: ["ControlOrMeta"] });
    await window.run("Slipway: Open Runs");
    await window.page.getByRole("tab", { name: /^Runs: (fraud\/gbm-sweep, churn\/weekly|churn\/weekly, fraud\/gbm-sweep)/ }).waitFor();
    const page = await window.pageWith("slipway-runs .row .cell-text");
    await page.getByText("169 runs").waitFor();
    const evidence = process.env["SLIPWAY_EVIDENCE"];
    if (evidence !== undefined) await window.keepEvidence(evidence, "two-experiments");
  });
});

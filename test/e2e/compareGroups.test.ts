import assert from "node:assert/strict";
import { join } from "node:path";
import { makeScratchCopy } from "../../scripts/sample/scratch.ts";
import type { EditorWindow } from "./editorWindow.ts";
import { withWindow } from "./withWindow.ts";

const evidence = process.env["SLIPWAY_EVIDENCE"];

/** Runs of the sample's sweep in groups, in the real editor. */
describe("a comparison by groups, in the real editor", () => {
  let window: EditorWindow;

  withWindow(
    async (scratch) => {
      const folder = join(scratch, "fraud-detection");
      await makeScratchCopy(folder);
      return { folder };
    },
    async (opened) => {
      window = opened;
      await window.showSlipway();
    },
  );

  it("has mean, band and test of each, and is as it was left after a reload", async () => {
    await window.expand("fraud/gbm-sweep");
    await window.row(/gbm-040/).click();
    await window.row(/gbm-030/).click({ modifiers: ["Shift"] });
    await window.run("Slipway: Compare Selected Runs");
    const page = await window.pageWith("slipway-compare .metrics-table");
    const runs = Number.parseInt((await page.locator(".runs-title strong").textContent()) ?? "", 10);
    await page.getByRole("button", { name: "Group runs by" }).click();
    const items = await page.getByRole("menuitemcheckbox").allInnerTexts();
    assert.ok(items.length > 0, "some params are the same in several of the runs");
    await page.getByRole("menuitemcheckbox").first().click();
    const title = page.getByText(new RegExp(`${runs} runs in \\d+ groups`));
    await title.waitFor();
    await page.locator(".group-cell").first().waitFor();
    await page.locator("slipway-curve-chart").first().waitFor();
    const chips = await page.locator(".chip-name").allInnerTexts();
    assert.ok(chips.length > 1 && chips.length < runs);
    if (evidence !== undefined) await window.keepEvidence(evidence, "groups");
    await window.reload();
    const restored = await window.pageWith("slipway-compare .group-cell");
    assert.deepEqual(await restored.locator(".chip-name").allInnerTexts(), chips);
  });
});

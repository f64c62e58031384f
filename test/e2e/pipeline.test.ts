import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { makeDemoProject, reader } from "../../scripts/demo/project.ts";
import { launchBrowser } from "../../scripts/editor/browser.ts";
import { EditorWindow } from "./editorWindow.ts";
import { keepFailure } from "./evidence.ts";

describe("a pipeline, in the real editor", () => {
  let scratch: string;
  let browser: Browser;
  let window: EditorWindow;

  before(async () => {
    scratch = await mkdtemp(join(tmpdir(), "slipway-pipeline-"));
    const folder = await makeDemoProject(scratch);
    browser = await launchBrowser();
    window = await EditorWindow.open(browser, { folder, person: reader });
  });

  afterEach(async function () {
    await keepFailure(this.currentTest, { window });
  });

  after(async () => {
    await window?.close();
    await browser?.close();
    await rm(scratch, { recursive: true, force: true });
  });

  it("can be run from every stage, and is shown as a graph that follows the cursor's file", async () => {
    await window.openFile("dvc.yaml");
    await window.page.locator(".codelens-decoration").filter({ hasText: "Run" }).first().waitFor();
    const evidence = process.env["SLIPWAY_EVIDENCE"];
    if (evidence !== undefined) await window.keepEvidence(evidence, "lens");
    await window.run("Slipway: Show Pipeline");
    const page = await window.pageWith("slipway-pipeline .tree-row");
    await page.locator('.graph [data-id="stage:train"]').waitFor();
    if (evidence !== undefined) await window.keepEvidence(evidence, "pipeline");
    await page.getByRole("treeitem", { name: /^stage train/ }).click();
    await window.page.locator(".codelens-decoration").filter({ hasText: "Run" }).first().waitFor();
    if (evidence !== undefined) await window.keepEvidence(evidence, "pressed");
  });
});

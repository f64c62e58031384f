import { makeDemoProject, reader } from "../../scripts/demo/project.ts";
import type { EditorWindow } from "./editorWindow.ts";
import { withWindow } from "./withWindow.ts";

describe("a pipeline, in the real editor", () => {
  let window: EditorWindow;

  withWindow(
    async (scratch) => ({ folder: await makeDemoProject(scratch), person: reader }),
    async (opened) => {
      window = opened;
    },
  );

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

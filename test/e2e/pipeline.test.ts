import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { appendFile, mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { makeDemoProject, reader } from "../../scripts/demo/project.ts";
import type { EditorWindow } from "./editorWindow.ts";
import { withWindow } from "./withWindow.ts";

const labels = "id,fraud\n1,0\n";
const sum = createHash("md5").update(labels).digest("hex");

/** Data that a `.dvc` file keeps, and stages of two pipelines that read it. */
async function addLabels(folder: string): Promise<void> {
  const files = {
    "labels/fraud.csv": labels,
    "labels/fraud.csv.dvc": `outs:\n- md5: ${sum}\n  size: ${labels.length}\n  hash: md5\n  path: fraud.csv\n`,
    "audit/dvc.yaml": "stages:\n\n  audit:\n    cmd: python audit.py\n    deps: [../labels/fraud.csv]\n",
    [`.dvc/cache/files/md5/${sum.slice(0, 2)}/${sum.slice(2)}`]: labels,
  };
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
  await appendFile(join(folder, "dvc.yaml"), "  report:\n    cmd: python src/report.py\n    deps: [labels/fraud.csv]\n");
}

describe("a pipeline, in the real editor", () => {
  let window: EditorWindow;

  withWindow(
    async (scratch) => {
      const folder = await makeDemoProject(scratch);
      await addLabels(folder);
      return { folder, person: reader };
    },
    async (opened) => {
      window = opened;
    },
  );

  /** What is on the screen, for those who look. */
  async function evidence(name: string): Promise<void> {
    const folder = process.env["SLIPWAY_EVIDENCE"];
    if (folder !== undefined) await window.keepEvidence(folder, name);
  }

  /** A line of an editor, without its indentation. */
  const line = (text: string) =>
    window.page
      .locator(".view-line")
      .filter({ hasText: new RegExp(`^\\s*${text}$`) })
      .first();
  const lens = (text: string) => window.page.locator(".codelens-decoration").filter({ hasText: text }).first();

  it("can be run from every stage, and is shown as a graph that follows the cursor's file", async () => {
    await window.openFile("dvc.yaml");
    await lens("Run").waitFor();
    await evidence("lens");
    await window.run("Slipway: Show Pipeline");
    const page = await window.pageWith("slipway-pipeline .tree-row");
    await page.locator('.graph [data-id="stage:train"]').waitFor();
    await evidence("pipeline");
    await page.getByRole("treeitem", { name: /^stage train/ }).click();
    await lens("Run").waitFor();
    await evidence("pressed");
  });

  it("leads to the .dvc file that keeps its data, which says how that stands to it and shows it as a graph", async () => {
    const page = await window.pageWith("slipway-pipeline .tree-row");
    await page.getByRole("treeitem", { name: "tracked data labels/fraud.csv.dvc: up to date" }).dblclick();
    await window.page.getByRole("tab", { name: /^fraud\.csv\.dvc/, selected: true }).waitFor();
    await evidence("dot-dvc");
    await lens("up to date").getByText("up to date").click();
    const kept = await window.pageWith('slipway-pipeline .tree-row:first-child[aria-label^="tracked data labels/fraud.csv.dvc"]');
    await kept.locator(".graph .node-data").first().waitFor();
    await evidence("dot-dvc-graph");
  });

  it("has the stages of the repository's other pipelines: a press goes to their file, and the cursor there leads back", async () => {
    const page = await window.pageWith('slipway-pipeline .tree-row:first-child[aria-label^="tracked data labels/fraud.csv.dvc"]');
    await page.getByRole("treeitem", { name: /^stage audit\/dvc.yaml:audit/ }).dblclick();
    // The lens of another file is there already: the file that is pressed has come when its own line has.
    await line("audit:").waitFor();
    await lens("Run").waitFor();
    await window.run("View: Keep Editor");
    await page.getByRole("treeitem", { name: /^stage dvc.yaml:report/ }).click();
    await page.locator('.node-chosen[data-id$="dvc.yaml stage:report"]').waitFor();
    await line("report:").waitFor();
    await evidence("repository");
    await window.page.locator(".tab").filter({ hasText: "audit" }).click();
    await line("audit:").click();
    await page.locator('.node-chosen[data-id$="audit/dvc.yaml stage:audit"]').waitFor();
  });

  it("has a stage renamed with a preview of every file that changes", async () => {
    const { page } = window;
    await window.openFile("dvc.yaml");
    await line("train:").click();
    await page.keyboard.press("Home");
    await page.keyboard.press("F2");
    const input = page.locator(".rename-input:visible");
    await input.fill("fit");
    await input.press("ControlOrMeta+Enter");
    const rows = page.locator(".bulk-edit-panel .monaco-list-row");
    await rows.filter({ hasText: "dvc.lock" }).first().waitFor();
    assert.ok((await rows.filter({ hasText: "dvc.yaml" }).count()) > 0);
    await evidence("rename-preview");
    await page.getByRole("button", { name: "Discard" }).first().click();
    await line("train:").waitFor();
  });
});

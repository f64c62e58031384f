import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Locator } from "playwright-core";
import { makeDemoProject, reader } from "../../scripts/demo/project.ts";
import type { EditorWindow } from "./editorWindow.ts";
import { withWindow } from "./withWindow.ts";

/** gbm-031 of the sample. */
const runId = "e1491848ed75498ab980abba853974e5";

const lines = [
  "import mlflow",
  "",
  'champion = mlflow.pyfunc.load_model("models:/fraud-scorer@champion")',
  'candidate = mlflow.pyfunc.load_model("models:/fraud-scorer@chalenger")',
  'churn = mlflow.pyfunc.load_model("models:/churn-ranker/Production")',
  `path = mlflow.artifacts.download_artifacts("runs:/${runId}/model")`,
  "",
];

const notebook = {
  cells: [
    { cell_type: "markdown", metadata: {}, source: ["# `models:/fraud-scorer@chalenger`"] },
    { cell_type: "code", execution_count: null, metadata: {}, outputs: [], source: lines.slice(0, 4).map((line) => `${line}\n`) },
    { cell_type: "code", execution_count: null, metadata: {}, outputs: [], source: [`load("models:/fraud-scorer/99")`] },
  ],
  metadata: { language_info: { name: "python" } },
  nbformat: 4,
  nbformat_minor: 5,
};

describe("URIs in Python and notebooks, in the real editor", () => {
  let window: EditorWindow;
  const evidence = process.env["SLIPWAY_EVIDENCE"];
  const look = async (name: string): Promise<void> => {
    if (evidence !== undefined) await window.keepEvidence(evidence, `python-${name}`);
  };
  const squiggles = (kind: "warning" | "info"): Locator =>
    window.page.locator(`.editor-instance .squiggly-${kind}, .cell .squiggly-${kind}`);

  withWindow(
    async (scratch) => {
      const folder = await makeDemoProject(scratch);
      await writeFile(join(folder, "predict.py"), lines.join("\n"));
      await writeFile(join(folder, "explore.ipynb"), JSON.stringify(notebook));
      return { folder, person: reader };
    },
    async (opened) => {
      window = opened;
      await window.showSlipway();
      await window.row("fraud/gbm-sweep").waitFor();
    },
  );

  it("what the registry does not have is underlined, a stage is struck through, and hovering says what a URI means", async () => {
    await window.openFile("predict.py");
    await squiggles("warning").first().waitFor();
    await squiggles("info").first().waitFor();
    assert.deepEqual([await squiggles("warning").count(), await squiggles("info").count()], [1, 1]);
    await look("squiggles");
    await window.page.locator(".view-line", { hasText: "@champion" }).getByText("fraud-scorer").first().hover();
    const hover = window.page.locator(".monaco-hover:visible", { hasText: "v12" });
    await hover.waitFor();
    await look("hover");
    assert.match((await hover.textContent()) ?? "", /fraud-scorer v12 · @champion/);
  });

  it("a stage is changed to its alias by the quick fix", async () => {
    await window.page.keyboard.press("Escape");
    await window.page.locator(".view-line", { hasText: "churn-ranker" }).getByText("Production").hover();
    await window.page.locator(".monaco-hover:visible", { hasText: "MLflow has deprecated stages. Write" }).waitFor();
    await look("stage");
    await window.page.keyboard.press("Escape");
    await window.page.keyboard.press("F8");
    await window.page.keyboard.press("F8");
    await window.page.keyboard.press("ControlOrMeta+.");
    const fix = window.page.locator(".action-widget .monaco-list-row", { hasText: "Change to `@champion`, which is version 3 too" });
    await fix.waitFor();
    await look("fix");
    await fix.click();
    await window.page.locator(".view-line", { hasText: "models:/churn-ranker@champion" }).waitFor();
    await squiggles("info").first().waitFor({ state: "detached" });
  });

  /** Ctrl and a press, as on any link of an editor. By the mouse itself: Playwright would scroll the editor's inside. */
  async function follow(line: string): Promise<void> {
    const link = window.page.locator(".view-line", { hasText: line }).locator(".detected-link").first();
    await link.waitFor();
    const { x, y, width, height } = (await link.boundingBox()) ?? assert.fail("the link is not on the screen");
    await window.page.mouse.move(x + width / 2, y + height / 2);
    await window.page.keyboard.down("Control");
    await window.page.mouse.move(x + width / 2 + 3, y + height / 2);
    await window.page.locator(".detected-link-active").first().waitFor();
    await window.page.mouse.click(x + width / 2 + 3, y + height / 2);
    await window.page.keyboard.up("Control");
  }

  it("a URI leads to the page of its version, and to that of its run", async () => {
    await window.page.keyboard.press("Escape");
    await follow("runs:/");
    const run = await window.pageWith("slipway-run .run-title");
    assert.equal(await run.locator(".run-title").textContent(), "gbm-031");
    await window.openFile("predict.py");
    await follow("fraud-scorer@champion");
    const version = await window.pageWith("slipway-promotion h1");
    assert.match((await version.locator("h1").textContent()) ?? "", /fraud-scorer/);
    await look("version");
  });

  it("the same stands in the cells of a notebook, and not in its text", async () => {
    await window.openFile("explore.ipynb", ".cell .view-lines");
    await window.page.locator(".cell .squiggly-warning").nth(1).waitFor();
    await look("notebook");
    assert.equal(await window.page.locator(".cell .squiggly-warning").count(), 2);
  });
});

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import type { Browser } from "playwright-core";
import { launchBrowser } from "../../scripts/editor/browser.ts";
import { makeScratchCopy } from "../../scripts/sample/scratch.ts";
import { EditorWindow } from "./editorWindow.ts";
import { keepFailure } from "./evidence.ts";

/** The version that `alias` names, asked of a real MLflow client. */
async function versionByMlflow(folder: string, model: string, alias: string): Promise<string> {
  const python = process.env["SLIPWAY_PYTHON"];
  assert.ok(python, "SLIPWAY_PYTHON names the Python that has MLflow");
  const script = join(import.meta.dirname, "championVersion.py");
  const { stdout } = await promisify(execFile)(python, [script, `sqlite:///${folder}/mlflow.db`, model, alias]);
  return stdout.trim();
}

describe("the whole loop in the editor", () => {
  let scratch: string;
  let folder: string;
  let browser: Browser;
  let ana: EditorWindow;
  let bruno: EditorWindow | undefined;

  before(async () => {
    scratch = await mkdtemp(join(tmpdir(), "slipway-loop-"));
    folder = join(scratch, "fraud-detection");
    await makeScratchCopy(folder);
    browser = await launchBrowser();
    ana = await EditorWindow.open(browser, { folder, person: "ana@example.com" });
  });

  afterEach(async function () {
    await keepFailure(this.currentTest, { ana, bruno });
  });

  after(async () => {
    await ana?.close();
    await bruno?.close();
    await browser?.close();
    await rm(scratch, { recursive: true, force: true });
  });

  it("shows runs and models of mlflow.db in the side bar", async () => {
    await ana.showSlipway();
    await ana.expand("fraud/gbm-sweep");
    await ana.row(/gbm-040/).waitFor();
    await ana.expand("fraud-scorer");
    await ana.row(/^staging.*v13/).waitFor();
    await ana.row(/v12.*@champion/).waitFor();
  });

  it("compares two selected runs, and shows the page again after a reload of the window", async () => {
    await ana.row(/gbm-040/).click();
    await ana.row(/gbm-038/).click({ modifiers: ["ControlOrMeta"] });
    await ana.run("Slipway: Compare Selected Runs");
    await ana.page.getByRole("tab", { name: "Compare: gbm-040, gbm-038" }).waitFor();
    const page = await ana.pageWith("slipway-compare main");
    await page.getByRole("button", { name: "What changed", exact: true }).waitFor();
    await page.getByText("val_auc").first().waitFor();
    await page.locator("slipway-compare canvas").first().waitFor();

    await ana.reload();
    await ana.page.getByRole("tab", { name: "Compare: gbm-040, gbm-038" }).waitFor();
    const restored = await ana.pageWith("slipway-compare main");
    await restored.getByText("gbm-040").first().waitFor();
    await restored.getByText("gbm-038").first().waitFor();
  });

  it("requests a promotion with one click when every gate passes", async () => {
    await ana.showSlipway();
    await ana.expand("churn-ranker");
    await ana.press(ana.row(/^v4/), /Request [Pp]romotion/, ana.row(/churn-ranker v4 → prod/));
    const notification = await ana.notification("Requested churn-ranker v4 → prod.");
    await notification.getByRole("button", { name: "Cancel request" }).waitFor();
    await ana.run("Notifications: Clear All Notifications");
  });

  it("lets someone else approve in another window, and the alias moves", async () => {
    assert.equal(await versionByMlflow(folder, "churn-ranker", "champion"), "3");
    bruno = await EditorWindow.open(browser, { folder, person: "bruno@example.com" });
    await bruno.showSlipway();
    await bruno.row("Waiting for you").waitFor();
    await bruno.row(/churn-ranker v4 → prod/).click();
    const page = await bruno.pageWith("slipway-promotion main");
    await page.getByText("Waiting for you").waitFor();
    await page.getByText("You are bruno@example.com").waitFor();
    await page.getByRole("button", { name: "Approve and Apply" }).click();
    await page
      .getByText(/^\s*Applied\s*$/)
      .first()
      .waitFor();
    assert.equal(await versionByMlflow(folder, "churn-ranker", "champion"), "4");
  });

  it("shows the new state in the first window without a click", async () => {
    await ana.row(/prod.*v4 · @champion/).waitFor();
  });

  it("asks for a reason when a gate fails, and keeps the text over a reload", async () => {
    // Folds it, so that the versions of the next one fit into the view.
    await ana.row("churn-ranker").click();
    await ana.expand("fraud-scorer");
    await ana.press(ana.row(/^v13/), /Request [Pp]romotion/, ana.page.getByRole("tab", { name: /fraud-scorer/ }));
    const page = await ana.pageWith("slipway-promotion main");
    await page.getByText("Not requested yet").waitFor();
    await page.getByRole("button", { name: "Request", exact: true }).click();
    await page.getByText(/Say why it may go without bias_review/).waitFor();
    await page.locator("#comment").fill("Bias review is booked for Wednesday.");
    await ana.reload();
    const restored = await ana.pageWith("slipway-promotion main");
    assert.equal(await restored.locator("#comment").inputValue(), "Bias review is booked for Wednesday.");
  });

  it("underlines a broken MLproject as it is typed", async () => {
    await ana.openFile("MLproject");
    await ana.page.keyboard.press("ControlOrMeta+End");
    await ana.page.keyboard.type("\nconda_evn: conda.yaml\n");
    await ana.page.locator(".monaco-editor .squiggly-warning, .monaco-editor .squiggly-error").first().waitFor();
  });
});

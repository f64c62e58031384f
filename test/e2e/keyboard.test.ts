import assert from "node:assert/strict";
import { colleagueAsks, makeDemoProject, reader } from "../../scripts/demo/project.ts";
import type { EditorWindow } from "./editorWindow.ts";
import { withWindow } from "./withWindow.ts";

describe("the side bar by keyboard alone", () => {
  let window: EditorWindow;

  withWindow(
    async (scratch) => {
      const folder = await makeDemoProject(scratch);
      await colleagueAsks(folder, ["churn-ranker", "4", "prod"]);
      return { folder, person: reader };
    },
    async (opened) => {
      window = opened;
      await window.showSlipway();
    },
  );

  afterEach(async () => {
    await window.run("View: Close All Editors");
    await window.run("View: Show Slipway");
  });

  /** The row that has the focus in the tree that has it. */
  const focused = () => window.page.locator(".pane-body .monaco-list:focus .monaco-list-row.focused");

  /** Unfolds a row, which has the focus then, and waits for the rows below it. */
  async function unfold(row: string, below: RegExp): Promise<void> {
    await window.expand(row);
    await window.row(below).waitFor();
  }

  /** Moves with the arrow keys, which choose nothing, to the first row below that shows `text`. Gives the text of the row above it. */
  async function arrowTo(text: RegExp): Promise<string> {
    let above = "";
    for (let press = 0; press < 200; press++) {
      const now = (await focused().textContent()) ?? "";
      if (text.test(now)) return above;
      above = now;
      const id = await focused().getAttribute("id");
      await window.page.keyboard.press("ArrowDown");
      await window.page.locator(`.pane-body .monaco-list:focus .monaco-list-row.focused:not(#${id})`).waitFor();
    }
    throw new Error(`No row below shows ${text}`);
  }

  it("Enter opens a run, and the next one in the same tab", async () => {
    await unfold("fraud/gbm-sweep", /gbm-040/);
    await arrowTo(/gbm-040/);
    await window.page.keyboard.press("Enter");
    await window.page.getByRole("tab", { name: "Run: gbm-040" }).waitFor();
    await (await window.pageWith("slipway-run main")).getByRole("heading", { name: "gbm-040" }).waitFor();
    await window.row(/gbm-038/).click();
    await window.page.getByRole("tab", { name: "Run: gbm-038" }).waitFor();
    await window.page.getByRole("tab", { name: "Run: gbm-040" }).waitFor({ state: "detached" });
    await window.pageWith("slipway-run main");
    await window.row("fraud/gbm-sweep").click();
  });

  it("Load 50 more… leads to the first new row", async () => {
    await unfold("churn/weekly", /ndcg_at_10/);
    const last = await arrowTo(/Load 50 more/);
    await window.page.keyboard.press("Enter");
    await focused().filter({ hasText: /ago/ }).waitFor();
    assert.notEqual(await focused().textContent(), last);
    await window.page.keyboard.press("ArrowUp");
    assert.equal(await focused().textContent(), last, "the row above is the last of the old ones");
    await window.row("churn/weekly").click();
  });

  it("Enter opens the promotion of a version", async () => {
    await unfold("churn-ranker", /^v3/);
    await arrowTo(/^v3/);
    await window.page.keyboard.press("Enter");
    await window.page.getByRole("tab", { name: /churn-ranker v3/ }).waitFor();
    await window.pageWith("slipway-promotion main");
    await window.row(/^churn-ranker/).click();
  });

  it("the palette requests what has the focus", async () => {
    await unfold("churn-ranker", /^v5/);
    await arrowTo(/^v5/);
    await window.run("Slipway: Request Promotion");
    // It is worse than what is in staging: the page opens and nothing moves.
    await window.page.getByRole("tab", { name: "churn-ranker v5 → staging" }).waitFor();
    await window.pageWith("slipway-promotion main");
    await window.row(/^staging.*v4/).waitFor();
  });

  it("the palette asks which promotion to decide, the one with the focus first", async () => {
    await window.row("Waiting for you").click();
    await unfold("Waiting for you", /fraud-scorer v13/);
    await arrowTo(/fraud-scorer v13/);
    await window.run("Slipway: Reject Promotion");
    const choices = window.page.locator(".quick-input-list .monaco-list-row");
    await choices.filter({ hasText: "fraud-scorer v13 → prod" }).waitFor();
    assert.match((await choices.first().textContent()) ?? "", /fraud-scorer v13 → prod/);
    await window.page.keyboard.press("Enter");
    await window.page.locator(".quick-input-title").filter({ hasText: "Reject fraud-scorer v13 → prod" }).waitFor();
    await window.page.keyboard.type("No bias review yet.");
    await window.page.keyboard.press("Enter");
    await window.row(/fraud-scorer v13 → prod.*rejected by ana/).waitFor();
  });
});

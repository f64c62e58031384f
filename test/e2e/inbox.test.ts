import { colleagueAsks, makeDemoProject, reader } from "../../scripts/demo/project.ts";
import { untilTrue } from "../webviews/untilTrue.ts";
import type { EditorWindow } from "./editorWindow.ts";
import { withWindow } from "./withWindow.ts";

describe("deciding from the inbox", () => {
  let folder: string;
  let window: EditorWindow;

  withWindow(
    async (scratch) => {
      folder = await makeDemoProject(scratch);
      return { folder, person: reader };
    },
    async (opened) => {
      window = opened;
      await window.showSlipway();
    },
  );

  it("counts what waits, on the icon and in the status bar, also for requests made while it is open", async () => {
    await window.page.locator(".statusbar-item").filter({ hasText: "1 waiting" }).waitFor();
    await colleagueAsks(folder, ["churn-ranker", "4", "prod"]);
    await window.page.locator(".statusbar-item").filter({ hasText: "2 waiting" }).waitFor();
    await window.page.locator(".activitybar .badge-content").filter({ hasText: "2" }).first().waitFor();
  });

  it("approves at once where every gate passes and nothing changed", async () => {
    await window.press(window.row(/churn-ranker v4 → prod/), "Approve", window.row(/churn-ranker v4 → prod.*applied/));
    await window.row(/prod v4/).waitFor();
  });

  it("opens the page where a gate fails, ready for the reason, and its code diff in VS Code's own editor", async () => {
    const tab = window.page.getByRole("tab", { name: /fraud-scorer/ });
    await window.press(window.row(/fraud-scorer v13 → prod/), "Approve", tab);
    const page = await window.pageWith("slipway-promotion main");
    await page.getByText("Waiting for you").waitFor();
    await page.getByText(/bias_review fails/).waitFor();
    await window.page.keyboard.type("Booked.");
    await untilTrue(page, `document.querySelector("#comment")?.value === "Booked."`);
    await page
      .getByRole("button", { name: /Open.*(diff|changes)/i })
      .first()
      .click();
    await window.page.locator(".multiDiffEntry, .monaco-diff-editor").first().waitFor();
  });

  it("asks for the reason of a rejection, and writes it", async () => {
    const input = window.page.locator(".quick-input-widget input[type=text]").first();
    await window.press(window.row(/fraud-scorer v13 → prod/), "Reject", input);
    await input.fill("No bias review yet.");
    await input.press("Enter");
    await window.row(/fraud-scorer v13 → prod.*rejected by ana/).waitFor();
  });
});

import { cp, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type EditorWindow, repositoryRoot } from "./editorWindow.ts";
import { withWindow } from "./withWindow.ts";

/** No approval and no gate: the rocket moves the alias at once. */
const policy = "version: 1\nenvironments:\n  dev: {}\n  staging:\n    alias: challenger\n";

describe("one press that moves an alias", () => {
  let window: EditorWindow;

  withWindow(
    async (folder) => {
      await cp(join(repositoryRoot, "examples/fraud-detection/mlflow.db"), join(folder, "mlflow.db"));
      await writeFile(join(folder, "slipway.yaml"), policy);
      return { folder, environment: { MLFLOW_TRACKING_URI: "" } };
    },
    async (opened) => {
      window = opened;
      await window.showSlipway();
      await window.expand("churn-ranker");
      await window.row(/^staging.*v4/).waitFor();
    },
  );

  it("says on the row what moves, from where to where", async () => {
    await window.row(/^v5/).hover();
    await window.page
      .locator(".monaco-hover")
      .getByText(/@challenger from v4 to v5/)
      .waitFor();
  });

  it("says what moved, and one press moves it back", async () => {
    await window.press(window.row(/^v5/), /Request [Pp]romotion/, window.row(/^staging.*v5/));
    const moved = await window.notification(/@challenger from v4 to v5/);
    await moved.getByRole("button", { name: "Undo" }).click();
    await window.row(/^staging.*v4/).waitFor();
    await window.notification(/@challenger from v5 to v4/);
  });
});

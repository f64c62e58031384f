import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { EditorWindow } from "./editorWindow.ts";
import { killServersOf } from "./serverProcesses.ts";
import { testExtension } from "./testExtension.ts";
import { withWindow } from "./withWindow.ts";

describe("a registry that another extension brings, in the window", () => {
  let window: EditorWindow;
  let settings: string;

  withWindow(
    async (scratch) => {
      const folder = join(scratch, "folder");
      await mkdir(join(folder, ".vscode"), { recursive: true });
      settings = join(folder, ".vscode/settings.json");
      await writeFile(settings, JSON.stringify({ "slipway.registry": "acme:lab" }));
      return {
        folder,
        settings: { "slipway.pollingInterval": 1 },
        otherExtension: await testExtension("acme-registry", join(scratch, "acme.acme-registry-0.0.1")),
      };
    },
    async (opened) => {
      window = opened;
      await window.showSlipway();
    },
  );

  /** What is on the screen, for those who look. */
  async function evidence(name: string): Promise<void> {
    const folder = process.env["SLIPWAY_EVIDENCE"];
    if (folder !== undefined) await window.keepEvidence(folder, name);
  }

  it("says that nobody brings it, and opens when somebody does, without a reload", async () => {
    await window.page.locator(".pane-body").filter({ hasText: "A registry at acme: is not supported yet." }).first().waitFor();
    await window.run("Acme: Bring the Registry");
    await window.expand("lab/nights");
    await window.row(/night 2.*loss 0\.22/).waitFor();
    await window.row("acme-vision").waitFor();
    await evidence("other-extension-trees");
  });

  it("has its Runs, Compare and Run pages", async () => {
    await window.press(window.row("lab/nights"), "Open Runs", window.page.getByRole("tab", { name: /^Runs: lab\/nights/ }));
    const runs = await window.pageWith("slipway-runs .row .cell-text");
    await runs.locator('.row[aria-rowindex="2"]').click();
    await runs.locator('.row[aria-rowindex="3"]').click({ modifiers: ["Control"] });
    await evidence("other-extension-runs");
    await runs.getByRole("button", { name: "Compare", exact: true }).click();
    const compare = await window.pageWith("slipway-compare main");
    await compare.getByText("loss").first().waitFor();
    await compare.locator("slipway-compare canvas").first().waitFor();
    await evidence("other-extension-compare");
    await window.row(/night 2/).click();
    await window.run("Slipway: Open Run");
    const run = await window.pageWith("slipway-run main");
    await run.getByRole("heading", { name: "night 2" }).waitFor();
    await run.getByText("0.22").first().waitFor();
    await evidence("other-extension-run");
  });

  it("tells of what changed in it", async () => {
    await window.run("Acme: Train");
    await window.row(/night 3.*loss 0\.12/).waitFor();
  });

  it("is read by the extension like any other", async () => {
    await window.run("Acme: Read the Open Registry");
    await window.notification("Acme heard of changes: true. acme:lab: lab/nights; 1 models.");
  });

  it("is gone when it is taken away, and there again when it is brought again", async () => {
    await window.run("Acme: Take the Registry Away");
    await window.page
      .locator(".statusbar-item")
      .filter({ hasText: /Registry (offline|cannot be read)/ })
      .waitFor();
    await window.run("Acme: Bring the Registry");
    await window.page
      .locator(".statusbar-item")
      .filter({ hasText: /Registry (offline|cannot be read)/ })
      .waitFor({ state: "detached" });
    await window.row("acme-vision").waitFor();
  });

  it("is there again after the background process died", async function () {
    if (process.platform !== "linux") {
      console.log("    skipped: processes are found in /proc, which Linux alone has");
      this.skip();
    }
    await killServersOf(window);
    await window.run("Acme: Train");
    await window.row(/night 4.*loss 0\.12/).waitFor();
    await window.run("Acme: Read the Open Registry");
    await window.notification(/acme:lab: lab\/nights; 1 models\./);
  });

  it("is connected to by its address like a server", async () => {
    await window.run("Slipway: Connect to an MLflow Server…");
    const input = window.page.locator(".quick-input-widget input[type=text]").first();
    await input.fill("acme:other");
    await input.press("Enter");
    await window.row("other/nights").waitFor();
  });

  it("that cannot be opened says why, in the name of its extension", async () => {
    await writeFile(settings, JSON.stringify({ "slipway.registry": "acme:down" }));
    await window.page
      .locator(".pane-body")
      .filter({ hasText: /The extension that brings acme: failed at \w+: the laboratory is closed\. / })
      .first()
      .waitFor();
    await evidence("other-extension-down");
  });
});

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import type { Browser } from "playwright-core";
import { launchBrowser } from "../../scripts/editor/browser.ts";
import { EditorWindow } from "./editorWindow.ts";
import { keepFailure } from "./evidence.ts";

describe("the sample project", () => {
  let browser: Browser;
  let parent: string;
  let window: EditorWindow | undefined;

  before(async () => {
    browser = await launchBrowser();
  });
  beforeEach(async () => {
    parent = await mkdtemp(join(tmpdir(), "slipway-newcomer-"));
  });
  afterEach(async function () {
    await keepFailure(this.currentTest, { window });
    await window?.close();
    window = undefined;
    await rm(parent, { recursive: true, force: true });
  });
  after(() => browser?.close());

  /** A newcomer's window: empty, with a Git that does not know who they are. */
  async function openEmpty(environment: Record<string, string> = {}): Promise<EditorWindow> {
    window = await EditorWindow.open(browser, { person: "someone@else.example", environment: { MLFLOW_TRACKING_URI: "", ...environment } });
    await window.showSlipway();
    return window;
  }

  /** Presses the button of the welcome and answers the question where the sample goes. */
  async function create({ page }: EditorWindow): Promise<void> {
    await page.getByRole("button", { name: "Open the Sample Project" }).click();
    const dialog = page.locator(".quick-input-widget");
    const input = dialog.locator("input[type=text]").first();
    // The dialog writes the home folder into its input once it has read it, over what was typed before: looked at again until it stays.
    const stays = async () => {
      await input.fill(`${parent}/`);
      await page.waitForTimeout(1000);
      return (await input.inputValue()) === `${parent}/`;
    };
    for (let tries = 1; !(await stays()); tries++) assert.ok(tries < 20, "the dialog does not take the folder");
    await dialog.getByText("Create Sample Here").click();
  }

  it("opens from the welcome of an empty window, with its story, its runs, its Git history and a request that waits", async () => {
    const opened = await openEmpty();
    await create(opened);
    await opened.row("fraud/gbm-sweep").waitFor();
    await opened.row(/fraud-scorer v13 → prod/).waitFor();
    const story = await opened.pageWith("h1");
    assert.equal(await story.locator("h1").textContent(), "A model on its way to production");
    const git = async (...args: string[]) =>
      (await promisify(execFile)("git", args, { cwd: join(parent, "fraud-detection") })).stdout.trim();
    assert.deepEqual([await git("rev-list", "--count", "HEAD"), await git("status", "--porcelain")], ["7", ""]);
    assert.equal(await git("config", "user.email"), "ana@example.com");
    await opened.row(/fraud-scorer v13 → prod/).click();
    const page = await opened.pageWith("slipway-promotion");
    await page.getByRole("button", { name: "Approve" }).waitFor();
  });

  it("never overwrites: a second one goes beside the first, and works where there is no Git", async () => {
    const taken = join(parent, "fraud-detection");
    await writeFile(taken, "mine");
    const opened = await openEmpty({ PATH: "/nonexistent" });
    await create(opened);
    await opened.row("fraud/gbm-sweep").waitFor();
    assert.equal(await readFile(taken, "utf8"), "mine");
    assert.deepEqual((await readdir(parent)).toSorted(), ["fraud-detection", "fraud-detection-2"]);
  });
});

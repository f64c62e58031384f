import { mkdir, mkdtemp } from "node:fs/promises";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { EditorWindow } from "../../test/e2e/editorWindow.ts";
import { launchBrowser } from "../editor/browser.ts";
import { makeDemoProject, reader } from "./project.ts";
import { colorThemes, type ThemeName } from "./themes.ts";

/** Takes window.png, compare.png and promotion.png into `target`; in other themes than the dark one, window.light.png and so on. */
export async function takePictures(scratch: string, target: string, themes: readonly ThemeName[]): Promise<void> {
  await mkdir(target, { recursive: true });
  const browser = await launchBrowser();
  try {
    for (const theme of themes) await picturesIn(theme, browser, await mkdtemp(join(scratch, `${theme}-`)), target);
  } finally {
    await browser.close();
  }
}

async function picturesIn(theme: ThemeName, browser: Browser, scratch: string, target: string): Promise<void> {
  const folder = await makeDemoProject(scratch);
  // The broken policy of the first picture must not be saved: the others are about the policy as it is.
  const settings = { "workbench.colorTheme": colorThemes[theme], "files.autoSave": "off" };
  const window = await EditorWindow.open(browser, { folder, person: reader, settings });
  const picture = async (name: string) => {
    const path = join(target, theme === "dark" ? `${name}.png` : `${name}.${theme}.png`);
    await window.page.screenshot({ path });
    console.log(path);
  };
  try {
    await openSideBar(window);
    await breakPolicy(window);
    await picture("window");
    await window.run("File: Revert File");
    await window.page.locator(".tab.dirty").waitFor({ state: "detached" });
    await compareRuns(window);
    await picture("compare");
    await reviewRequest(window);
    await picture("promotion");
  } catch (error) {
    await window.keepEvidence(target, `failed.${theme}`);
    throw error;
  } finally {
    await window.close();
  }
}

/** Experiments, models and promotions, each with something opened in it. */
async function openSideBar(window: EditorWindow): Promise<void> {
  await window.showSlipway();
  await window.expand("fraud/gbm-sweep");
  await window.row(/gbm-040/).waitFor();
  await window.expand("fraud-scorer");
  await window.row(/^staging.*v13/).waitFor();
  await window.row(/fraud-scorer v13 → prod/).waitFor();
}

/** Has a gate ask for a metric that no version logged, and waits until that is underlined. */
async function breakPolicy(window: EditorWindow): Promise<void> {
  const { page } = window;
  await window.openFile("slipway.yaml");
  await page.locator(".monaco-editor .view-line").filter({ hasText: "val_auc" }).first().dblclick();
  await page.keyboard.press("End");
  await page.keyboard.type("_pr");
  await page.locator(".monaco-editor .squiggly-warning, .monaco-editor .squiggly-error").first().waitFor();
}

async function compareRuns(window: EditorWindow): Promise<void> {
  await window.row(/gbm-040/).click();
  await window.row(/gbm-038/).click({ modifiers: ["ControlOrMeta"] });
  await window.run("Slipway: Compare Selected Runs");
  const page = await window.pageWith("slipway-compare main");
  await page.locator("slipway-compare canvas").first().waitFor();
}

async function reviewRequest(window: EditorWindow): Promise<void> {
  await window.row(/fraud-scorer v13 → prod/).click();
  const page = await window.pageWith("slipway-promotion main");
  await page.getByText("Waiting for you").waitFor();
}

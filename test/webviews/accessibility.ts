import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import type { Page } from "playwright-core";

const axe = createRequire(import.meta.url).resolve("axe-core/axe.min.js");

interface AxeResults {
  readonly violations: readonly {
    readonly id: string;
    readonly help: string;
    readonly nodes: readonly { readonly target: readonly unknown[] }[];
  }[];
}

/** Rules whose answer can be another in another theme. */
const ofColours = ["color-contrast", "link-in-text-block"];

/**
 * What axe finds wrong with the page as it stands now, one line per rule with the elements that break it, and icons that show nothing; empty for
 * an accessible page. Names, roles and order are the same in every theme: they are asked for in dark, in the others what has to do
 * with colours. Debugger scripts stand outside the page's CSP.
 */
export async function accessibilityProblems(page: Page): Promise<string[]> {
  await page.evaluate(await readFile(axe, "utf8"));
  const dark = await page.evaluate("document.body.classList.contains('vscode-dark')");
  const options = { resultTypes: ["violations"], ...(dark ? {} : { runOnly: ofColours }) };
  const results = (await page.evaluate(`axe.run(document, ${JSON.stringify(options)})`)) as AxeResults;
  const found = results.violations.map(
    ({ id, help, nodes }) => `${id}: ${help}: ${nodes.map(({ target }) => target.join(" ")).join(", ")}`,
  );
  return [...found, ...(await iconsWithoutPicture(page)).map((name) => `There is no picture of the icon ${name}.`)];
}

/** The pages have only the codicons that their sources name (`webviews/usedCodicons.ts`). */
async function iconsWithoutPicture(page: Page): Promise<string[]> {
  const script = `[...document.querySelectorAll(".codicon")].filter((icon) => getComputedStyle(icon, "::before").content === "none").map((icon) => icon.className)`;
  return (await page.evaluate(script)) as string[];
}

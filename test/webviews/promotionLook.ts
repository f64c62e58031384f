/** Pictures of the Promotion page in its states and all themes for a person to look at: `node test/webviews/promotionLook.ts FOLDER`. */
import { PanelBrowser } from "./harness.ts";
import { promotionHost, samplePages } from "./promotionFixture.ts";

const folder = process.argv[2] ?? ".cache/pictures";
const pages = Object.entries(await samplePages());
const browser = await PanelBrowser.start("promotion");
try {
  for (const [name, page] of pages) {
    const themes =
      name === "review"
        ? (["dark", "light", "hc-dark", "hc-light"] as const)
        : name === "draft"
          ? (["dark", "light"] as const)
          : (["dark"] as const);
    for (const theme of themes)
      await browser.screenshot("promotion", promotionHost(page), theme, 1280, `${folder}/promotion-${name}.${theme}.png`);
    await browser.screenshot("promotion", promotionHost(page), "light", 700, `${folder}/promotion-${name}.700.png`);
  }
} finally {
  await browser.stop();
}

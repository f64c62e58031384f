/** Pictures of the Compare page in all themes for a person to look at: `node test/webviews/look.ts FOLDER`. */
import { compareHost } from "./compareFixture.ts";
import { PanelBrowser } from "./harness.ts";

const folder = process.argv[2] ?? ".cache/pictures";
const browser = await PanelBrowser.start("compare");
try {
  for (const theme of ["dark", "light", "hc-dark", "hc-light"] as const) {
    await browser.screenshot("compare", compareHost(), theme, 1280, `${folder}/compare.${theme}.png`);
  }
  await browser.screenshot("compare", compareHost(), "dark", 700, `${folder}/compare.700.png`);
} finally {
  await browser.stop();
}

import assert from "node:assert/strict";
import { accessibilityProblems } from "./accessibility.ts";
import { compareData, compareHost } from "./compareFixture.ts";
import { withChangedData } from "./datasetFixture.ts";
import { SuitePages } from "./suitePages.ts";
import { type ThemeName, themes } from "./themes.ts";

describe("Data sets on the Compare page", function () {
  this.timeout(60_000);
  const pages = new SuitePages("compare");

  for (const theme of Object.keys(themes) as ThemeName[]) {
    it(`say which version, rows and columns are others, in ${theme}`, async () => {
      const { page } = await pages.show(compareHost(withChangedData(compareData)), theme, { width: 1440, height: 900 });
      await page.locator(".changes-table").waitFor();
      const text = async (name: string) => (await page.locator(`tr[data-row="${name}"]`).allInnerTexts()).join().replace(/\s+/g, " ");
      assert.match(await text("train: source"), /version 3.*version 5/);
      assert.match(await text("train: columns"), /3 columns.*3 columns 1 new, 1 gone, 1 other type/);
      assert.match(await text("train: hour"), /long.*no such column/);
      assert.deepEqual(await accessibilityProblems(page), []);
    });
  }
});

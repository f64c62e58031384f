import assert from "node:assert/strict";
import { type CompareData, compareDataRequest, newCompareState } from "#protocol/views/compare.ts";
import { accessibilityProblems } from "./accessibility.ts";
import { compareData, compareHost, ids } from "./compareFixture.ts";
import { withChangedData } from "./datasetFixture.ts";
import { SuitePages } from "./suitePages.ts";
import { type ThemeName, themes } from "./themes.ts";

describe("Data sets on the Compare page", () => {
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

  it("are read with their sources and columns once their section is unfolded", async () => {
    const host = compareHost(withChangedData(compareData), { ...newCompareState(ids), folded: ["changes", "relation", "artifacts"] });
    const usual = host[compareDataRequest.method] as (params: unknown) => { value: CompareData };
    host[compareDataRequest.method] = (params: { foldedData?: true }) => {
      const { schemas, ...value } = usual(params).value;
      return { ok: true, value: params.foldedData ? { ...value, dataUnread: true } : { ...value, schemas } };
    };
    const { page, asked } = await pages.show(host, "dark", { width: 1440, height: 900 });
    await page.locator(".chip").first().waitFor();
    const folded = () =>
      asked.filter(({ method }) => method === compareDataRequest.method).map(({ params }) => (params as { foldedData?: true }).foldedData);
    assert.deepEqual(folded(), [true]);
    await page.getByRole("button", { name: "What changed" }).click();
    await page.locator('tr[data-row="train: columns"]').waitFor();
    assert.deepEqual(folded(), [true, undefined]);
  });
});

import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import { cursorMoved, openStage, type PipelineState, pipelineStateChanged, pipelineTouched } from "#protocol/views/pipeline.ts";
import { accessibilityProblems } from "./accessibility.ts";
import type { OpenPanel } from "./harness.ts";
import { manyFiles, PipelineFolder, severalPipelines } from "./pipelineFixture.ts";
import { SuitePages } from "./suitePages.ts";
import { type ThemeName, themes } from "./themes.ts";

describe("Pipeline page of a repository", () => {
  const pages = new SuitePages("pipeline");
  let open: OpenPanel;
  let folder: PipelineFolder;

  beforeEach(() => {
    folder = new PipelineFolder(severalPipelines);
  });
  afterEach(() => folder.remove());

  const start = async (path: string, state: Partial<PipelineState> = {}, theme: ThemeName = "dark", width = 1280) => {
    open = await pages.show(folder.host({ uri: folder.uriOf(path), ...state }), theme, { width, height: 800 });
    await open.page.locator(".tree-row").first().waitFor();
    await open.settled();
    return open.page;
  };
  const rows = (page: Page) =>
    page.locator('[role="treeitem"]').evaluateAll((all) =>
      (all as unknown as { getAttribute(name: string): string }[]).map((each) => {
        const [level, label] = [each.getAttribute("aria-level"), each.getAttribute("aria-label")];
        return `${level} ${label.replace(/: .*/, "")}`;
      }),
    );
  const sent = (method: string) => open.sent.filter((message) => message.method === method).map(({ params }) => params);
  const row = (page: Page, name: string) => page.getByRole("treeitem", { name: new RegExp(name) });
  const node = (page: Page, name: string) => page.locator(".graph .node").filter({ hasText: name });
  const touched = async (path: string, text: string) => {
    folder.write(path, text);
    await open.push(pipelineTouched.method, null);
    await open.settled();
  };

  it("is shown from one of its files: stages under their files, called as DVC calls them, with what is stale", async () => {
    const page = await start("models/fraud/dvc.yaml");
    assert.deepEqual(await rows(page), [
      "1 file models/fraud/dvc.yaml",
      "2 stage train",
      "1 file data/dvc.yaml",
      "2 stage data/dvc.yaml:prepare",
      "2 stage data/dvc.yaml:split",
      "1 tracked data data/raw.dvc",
      "1 tracked data data/unused.csv.dvc",
      "1 file docs <b>&/dvc.yaml",
      "2 stage docs <b>&/dvc.yaml:publish",
      "1 file dvc.yaml",
      "2 stage dvc.yaml:report",
      "1 tracked data labels/fraud.csv.dvc",
      "1 file models/risk/dvc.yaml",
      "2 group models/risk/dvc.yaml:fit",
      "1 tracked data source/labels.csv.dvc",
    ]);
    await row(page, "^stage data/dvc.yaml:prepare: not run yet$").waitFor();
    await row(page, "^tracked data data/raw.dvc: changed: outs raw$").waitFor();
    await page.getByText("7 stages in 5 files · 7 changed", { exact: true }).waitFor();
    await node(page, "data/dvc.yaml:prepare").waitFor();
  });

  it("leads from a node to the line in its own file, and from a cursor in any of them to its node", async () => {
    const page = await start("models/fraud/dvc.yaml");
    await node(page, "data/dvc.yaml:split").click();
    await row(page, "^file dvc.yaml").click();
    const [data, top] = [folder.uriOf("data/dvc.yaml"), folder.uriOf("dvc.yaml")];
    assert.deepEqual(sent(openStage.method), [
      { file: data, line: 5, takesFocus: false },
      { file: top, line: 0, takesFocus: false },
    ]);
    await open.push(cursorMoved.method, { uri: folder.uriOf("data/raw.dvc"), line: 1 });
    await page.locator(".node-chosen").filter({ hasText: "data/raw.dvc" }).waitFor();
    await open.push(cursorMoved.method, { uri: folder.uriOf("docs <b>&/dvc.yaml").replace("&", "%26"), line: 1 });
    await page.locator(".node-chosen").filter({ hasText: "docs <b>&/dvc.yaml:publish" }).waitFor();
    await open.push(cursorMoved.method, { uri: folder.uriOf("elsewhere/dvc.yaml"), line: 1 });
    assert.equal(await row(page, "publish").getAttribute("aria-selected"), "true");
  });

  it("is folded by file and gone through by keys, and keeps that over a reload", async () => {
    const page = await start("models/fraud/dvc.yaml", { chosen: "stage:train" });
    await row(page, "^stage train").focus();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("ArrowLeft");
    await row(page, "^stage data/dvc.yaml:prepare").waitFor({ state: "detached" });
    assert.equal(await row(page, "^file data/dvc.yaml").getAttribute("aria-expanded"), "false");
    await node(page, "data/dvc.yaml:prepare").waitFor();
    const kept = sent(pipelineStateChanged.method).at(-1) as PipelineState;
    assert.deepEqual([kept.folded, kept.chosen], [[folder.uriOf("data/dvc.yaml")], `file:${folder.uriOf("data/dvc.yaml")}`]);
    const again = await start("models/fraud/dvc.yaml", kept);
    assert.equal(await row(again, "^stage data/dvc.yaml:prepare").count(), 0);
    await row(again, "^file data/dvc.yaml").focus();
    await again.keyboard.press("ArrowRight");
    await again.keyboard.press("ArrowRight");
    assert.match((await again.locator(":focus").getAttribute("aria-label")) ?? "", /^stage data\/dvc.yaml:prepare/);
    await again.keyboard.press("ArrowLeft");
    assert.match((await again.locator(":focus").getAttribute("aria-label")) ?? "", /^file data\/dvc.yaml/);
  });

  it("shows this file or the whole repository, as it is asked, and stays with that", async () => {
    const page = await start("docs <b>&/dvc.yaml");
    assert.deepEqual(await rows(page), ["1 stage publish"], "it is connected with nothing");
    await page.getByRole("button", { name: "Whole repository" }).click();
    await row(page, "^file models/risk/dvc.yaml").waitFor();
    assert.equal((sent(pipelineStateChanged.method).at(-1) as PipelineState).scope, "repository");
    await page.getByRole("button", { name: "This file" }).click();
    await row(page, "^file").first().waitFor({ state: "detached" });
    assert.equal(await page.getByRole("button", { name: "This file" }).getAttribute("aria-pressed"), "true");
    await touched("docs <b>&/dvc.yaml", "stages: {}\n");
    await page.getByText("This dvc.yaml has no stages.").waitFor();
    await page.getByRole("button", { name: "Whole repository" }).click();
    await row(page, "^file models/risk/dvc.yaml").waitFor();
  });

  it("is live as any of its files is typed, and does not change what it shows when a word in the middle leads nowhere", async () => {
    const page = await start("models/fraud/dvc.yaml");
    const data = severalPipelines["data/dvc.yaml"] ?? "";
    await touched("data/dvc.yaml", data.replace("prepare:", "clean:"));
    await row(page, "^stage data/dvc.yaml:clean").waitFor();
    const own = severalPipelines["models/fraud/dvc.yaml"] ?? "";
    await touched("models/fraud/dvc.yaml", own.replace("data/split, labels/fraud.csv", "d").replace("models/fraud/model.pkl", "m"));
    await node(page, "dvc.yaml:report").waitFor();
    assert.equal(await page.getByRole("button", { name: "Whole repository" }).getAttribute("aria-pressed"), "true");
  });

  it("says which file cannot be read, with a way there, and keeps the rest", async () => {
    folder.write("broken/dvc.yaml", "stages: [\n");
    for (const at of [1, 2, 3]) folder.write(`broken ${at}/dvc.yaml`, "stages: [\n");
    const page = await start("models/fraud/dvc.yaml");
    await page.getByText(/Cannot be read:[\s\S]* and 1 more/).waitFor();
    await page.getByText("7 stages in 5 files").waitFor();
    await page.getByRole("button", { name: "broken 1/dvc.yaml" }).click();
    const [opened] = sent(openStage.method) as { file: string; takesFocus: boolean }[];
    assert.deepEqual([opened?.file, opened?.takesFocus], [folder.uriOf("broken 1/dvc.yaml"), true]);
    await row(page, "^stage data/dvc.yaml:prepare").waitFor();
    assert.equal(await page.getByText("Parts of the file cannot be read").count(), 0);
  });

  it("of thousands of stages shows those around the file, and says so", async () => {
    folder.remove();
    folder = new PipelineFolder(manyFiles(300, 17));
    const page = await start("part_40/dvc.yaml");
    await page.getByText("Showing 500 of 5,100 stages and .dvc files: those nearest to this file.").waitFor();
    assert.equal(await page.locator(".graph .node").count(), 500);
    const seen =
      "(() => { const own = document.querySelector('[data-id=\"stage:stage_0\"]').getBoundingClientRect(), room = document.querySelector('.graph-room').getBoundingClientRect(); return own.left >= room.left && own.right <= room.right && own.top >= room.top && own.bottom <= room.bottom; })()";
    assert.equal(await page.evaluate(seen), true, "its own stages are in sight");
    await page.getByRole("button", { name: "This file" }).click();
    await page.getByText("17 stages", { exact: false }).first().waitFor();
  });

  it("is itself what a .dvc file shows", async () => {
    const page = await start("labels/fraud.csv.dvc");
    assert.equal((await rows(page))[0], "1 tracked data labels/fraud.csv.dvc");
    await row(page, "^tracked data labels/fraud.csv.dvc").dblclick();
    assert.deepEqual(sent(openStage.method).at(-1), { line: 0, takesFocus: true });
    await node(page, "models/fraud/dvc.yaml:train").waitFor();
  });

  for (const theme of Object.keys(themes) as ThemeName[]) {
    it(`is accessible in ${theme}`, async () => {
      folder.write("broken/dvc.yaml", "stages: [\n");
      const page = await start("models/fraud/dvc.yaml", { chosen: "stage:train" }, theme, 700);
      await page.getByText("not run yet").first().waitFor();
      assert.deepEqual(await accessibilityProblems(page), []);
    });
  }
});

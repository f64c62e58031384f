import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import type { Page } from "playwright-core";
import {
  cursorMoved,
  openStage,
  type PipelineState,
  pipelineRequest,
  pipelineStateChanged,
  pipelineTouched,
} from "#protocol/views/pipeline.ts";
import { accessibilityProblems } from "./accessibility.ts";
import type { Fixture, OpenPanel } from "./harness.ts";
import { manyStages, PipelineFolder, usualPipeline } from "./pipelineFixture.ts";
import { SuitePages } from "./suitePages.ts";
import { type ThemeName, themes } from "./themes.ts";
import { untilTrue } from "./untilTrue.ts";

const md5 = (text: string) => createHash("md5").update(text).digest("hex");
const data = (path: string) => `    - {path: ${path}, hash: md5, md5: ${md5(path)}, size: ${path.length}}\n`;
const lock = `schema: '2.0'
stages:
  prepare:
    cmd: python src/prepare.py
    deps:
${data("src/prepare.py")}${data("data/raw.csv")}    outs:
${data("data/prepared.csv")}  featurize:
    cmd: python src/featurize.py
    deps:
${data("src/featurize.py")}${data("data/prepared.csv")}    params: {params.yaml: {max_features: 100}}
    outs:
${data("data/features.npz")}`;
/** Each stage reads what the one before it writes. */
const chainOf = (count: number) =>
  `stages:\n${Array.from({ length: count }, (_, at) => `  step_${at}:\n    cmd: step ${at}\n    deps: [data/${at}.csv]\n    outs: [data/${at + 1}.csv]\n`).join("")}`;
const paths = ["src/prepare.py", "src/featurize.py", "data/raw.csv", "data/prepared.csv", "data/features.npz"];

describe("Pipeline page", () => {
  const pages = new SuitePages("pipeline");
  let open: OpenPanel;
  let folder: PipelineFolder;

  beforeEach(() => {
    folder = new PipelineFolder({
      "dvc.yaml": usualPipeline,
      "dvc.lock": lock,
      "params.yaml": "lr: 0.1\nmax_features: 100\n",
      ...Object.fromEntries(paths.map((path) => [path, path])),
    });
  });
  afterEach(() => folder.remove());

  const start = async (state: Partial<PipelineState> = {}, theme: ThemeName = "dark", fixture: Fixture = folder.host(state)) => {
    open = await pages.show(fixture, theme, { width: 1280, height: 800 });
    await open.page.locator(".tree-row").first().waitFor();
    return open.page;
  };
  const rows = (page: Page) =>
    page
      .locator('[role="treeitem"]')
      .evaluateAll((all) => all.map((each) => (each as unknown as { getAttribute(name: string): string }).getAttribute("aria-label")));
  const sent = (method: string) => open.sent.filter((message) => message.method === method).map(({ params }) => params);
  const row = (page: Page, name: string) => page.getByRole("treeitem", { name: new RegExp(name) });

  it("says which stages there are, in the order of the file, and what is stale, with what follows", async () => {
    folder.write("data/raw.csv", "other");
    const page = await start();
    await page.getByText("changed: deps").first().waitFor();
    assert.deepEqual(await rows(page), [
      "stage prepare: changed: deps data/raw.csv",
      "stage featurize: follows a change",
      "group train: 3 stages, 3 changed",
      "stage evaluate: not run yet",
      "stage publish <b>now</b>: frozen · not run yet",
    ]);
    await page.getByText("7 stages · 5 changed · 1 after a change · 1 frozen", { exact: true }).waitFor();
    assert.equal((await page.locator(".graph .node-data").count()) > 5, true, "data is shown where there are few stages");
  });

  it("folds what a loop makes, unfolds it by key, and goes on by keys as VS Code's trees do", async () => {
    const page = await start();
    await row(page, "^stage prepare").focus();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("ArrowRight");
    await row(page, "train@forest").waitFor();
    assert.equal(await page.locator('.graph [data-id="stage:train@forest"]').count(), 1);
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("Enter");
    assert.deepEqual(sent(openStage.method), [{ line: 10, takesFocus: true }]);
    await page.keyboard.press("ArrowLeft");
    await page.keyboard.press("ArrowLeft");
    assert.equal(await row(page, "train@forest").count(), 0);
    await page.keyboard.press("End");
    assert.equal(await page.locator(":focus").getAttribute("aria-selected"), "true");
    assert.equal((sent(pipelineStateChanged.method).at(-1) as PipelineState).chosen, "stage:publish <b>now</b>");
  });

  it("goes to the line on a press in the drawing, and chooses what the cursor stands in", async () => {
    const page = await start();
    await page.locator('[data-id="stage:evaluate"]').click();
    assert.deepEqual(sent(openStage.method), [{ line: 17, takesFocus: false }]);
    await open.push(cursorMoved.method, { uri: folder.uri, line: 7 });
    await page.locator('[data-id="stage:featurize"].node-chosen').waitFor();
    assert.equal(await row(page, "^stage featurize").getAttribute("aria-selected"), "true");
  });

  it("shows the .dvc file that keeps what a stage reads, with how its data stands to it, and a press goes there", async () => {
    const sum = md5("data/raw.csv");
    folder.write("data/raw.csv.dvc", `outs:\n- {md5: ${sum}, size: 12, hash: md5, path: raw.csv}\n`);
    folder.write("data/other.csv.dvc", `outs:\n- {md5: ${sum}, size: 12, hash: md5, path: other.csv}\n`);
    folder.write(`.dvc/cache/files/md5/${sum.slice(0, 2)}/${sum.slice(2)}`, "data/raw.csv");
    const page = await start({ showsData: false });
    await row(page, "^tracked data data/raw.csv.dvc: up to date").click();
    await page.locator('.graph .node-tracked.node-chosen[data-id$="raw.csv.dvc"]').waitFor();
    const file = folder.uri.replace("dvc.yaml", "data/raw.csv.dvc");
    assert.deepEqual(sent(openStage.method), [{ file, line: 0, takesFocus: false }]);
    assert.equal(await page.locator(".graph .node-tracked").count(), 1, "what no stage reads is not shown");
    assert.equal(await page.locator(".graph .edge-chosen").count(), 1, "it leads to its stage, also without data");
    folder.write("data/raw.csv", "other");
    await open.push(pipelineTouched.method, null);
    await row(page, "^tracked data data/raw.csv.dvc: changed: outs raw.csv").waitFor();
  });

  it("is live: what is typed is there, an empty file says what belongs there", async () => {
    const page = await start();
    folder.write("dvc.yaml", usualPipeline.replace("evaluate:", "judge:"));
    await open.push(pipelineTouched.method, null);
    await row(page, "^stage judge").waitFor();
    folder.write("dvc.yaml", "stages: {}\n");
    await open.push(pipelineTouched.method, null);
    await page.getByText("This dvc.yaml has no stages.").waitFor();
    folder.write("dvc.yaml", usualPipeline);
    await open.push(pipelineTouched.method, null);
    await row(page, "^stage evaluate").waitFor();
  });

  it("says what failed, and tries again", async () => {
    let fails = true;
    const host = folder.host();
    const ask = host[pipelineRequest.method];
    const problem = { kind: "notFound", message: "The file is not there any more.", next: "Open a dvc.yaml and show its pipeline." };
    const fixture: Fixture = { ...host, [pipelineRequest.method]: (question: never) => (fails ? { ok: false, problem } : ask?.(question)) };
    open = await pages.show(fixture);
    await open.page.getByText("The file is not there any more.").waitFor();
    fails = false;
    await open.page.getByRole("button", { name: "Retry" }).click();
    await row(open.page, "^stage prepare").waitFor();
  });

  it("is seen whole at first where its words can be read so, and as large as life where not", async () => {
    const widths = async (page: Page) =>
      (await page.evaluate(
        "[document.querySelector('.graph-room').scrollWidth, document.querySelector('.graph-room').clientWidth, document.querySelector('.graph').getBoundingClientRect().width]",
      )) as [number, number, number];
    folder.write("dvc.yaml", chainOf(4));
    const page = await start();
    await page.getByText("not run yet").first().waitFor();
    const [all, room, drawn] = await widths(page);
    assert.ok(all <= room, `${all} px in ${room} px`);
    await page.getByRole("button", { name: "Zoom in" }).click();
    assert.ok((await widths(page))[2] > drawn);
    folder.write("dvc.yaml", chainOf(12));
    const long = await start();
    await long.getByText("not run yet").first().waitFor();
    const [, , wide] = await widths(long);
    await long.getByRole("button", { name: "Fit the width" }).click();
    await untilTrue(long, `document.querySelector('.graph').getBoundingClientRect().width < ${wide}`);
  });

  it("shows 500 stages, without data until it is asked for, and answers keys", async () => {
    folder.write("dvc.yaml", manyStages(500));
    const page = await start();
    await page.locator('[data-id="stage:stage_499"]').waitFor();
    assert.equal(await page.locator(".node-data").count(), 0);
    await row(page, "^stage stage_0\\b").focus();
    await page.keyboard.press("End");
    assert.match((await page.locator(":focus").getAttribute("aria-label")) ?? "", /^stage stage_499/);
  });

  for (const theme of Object.keys(themes) as ThemeName[]) {
    it(`is accessible in ${theme}`, async () => {
      const page = await start({ open: ["group:train"], chosen: "stage:featurize" }, theme);
      await page.getByText("not run yet").first().waitFor();
      assert.deepEqual(await accessibilityProblems(page), []);
    });
  }
});

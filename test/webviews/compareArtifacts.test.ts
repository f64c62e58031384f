import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import type { Page } from "playwright-core";
import {
  artifactHashesRequest,
  artifactPreviewRequest,
  artifactTableRequest,
  diffArtifacts,
  openArtifact,
  type WantedHashes,
} from "#protocol/views/artifacts.ts";
import { type CompareState, newArtifactsState, newCompareState, stateChanged } from "#protocol/views/compare.ts";
import { copyText, dataChanged } from "#protocol/views/panel.ts";
import { noChange } from "#registry/model/changes.ts";
import { accessibilityProblems } from "./accessibility.ts";
import { artifactHost } from "./artifactFixture.ts";
import { compareData, compareHost, ids } from "./compareFixture.ts";
import { stressHost } from "./compareStress.ts";
import type { Fixture, OpenPanel } from "./harness.ts";
import { SuitePages } from "./suitePages.ts";
import type { ThemeName } from "./themes.ts";

const folded = ["changes", "metrics", "curves", "relation"];
const opened = (open: readonly string[] = []): CompareState => ({
  ...newCompareState(ids),
  folded,
  artifacts: { ...newArtifactsState(), open },
});
const hostile = '<img src=x onerror="document.title=1">';

/** Artifacts of the compared runs: what a person sees, opens and copies, by mouse and by keyboard, and what is read for it. */
describe("Artifacts on the Compare page", () => {
  const pages = new SuitePages("compare");
  let open: OpenPanel;

  const start = async (host: Fixture, theme: ThemeName = "dark", width = 1280) => {
    open = await pages.show(host, theme, { width, height: 1300 });
    await open.page.locator("[data-section=artifacts] .section-toggle").waitFor();
    return open.page;
  };
  const usual = (openRows: readonly string[] = []) => start(compareHost(compareData, opened(openRows)));
  const row = (page: Page, name: string) => page.locator(`tr[data-artifact="${name}"]`);
  const shown = (page: Page, name: string) => page.locator(`tr[data-open="${name}"]`);
  const asked = (method: string) => open.asked.filter((question) => question.method === method);
  const told = (method: string) => open.sent.findLast((message) => message.method === method)?.params;
  const summary = (page: Page, text: string) =>
    page.locator("[data-section=artifacts] .section-summary").getByText(text, { exact: true }).waitFor();

  it("says how they stand while it is folded, and reads no file for it", async () => {
    const page = await start(compareHost());
    await summary(page, "8 paths · 6 differ · 1 only in gbm-031 · 1 of equal size, not compared yet");
    assert.deepEqual([asked(artifactHashesRequest.method), asked(artifactPreviewRequest.method)], [[], []]);
  });

  it("marks the lines of a text that the baseline's does not have", async () => {
    const page = await usual(["thresholds.json", "console.log"]);
    const marks = (name: string, column: number) => shown(page, name).locator("td.run-column").nth(column).locator("mark");
    await marks("thresholds.json", 1).first().waitFor();
    assert.deepEqual(await marks("thresholds.json", 1).allInnerTexts(), ['  "threshold": 0.6,', '  "calibrated": true']);
    assert.equal(await marks("thresholds.json", 0).count(), 0);
    assert.match((await marks("console.log", 1).first().textContent()) ?? "", /^Traceback.*NaN\.$/s);
    assert.equal(await marks("console.log", 2).count(), 0, "they are the same");
    assert.equal(
      await shown(page, "thresholds.json").locator("pre").nth(1).textContent(),
      '{\n  "threshold": 0.6,\n  "precision": 0.402,\n  "features": 22,\n  "calibrated": true\n}',
    );
  });

  it("marks the cells of a table that the baseline's does not have, by a bar and in words, and counts them", async () => {
    const page = await usual(["importance.csv"]);
    const column = (at: number) => shown(page, "importance.csv").locator("td.run-column").nth(at);
    await column(1).locator("mark").first().waitFor();
    assert.deepEqual(await column(1).locator("mark").allInnerTexts(), ["0.21000000000000002"]);
    assert.equal(await column(0).locator("mark").count(), 0);
    await column(1).locator(".artifact-note").getByText("3 rows · 1 cell differs.").waitFor();
    assert.match((await column(1).locator("td.other-cell").getAttribute("title")) ?? "", /\n0\.2 in gbm-019$/);
    assert.equal(await column(1).locator("td.other-cell").textContent(), "0.21000000000000002, 0.2 in gbm-019");
    assert.match(String(await page.evaluate("getComputedStyle(document.querySelector('td.other-cell')).boxShadow")), /3px 0px.*inset/);
    assert.deepEqual(await accessibilityProblems(page), []);
  });

  it("asks nothing of the artifacts of many runs before it is opened", async () => {
    const page = await start(stressHost(12));
    await page.locator(".metrics-table").waitFor();
    assert.deepEqual(asked(artifactTableRequest.method), []);
  });

  it("holds each run's file against the baseline's, and reads only where sizes do not tell", async () => {
    const page = await usual();
    await summary(page, "8 paths · 6 differ · 1 only in gbm-031");
    const cells = (name: string) => row(page, name).locator("td").allInnerTexts();
    assert.deepEqual(
      (await cells("plots/roc.png")).slice(1).map((text) => text.includes("same")),
      [true, true, true],
    );
    assert.match((await cells("notes of ü.md")).join(), /^—,.*only here,—,—$/s);
    const read = asked(artifactHashesRequest.method).flatMap(({ params }) => (params as { files: WantedHashes[] }).files);
    assert.ok(read.some(({ path }) => path === "plots/roc.png"));
    assert.ok(!read.some(({ path }) => path === "notes of ü.md"), "its sizes tell");
    await page.getByText("Differences only").last().click();
    await page.getByText("1 equal path hidden").waitFor();
    assert.equal(await row(page, "plots/roc.png").count(), 0);
  });

  it("opens what the runs have of a path below it, by keyboard, and remembers that", async () => {
    const page = await usual();
    await row(page, "thresholds.json").locator(".artifact-toggle").press("Enter");
    await shown(page, "thresholds.json").getByText('"threshold": 0.6').waitFor();
    assert.deepEqual((told(stateChanged.method) as { state: CompareState }).state.artifacts?.open, ["thresholds.json"]);
    await shown(page, "thresholds.json").getByTitle("Open thresholds.json of gbm-031 in an editor").press("Enter");
    assert.deepEqual(told(openArtifact.method), { runId: "run-031", path: "thresholds.json" });
    await row(page, "thresholds.json").getByTitle("Open the difference of thresholds.json from gbm-019 to gbm-027").press("Enter");
    assert.deepEqual(told(diffArtifacts.method), {
      path: "thresholds.json",
      left: { id: "run-019", name: "gbm-019" },
      right: { id: "run-027", name: "gbm-027" },
    });
    assert.equal(await row(page, "plots/calibration.png").getByText("Open diff").count(), 0, "VS Code's diff is for text");
  });

  it("shows tables as tables, and what failed on top of a log", async () => {
    const page = await usual(["importance.csv", "console.log"]);
    await shown(page, "importance.csv").getByRole("columnheader", { name: "weight" }).first().waitFor();
    await shown(page, "importance.csv").getByText("3 rows.").first().waitFor();
    const log = shown(page, "console.log").locator("td").nth(2);
    await log.locator(".artifact-failing").getByText("ValueError: Input contains NaN.").waitFor();
  });

  it("lays a picture over the baseline's: a border that is moved by keys, and the difference", async () => {
    const page = await usual(["plots/calibration.png"]);
    await shown(page, "plots/calibration.png").getByAltText("plots/calibration.png of gbm-027").waitFor();
    const take = async (mode: string) => {
      await page.getByRole("button", { name: "Images against the baseline's" }).click();
      await page.getByRole("menuitemradio", { name: mode, exact: true }).click();
    };
    await take("swipe");
    const border = page.getByRole("slider", { name: "From gbm-019 to gbm-027" });
    await border.press("ArrowRight");
    assert.equal(await border.getAttribute("aria-valuetext"), "51 % gbm-019");
    await take("difference");
    await page.getByText("Black: as in gbm-019.").first().waitFor();
    const reads = asked(artifactPreviewRequest.method).filter(({ params }) => (params as { runId: string }).runId === "run-019");
    assert.ok(reads.length <= 3, "the baseline's picture is read once for all that are laid over it");
  });

  it("has one slider for the steps of the pictures of all runs", async () => {
    const page = await usual(["samples/img_step_*.png"]);
    const slider = page.getByRole("slider", { name: "Step of the images of all runs" });
    assert.equal(await slider.getAttribute("aria-valuetext"), "step 10");
    await slider.press("Home");
    for (const run of ["gbm-019", "gbm-031", "gbm-027", "gbm-012"]) await page.getByAltText(`samples/img_step_1.png of ${run}`).waitFor();
  });

  it("shows what is hostile as text, and an SVG as a picture that runs nothing", async () => {
    const files = () => ({
      [`${hostile}\u202e.txt`]: `${hostile}\u202e\n`,
      "page.html": `<h1>${hostile}</h1>`,
      "evil.svg": `<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><script>parent.document.title='2'</script><image href="https://slipway.test/x.png"/></svg>`,
      "rows.csv": `a,b\n${hostile},\u202e\n`,
    });
    const names = [`${hostile}\u202e.txt`, "page.html", "evil.svg", "rows.csv"];
    const page = await start({ ...compareHost(compareData, opened(names)), ...artifactHost(ids, files) });
    await page.getByAltText("evil.svg of gbm-012").waitFor();
    await page.locator(".artifact-table").last().waitFor();
    const [text = ""] = await page.locator("slipway-compare").allInnerTexts();
    assert.doesNotMatch(text, /\u202e/);
    assert.ok(text.includes("\\u202e"));
    assert.equal(await page.title(), "Slipway");
    assert.equal(await page.locator("slipway-artifacts-table img:not(.artifact-image)").count(), 0);
    assert.equal(await page.locator("slipway-artifacts-table svg, slipway-artifacts-table h1").count(), 0);
  });

  it("shows the heads of Parquet files beside each other, and says of a broken one what is wrong", async () => {
    const small = readFileSync(new URL("../fixtures/parquet/small.parquet", import.meta.url));
    const files = (_id: string, at: number) => ({ "train.parquet": at === 0 ? small.subarray(0, 900) : small });
    const page = await start({ ...compareHost(compareData, opened(["train.parquet"])), ...artifactHost(ids, files) });
    await shown(page, "train.parquet").getByText("Parquet table, 900 B: broken, its end is missing.").waitFor();
    await shown(page, "train.parquet").getByText("First 50 rows of 60.").last().waitFor();
    const rows = await shown(page, "train.parquet").locator("table").first().locator("tr").allInnerTexts();
    assert.deepEqual(rows.slice(0, 3), ["id\tname\tscores", "0\ta\t[]", "1\t<b>\t[0.0]"]);
    assert.deepEqual(await accessibilityProblems(page), []);
  });

  it("says why artifacts cannot be read, each reason once, and shows the others", async () => {
    const host = compareHost(compareData, opened());
    const usualTable = host[artifactTableRequest.method] as (params: { runIds: readonly string[] }) => { value: object };
    const away = { kind: "unsupported", message: "The artifacts are in s3://bucket.", next: "Open the MLflow server that logged the run." };
    host[artifactTableRequest.method] = (params: never) => {
      const { value } = usualTable(params);
      return { ok: true, value: { ...value, problems: [null, away, away, null] } };
    };
    const page = await start(host);
    await page.getByText("gbm-031, gbm-027: The artifacts are in s3://bucket. Open the MLflow server that logged the run.").waitFor();
    await row(page, "plots/roc.png").locator("td").nth(1).getByText("—", { exact: true }).waitFor();
  });

  it("has its four states, and a way on from a failure", async () => {
    const host = { ...compareHost(compareData, opened()), ...artifactHost(ids, () => ({})) };
    let page = await start(host);
    await page.getByText("None of these runs logged an artifact.").waitFor();
    host[artifactTableRequest.method] = () => ({
      ok: false,
      problem: { kind: "unavailable", message: "The server is away.", next: "Start it." },
    });
    page = await start(host);
    await page.getByText("The server is away. Start it.").waitFor();
    Object.assign(host, artifactHost(ids));
    await page.getByTitle("Read the artifacts again").press("Enter");
    await row(page, "console.log").waitFor();
    host[artifactTableRequest.method] = () => new Promise(() => {});
    page = await start(host);
    await page.getByText("Reading the artifacts…").waitFor();
  });

  it("reads again what a run logs while it is shown", async () => {
    const host = compareHost(compareData, opened(["thresholds.json"]));
    const page = await start(host);
    await shown(page, "thresholds.json").getByText('"threshold": 0.6').waitFor();
    Object.assign(
      host,
      artifactHost(ids, () => ({ "thresholds.json": '{"threshold": 9}', "new.txt": "new" })),
    );
    await open.push(dataChanged.method, { ...noChange, runs: ["run-031"] });
    await row(page, "new.txt").waitFor();
    await shown(page, "thresholds.json").getByText('"threshold": 9').first().waitFor();
  });

  it("copies what is shown", async () => {
    const page = await usual();
    await summary(page, "8 paths · 6 differ · 1 only in gbm-031");
    await page.getByRole("button", { name: "Copy artifacts as Markdown" }).click();
    const { text } = told(copyText.method) as { text: string };
    assert.match(text, /^\| Path \| gbm-019 \| gbm-031 /);
    assert.match(text, /notes of ü\.md \| — \| 25 B \(only here\)/);
  });

  it("compares the first runs of a hundred by content and the others by size, and says so", async () => {
    const host = stressHost(100);
    const state = (host["compare/ready"] as () => CompareState)();
    host["compare/ready"] = () => ({ ...state, folded });
    const page = await start(host);
    await page.getByText(/1 compared by size alone$/).waitFor();
    const columns = await page.locator('tr[data-artifact="plots/roc.png"] td').allInnerTexts();
    assert.match(columns[29] ?? "", /same$/);
    assert.match(columns[30] ?? "", /same size, not read/);
  });

  for (const theme of ["dark", "light", "hc-dark", "hc-light"] as const) {
    it(`is accessible: ${theme}`, async () => {
      const names = ["thresholds.json", "importance.csv", "console.log", "plots/calibration.png", "samples/img_step_*.png", "model/"];
      const page = await start(compareHost(compareData, opened(names)), theme);
      await page.locator(".artifact-image").first().waitFor();
      assert.deepEqual(await accessibilityProblems(page), []);
    });
  }
});

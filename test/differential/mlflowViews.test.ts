import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { type Browser, chromium } from "playwright-core";
import { newRunsState } from "#protocol/views/runs.ts";
import type { ViewState } from "#protocol/views/runsViews.ts";
import type { Registry } from "#registry/api.ts";
import { backends } from "#registry/backends.ts";
import { openRegistry } from "#registry/open.ts";
import { contextOf } from "#server/compare/testContext.ts";
import { mlflowViews, saveMlflowView } from "#server/runs/mlflowViews.ts";
import { openWorld, requirePython } from "../contract/bothRegistries.ts";
import { type MlflowServer, quiet, startServer } from "../contract/realMlflow.ts";

const { signal } = new AbortController();
const { experimentIds: _id, name: _name, ...fresh } = newRunsState([""], "");
const runs = `
import mlflow
for depth in (4, 8):
    for auc in (0.8, 0.95):
        with mlflow.start_run(run_name=f"d{depth}-{auc}"):
            mlflow.log_param("max_depth", depth)
            mlflow.log_metric("val_auc", auc)
            mlflow.log_metric("loss", 1 - auc)
`;

describe("a saved view, on the page of a real MLflow", function () {
  this.timeout(180_000);
  let folder: string;
  let server: MlflowServer;
  let registry: Registry;
  let browser: Browser;

  before(async function () {
    const python = requirePython(this);
    folder = mkdtempSync(join(tmpdir(), "slipway-views-"));
    server = await startServer(python, folder);
    await promisify(execFile)(python, ["-c", runs], { env: { ...process.env, ...quiet, MLFLOW_TRACKING_URI: server.url } });
    registry = openRegistry(server.url, openWorld, backends);
    browser = await chromium.launch({ executablePath: process.env["SLIPWAY_CHROMIUM"] ?? "/usr/bin/chromium", args: ["--no-sandbox"] });
  });
  after(async () => {
    await browser?.close();
    registry?.close();
    await server?.stop();
    if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
  });

  it("filters, sorts and has the columns that it was saved with, and comes back equal", async () => {
    const state: ViewState = {
      ...fresh,
      filter: "metrics.val_auc > 0.9",
      sort: [{ column: "metric:loss", descending: false }],
      columns: ["metric:val_auc", "metric:loss", "param:max_depth"],
    };
    const context = contextOf(registry);
    const saved = await saveMlflowView(
      { experimentId: "0", experiment: "Default", home: "mlflow", name: "Good ones", state },
      context,
      signal,
    );
    assert.ok(saved.ok, JSON.stringify(saved));
    assert.deepEqual(saved.value.notes, []);
    const page = await (await browser.newContext({ viewport: { width: 1600, height: 900 } })).newPage();
    await page.goto(`${server.url}/#/experiments/0/runs?viewStateShareKey=${saved.value.id}`);
    await page.getByText("d8-0.95").first().waitFor({ timeout: 60_000 });
    await page.getByText("max_depth").first().waitFor();
    if (process.env["SLIPWAY_EVIDENCE"]) await page.screenshot({ path: join(process.env["SLIPWAY_EVIDENCE"], "mlflow-view.png") });
    const text = (await page.locator("body").allInnerTexts()).join();
    assert.doesNotMatch(text, /d8-0\.8\b/, "the filter holds there");
    assert.match(text, /val_auc/);
    const box = await page.locator("input, textarea").evaluateAll((all) => all.map((each) => (each as unknown as { value: string }).value));
    assert.ok(box.includes("metrics.val_auc > 0.9"), box.join(" | "));
    const views = await mlflowViews({ experimentId: "0" }, context, signal);
    assert.ok(views.ok);
    const [view] = views.value;
    assert.deepEqual([view?.name, view?.state.filter, view?.state.sort], ["Good ones", state.filter, state.sort]);
    assert.deepEqual(
      view?.state.columns?.filter((id) => !id.startsWith("attribute:")),
      state.columns,
    );
  });
});

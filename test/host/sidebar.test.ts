import assert from "node:assert/strict";
import * as vscode from "vscode";
import { eventually } from "../eventually.ts";
import { openPages, row, rows, rowText, slipway } from "./window.ts";

describe("the side bar on the sample", () => {
  it("shows the experiments of mlflow.db, the newest first", async () => {
    const labels = (await rows("slipway.experiments")).map(({ view }) => view.label);
    assert.deepEqual(labels, ["fraud/gbm-sweep", "churn/weekly", "fraud/baseline"]);
  });

  it("counts the runs and shows them with a metric and an age", async () => {
    const experiment = await row("slipway.experiments", "fraud/gbm-sweep");
    assert.match(rowText(experiment), /^fraud\/gbm-sweep · 4\d runs · .+/);
    const runs = await rows("slipway.experiments", experiment);
    assert.ok(runs.length > 20);
    assert.ok(
      runs.some((run) => /val_auc 0\.\d+ · .+ ago/.test(rowText(run))),
      rowText(runs[0] ?? experiment),
    );
  });

  it("loads 50 runs at a time", async () => {
    const experiment = await row("slipway.experiments", "churn/weekly");
    const before = await rows("slipway.experiments", experiment);
    const more = before.at(-1);
    assert.equal(more?.view.label, "Load 50 more…");
    await vscode.commands.executeCommand("slipway.loadMore", more);
    const after = await rows("slipway.experiments", experiment);
    assert.ok(after.length > before.length, `${before.length} rows, then ${after.length}`);
  });

  it("resolves the tooltip of a run when it is asked for", async () => {
    const [run] = await rows("slipway.experiments", await row("slipway.experiments", "fraud/baseline"));
    assert.ok(run);
    const tree = (await slipway()).tree("slipway.experiments");
    const item = await tree.getTreeItem(run);
    assert.equal(item.tooltip, undefined);
    const resolved = await tree.resolveTreeItem?.(item, run, new vscode.CancellationTokenSource().token);
    assert.match(String(resolved?.tooltip), /^Metrics:$/m);
  });

  it("shows models with the ladder first, the highest environment on top, then the versions", async () => {
    const model = await row("slipway.models", "fraud-scorer");
    assert.equal(model.view.description, "prod v12 · staging v13");
    const labels = (await rows("slipway.models", model)).map(({ view }) => view.label);
    assert.deepEqual(labels.slice(0, 4), ["prod", "staging", "v13", "v12"]);
    assert.equal(labels.filter((label) => label.startsWith("v")).length, 13);
  });

  it("opens a comparison of two runs in one tab, however often it is asked for", async () => {
    const runs = await rows("slipway.experiments", await row("slipway.experiments", "fraud/baseline"));
    const [first, second] = runs;
    for (let press = 0; press < 2; press++) await vscode.commands.executeCommand("slipway.compare", first, [first, second]);
    const pages = await eventually("the page", () => (openPages().length > 0 ? openPages() : undefined));
    assert.deepEqual(pages, ["slipway.compare"]);
    await vscode.commands.executeCommand("workbench.action.closeAllEditors");
  });
});

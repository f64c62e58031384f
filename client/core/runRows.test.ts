import assert from "node:assert/strict";
import type { ExperimentRow, RunDetail, RunRow } from "#protocol/registryRequests.ts";
import { experimentRow, runRow, runTooltip } from "./runRows.ts";
import { day, hour, minute, testNow, testWording } from "./testWording.ts";
import { contextValue } from "./treeNode.ts";

const run: RunRow = { id: "r1", name: "gbm-031", experimentId: "1", status: "FINISHED" };
const auc = { key: "val_auc", value: "0.931" };

describe("experimentRow", () => {
  const cases: readonly (readonly [string, Partial<ExperimentRow>, string])[] = [
    ["runs and activity", { runCount: 41, lastStart: testNow - 2 * hour }, "41 runs · 2 h ago"],
    ["one run", { runCount: 1 }, "1 run"],
    ["none yet", { runCount: 0 }, "no runs"],
    ["a server that does not count", {}, ""],
    ["not to be read", { runCount: 1, problem: "meta.yaml is empty" }, "meta.yaml is empty · 1 run"],
  ];
  for (const [name, row, description] of cases) {
    it(name, () => assert.equal(experimentRow({ id: "1", name: "fraud/gbm-sweep", ...row }, testWording).description, description));
  }

  it("shows a name with markup as it is", () => {
    const name = "<img src=x onerror=alert(1)>";
    assert.equal(experimentRow({ id: "1", name }, testWording).label, name);
  });
});

describe("runRow", () => {
  const cases: readonly (readonly [string, Partial<RunRow>, string, string])[] = [
    ["finished", { metric: auc, startTime: testNow - 3 * hour }, "pass", "val_auc 0.931 · 3 h ago"],
    [
      "failed, metric never logged",
      { status: "FAILED", metric: { key: "val_auc", value: "" }, startTime: testNow - 4 * hour },
      "error",
      "no value logged · 4 h ago",
    ],
    ["running", { status: "RUNNING", metric: auc, startTime: testNow - 12 * minute }, "sync~spin", "val_auc 0.931 · running 12 min"],
    ["just started", { status: "RUNNING", startTime: testNow - 1000 }, "sync~spin", "running"],
    ["killed", { status: "KILLED", metric: auc, startTime: testNow - 52 * minute }, "circle-slash", "val_auc 0.931 · 52 min ago"],
    ["scheduled, nothing known", { status: "SCHEDULED" }, "watch", ""],
    ["a status of a newer MLflow", { status: "UNKNOWN" }, "question", ""],
    ["not to be read whole", { status: "UNKNOWN", problem: "meta.yaml is empty" }, "warning", "meta.yaml is empty"],
  ];
  for (const [name, row, icon, description] of cases) {
    it(name, () => {
      const view = runRow({ ...run, ...row }, false, undefined, testWording);
      assert.deepEqual([view.icon?.id, view.description], [icon, description]);
    });
  }

  it("is offered edits where its registry takes them", () => {
    assert.equal(contextValue(runRow(run, false, undefined, testWording)), "run");
    assert.equal(contextValue(runRow({ ...run, isEditable: true }, false, undefined, testWording)), "run editable");
  });

  it("says that a run is the baseline, and keeps its id over that change", () => {
    const plain = runRow(run, false, undefined, testWording);
    const baseline = runRow(run, false, "r1", testWording);
    assert.equal(baseline.description, "baseline");
    assert.equal(baseline.id, plain.id);
  });

  it("says the status in words to a screen reader", () => {
    assert.match(runRow({ ...run, status: "FAILED" }, false, undefined, testWording).accessibleLabel ?? "", /^gbm-031 · failed/);
  });

  it("of a run that cannot be read whole the tooltip says why, and nothing is asked for", () => {
    assert.equal(runRow({ ...run, problem: "meta.yaml is empty" }, false, undefined, testWording).tooltip, "gbm-031\nmeta.yaml is empty");
    assert.equal(runRow(run, false, undefined, testWording).tooltip, undefined);
  });
  it("opens the run when it is pressed", () => assert.equal(runRow(run, false, undefined, testWording).command, "slipway.openRun"));
  it("shows the id of a run without a name", () => assert.equal(runRow({ ...run, name: "" }, false, undefined, testWording).label, "r1"));
});

describe("runTooltip", () => {
  const detail: RunDetail = {
    row: { ...run, startTime: testNow - day, endTime: testNow - day + 200_000 },
    user: "ana",
    commit: "8f2c1ab91de0b7aa",
    metrics: [auc],
    params: [{ key: "notes", value: "a\nb".repeat(1_000_000) }],
    datasets: ["transactions-2024"],
    metricCount: 1,
    paramCount: 9,
  };

  it("lists what the row has no room for, each value on one short line", () => {
    const lines = runTooltip(detail, testWording).split("\n");
    assert.deepEqual(lines.slice(0, 7), [
      "gbm-031",
      "finished · took 3 min 20 s",
      `Started ${new Date(testNow - day).toISOString()}`,
      "By ana",
      "Commit 8f2c1ab91d",
      "Metrics:",
      "  val_auc = 0.931",
    ]);
    assert.deepEqual(lines.slice(9), ["  and 8 more", "Data: transactions-2024"]);
    assert.ok(lines.every((line) => line.length < 120));
  });

  it("says that no commit was logged", () => assert.match(runTooltip({ ...detail, commit: "" }, testWording), /^No commit logged$/m));
});

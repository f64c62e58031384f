import type { Asker } from "#client/core/asker.ts";
import { fileWithViews, viewsInFile } from "#client/core/viewFile.ts";
import { deleteView, type KeptViews, savedViews, saveView } from "#client/views/savedViews.ts";
import { curvesRequest } from "#protocol/views/compare.ts";
import {
  cellConditionsRequest,
  columnTextsRequest,
  newRunsState,
  type RunsState,
  runIdsRequest,
  runsCatalogRequest,
  runsGoneRequest,
  runsReady,
  runsTextRequest,
  runsWindowRequest,
} from "#protocol/views/runs.ts";
import { deleteViewRequest, mlflowViewsRequest, savedViewsRequest, saveViewRequest, type ViewToSave } from "#protocol/views/runsViews.ts";
import type { Registry } from "#registry/api.ts";
import { curves } from "#server/compare/curves.ts";
import { contextOf } from "#server/compare/testContext.ts";
import { ChosenValues } from "#server/runs/chosenValues.ts";
import { cellConditions, columnTexts } from "#server/runs/conditions.ts";
import { LoadedRuns } from "#server/runs/loadedRuns.ts";
import { mlflowViews, saveMlflowView } from "#server/runs/mlflowViews.ts";
import { runIds, runsCatalog, runsGone, runsWindow } from "#server/runs/runsTable.ts";
import { runsText } from "#server/runs/runsText.ts";
import { registryWith } from "../../registry/sqlite/testRegistry.ts";
import type { Fixture } from "./harness.ts";

const { signal } = new AbortController();

/** Numbers that look like a sweep's, the same each time. */
function spread(run: number, salt: number): number {
  const x = Math.sin(run * 12.9898 + salt * 78.233) * 43758.5453;
  return x - Math.floor(x);
}

interface StoreShape {
  readonly runs: number;
  /** Beside the usual ones. */
  readonly moreMetrics?: number;
  readonly hostile?: boolean;
  /** Of each six runs the first is the parent of the others. */
  readonly nested?: boolean;
}

/** A store of a sweep: five metrics, six params of which one is the same in all runs, tags, a run that runs, one that failed. */
/** The same registry, which takes no edits of runs. */
export function withoutEdits(registry: Registry): Registry {
  return { ...registry, capabilities: async (signal) => ({ ...(await registry.capabilities(signal)), editsRuns: false }) };
}

export function sweepStore({ runs, moreMetrics = 0, hostile = false, nested = false }: StoreShape): ReturnType<typeof registryWith> {
  const start = 1_790_000_000_000;
  const indexes = ["latest_metrics", "params", "tags"].map((table) => `CREATE INDEX index_${table}_run_uuid ON ${table} (run_uuid)`);
  const sql: string[] = [
    ...indexes,
    "INSERT INTO experiments VALUES (1, 'fraud/gbm-sweep', '', 'active', 1, 1), (2, 'churn/weekly', '', 'active', 1, 1)",
    "INSERT INTO runs VALUES ('weekly01','churn-1','ana','FINISHED',1,2,'active','',2)",
  ];
  const all = Array.from({ length: runs }, (_, at) => at + 1);
  const insert = (table: string, rows: readonly string[]) => {
    for (let from = 0; from < rows.length; from += 1000) sql.push(`INSERT INTO ${table} VALUES ${rows.slice(from, from + 1000).join(",")}`);
  };
  const id = (run: number) => `'run${String(run).padStart(8, "0")}'`;
  const status = (run: number) => (run === runs ? "RUNNING" : run % 17 === 3 ? "FAILED" : run % 19 === 5 ? "KILLED" : "FINISHED");
  const name = (run: number) =>
    hostile && run % 3 === 0 ? `<img src=x onerror=alert(${run})> \u202e${"long ".repeat(30)}` : `gbm-${String(run).padStart(3, "0")}`;
  insert(
    "runs",
    all.map((run) => {
      const begun = start + run * 600_000;
      const end = status(run) === "RUNNING" ? "NULL" : begun + Math.round(60_000 + spread(run, 9) * 200_000);
      return `(${id(run)},'${name(run)}','ana','${status(run)}',${begun},${end},'active','',1)`;
    }),
  );
  const metric = (key: string, run: number, value: string, step = 600 - (run % 3)) => `('${key}',${value},${start},${step},0,${id(run)})`;
  const quality = (run: number) => 0.91 + spread(run, 1) * 0.03;
  insert(
    "latest_metrics",
    all.flatMap((run) => [
      metric("val_auc", run, quality(run).toFixed(4)),
      metric("val_logloss", run, (0.13 - (quality(run) - 0.91) * 0.5 + spread(run, 2) * 0.004).toFixed(4)),
      ...(status(run) === "RUNNING" ? [] : [metric("val_recall_at_1pct", run, (0.63 + spread(run, 3) * 0.05).toFixed(4))]),
      metric("train_auc", run, (quality(run) + 0.02).toFixed(4)),
      metric("fit_seconds", run, (50 + spread(run, 4) * 160).toFixed(1), 0),
      ...Array.from({ length: moreMetrics }, (_, at) => metric(`layer_${at}/grad_norm`, run, spread(run, at + 20).toFixed(3))),
      ...(hostile ? [metric("system/cpu", run, "12.5"), metric('<b>&"', run, run % 2 ? "9e999" : "123456789.123456789")] : []),
    ]),
  );
  // A curve that comes near its last value from below, or from above where lower is better.
  const curve = (key: string, run: number, last: number, from: number) =>
    Array.from({ length: 31 }, (_, at) => {
      const value =
        at === 30 ? last : last + (from - last) * Math.exp(-at / 5) + (spread(run, at + 40) - 0.5) * Math.abs(from - last) * 0.04;
      return `('${key}',${value.toFixed(5)},${start + run * 600_000 + at * 2000},${id(run)},${Math.round(((600 - (run % 3)) * at) / 30)},0)`;
    });
  insert(
    "metrics",
    all
      .slice(-100)
      .flatMap((run) => [
        ...curve("val_auc", run, Number(quality(run).toFixed(4)), 0.88),
        ...curve("val_logloss", run, Number((0.13 - (quality(run) - 0.91) * 0.5 + spread(run, 2) * 0.004).toFixed(4)), 0.2),
        ...(status(run) === "RUNNING" ? [] : curve("val_recall_at_1pct", run, Number((0.63 + spread(run, 3) * 0.05).toFixed(4)), 0.5)),
        ...curve("train_auc", run, Number((quality(run) + 0.02).toFixed(4)), 0.88),
      ]),
  );
  const pick = <T>(run: number, salt: number, values: readonly T[]) => values[Math.floor(spread(run, salt) * values.length)];
  insert(
    "params",
    all.flatMap((run) => [
      `('learning_rate','${pick(run, 5, ["0.1", "0.05", "0.03", "0.02", "1e-3"])}',${id(run)})`,
      `('num_leaves','${pick(run, 6, ["31", "63", "127"])}',${id(run)})`,
      `('max_depth','${pick(run, 7, ["-1", "6", "8", "10", "12"])}',${id(run)})`,
      `('feature_fraction','${pick(run, 8, ["0.6", "0.8", "1.0"])}',${id(run)})`,
      `('booster','${pick(run, 10, ["gbdt", "dart"])}',${id(run)})`,
      `('objective','binary',${id(run)})`,
    ]),
  );
  insert(
    "tags",
    all.flatMap((run) => {
      const parent = run - ((run - 1) % 6);
      return [
        `('team','${run % 2 ? "risk" : "growth"}',${id(run)})`,
        ...(nested && parent !== run ? [`('mlflow.parentRunId',${id(parent)},${id(run)})`] : []),
      ];
    }),
  );
  sql.push(
    `INSERT INTO model_versions VALUES ('fraud-scorer', 13, 1, 1, NULL, NULL, 'None', '', ${id(Math.min(2, runs))}, 'READY', NULL, NULL)`,
    "INSERT INTO registered_models VALUES ('fraud-scorer', 1, 1, NULL)",
    "INSERT INTO registered_model_aliases VALUES ('champion', 13, 'fraud-scorer')",
  );
  return registryWith(sql.join(";\n"));
}

/** As an editor keeps them, in memory. */
function keptViews(): KeptViews {
  let [mine, file]: [readonly unknown[], string] = [[], ""];
  return {
    get mine() {
      return mine;
    },
    keepMine: async (views) => {
      mine = views;
    },
    shared: async () => viewsInFile(file),
    keepShared: async (views) => {
      file = fileWithViews(file, views);
    },
  };
}

/** A host whose answers are the server's own, over a store. */
export function runsHost(registry: Registry, state: Partial<RunsState> = {}, baseline?: string, loaded = new LoadedRuns()): Fixture {
  const context = { ...contextOf(registry), loaded, chosen: new ChosenValues() };
  const kept = keptViews();
  const asker: Asker = {
    // The one question that views ask of the server each.
    ask: async (message, params) =>
      (message.method === mlflowViewsRequest.method
        ? await mlflowViews(params as { experimentId: string }, context, signal)
        : await saveMlflowView(params as ViewToSave, context, signal)) as never,
    tell: () => undefined,
  };
  return {
    [savedViewsRequest.method]: (params) => savedViews(kept, asker, params),
    [saveViewRequest.method]: (params) => saveView(kept, asker, params),
    [deleteViewRequest.method]: (params) => deleteView(kept, params),
    [runsReady.method]: () => ({
      state: { ...newRunsState(state.experimentIds ?? ["1"], "fraud/gbm-sweep"), ...state },
      ...(baseline === undefined ? {} : { baseline }),
    }),
    [runsCatalogRequest.method]: (params) => runsCatalog(params, context, signal),
    [runsWindowRequest.method]: (params) => runsWindow(params, context, signal),
    [runIdsRequest.method]: (params) => runIds(params, context, signal),
    [runsGoneRequest.method]: (params) => runsGone(params, context, signal),
    [runsTextRequest.method]: (params) => runsText(params, context, signal),
    [cellConditionsRequest.method]: (params) => cellConditions(params, context, signal),
    [columnTextsRequest.method]: (params) => columnTexts(params, context, signal),
    [curvesRequest.method]: (params) => curves(params, context, signal),
  };
}

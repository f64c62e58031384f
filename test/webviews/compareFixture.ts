import type {
  CompareData,
  CompareMetric,
  CompareRun,
  CompareState,
  Curve,
  CurvesQuestion,
  GroupCurvesQuestion,
  WireGroupCurve,
} from "#protocol/views/compare.ts";
import { compareDataRequest, compareReady, curvesRequest, groupCurvesRequest, newCompareState, pickRuns } from "#protocol/views/compare.ts";
import { type ModelFacts, modelsOfRunsRequest } from "#protocol/views/compareModels.ts";
import {
  type AxisId,
  type AxisValue,
  axisKey,
  axisKind,
  type Explanation,
  explainRequest,
  type RelationData,
  relationRequest,
} from "#protocol/views/compareRelation.ts";
import { curveOf, curveOver } from "#registry/model/compare/curve.ts";
import { fewestRuns, rankedRelations } from "#registry/model/compare/explain.ts";
import { parseFormula } from "#registry/model/compare/formula.ts";
import { formulaHistory } from "#registry/model/compare/formulaValues.ts";
import { betweenOver, groupCurve } from "#registry/model/compare/groupCurve.ts";
import { artifactHost } from "./artifactFixture.ts";
import type { Fixture } from "./harness.ts";

/** Four runs of a sweep, as the Compare page is mostly used. */
export const ids = ["run-019", "run-031", "run-027", "run-012"] as const;

const gbm = (id: string, rest: Partial<CompareRun>): CompareRun => ({
  id,
  name: id.replace("run", "gbm"),
  experimentId: "1",
  status: "FINISHED",
  startTime: 1_790_000_000_000,
  versionLabel: "",
  commit: "91de0b7c1f3f2a9be1c4c55b7dd4dc5c2e0b9a11",
  datasets: [{ name: "transactions", digest: "d07b31e5", context: "train", rows: 1_240_000 }],
  ...rest,
});

const before = {
  commit: "8f2c1ab04be1c4c55b7dd4dc5c2e0b9a11f3f2a9",
  datasets: [{ name: "transactions", digest: "a41f09c2", context: "train", rows: 1_180_000 }],
};

const runs: readonly CompareRun[] = [
  gbm("run-019", { versionLabel: "v12 prod", ...before }),
  gbm("run-031", { versionLabel: "v13 staging" }),
  gbm("run-027", {}),
  gbm("run-012", before),
];

function metric(key: string, last: number[], rest: Partial<CompareMetric> = {}): CompareMetric {
  const worst = last.map((value) => value * 0.98);
  const best = last.map((value) => value * 1.01);
  return { key, last, min: worst, max: best, steps: last.map(() => 600), points: 600, ...rest };
}

const equalParams = ["boosting", "metric", "bagging_freq", "lambda_l1", "lambda_l2", "early_stopping", "seed", "threads", "max_bin"];

export const compareData: CompareData = {
  experiment: "fraud/gbm-sweep",
  runs,
  missing: [],
  code: [
    { runId: "run-031", state: "differs", files: 4, added: 62, removed: 18 },
    { runId: "run-027", state: "differs", files: 4, added: 62, removed: 18 },
    { runId: "run-012", state: "same" },
  ],
  params: [
    { key: "learning_rate", values: ["0.01", "0.03", "0.02", "0.1"] },
    { key: "num_leaves", values: ["63", "127", "127", "63"] },
    { key: "max_depth", values: ["6", "-1", "6", "8"] },
    { key: "feature_fraction", values: ["1.0", "1.0", "0.6", "1.0"] },
    { key: "min_child_samples", values: ["20", "20", "50", "20"] },
    { key: "data_version", values: ["2026-09", "2026-10", "2026-10", "2026-09"] },
    ...equalParams.map((key) => ({ key, values: ["1", "1", "1", "1"] })),
  ],
  tags: [
    { key: "bias_review", values: ["done", null, null, null] },
    { key: "team", values: ["risk", "risk", "risk", "risk"] },
  ],
  metrics: [
    metric("fit_seconds", [59.9, 133.7, 189.1, 124.8], { direction: { better: "lower", from: "name" }, points: 1 }),
    metric("train_auc", [0.9532, 0.9705, 0.9663, 0.9593], { direction: { better: "higher", from: "name" } }),
    metric("val_auc", [0.934, 0.9412, 0.9398, 0.9371], { direction: { better: "higher", from: "policy" }, gateLine: 28 }),
    metric("val_logloss", [0.1187, 0.1132, 0.1127, 0.1158], { direction: { better: "lower", from: "name" } }),
    metric("val_recall_at_1pct", [0.6489, 0.671, 0.6702, 0.6583], { direction: { better: "higher", from: "policy" }, gateLine: 31 }),
  ],
  asOf: 1_790_000_000_000,
};

/** The models of the two runs that became versions. */
const column = (name: string) => ({ name, type: "double", required: true });
const models: Readonly<Record<string, ModelFacts>> = {
  "run-019": {
    version: "v12",
    environment: { python: "3.11.7", mlflow: "3.16.0", lightgbm: "4.5.0" },
    size: 3_400_000,
    inputs: [column("amount"), column("hour")],
    outputs: [column("")],
  },
  "run-031": {
    version: "v13",
    environment: { python: "3.11.7", mlflow: "3.16.0", lightgbm: "4.6.0" },
    size: 5_100_000,
    inputs: [column("amount"), column("hour"), column("device_age_days")],
    outputs: [column("")],
  },
};

/** Curves that rise (or fall) to the metric's last value; sampled to `maxPoints` as the server does. */
export function curvesFor(data: CompareData, key: string, points: number, total: number): Curve[] {
  const last = data.metrics.find((candidate) => candidate.key === key)?.last ?? [];
  return data.runs.map((run, index) => {
    const end = Number(last[index] ?? 0);
    const length = Math.round(points * (0.88 + 0.04 * index));
    const steps = Float64Array.from({ length }, (_, at) => Math.round((at * total) / points));
    const falls = key.includes("loss");
    const values = steps.map((step) => {
      const rest = Math.exp(-step / (total * 0.06 * (1 + 0.3 * index)));
      return end * (1 + (falls ? 0.3 : -0.03) * rest) + Math.sin(step / 7 + index) * end * 0.0004;
    });
    const timestamps = steps.map((step) => 1_790_000_000_000 + index * 5_000_000 + step * 1500);
    return { runId: run.id, steps: packed(steps), timestamps: packed(timestamps), values: packed(values), total };
  });
}

/** Of a metric, or of a formula over metrics that all have the same steps. */
function drawnCurves(data: CompareData, { metric, isFormula, sample }: Pick<CurvesQuestion, "metric" | "isFormula" | "sample">): Curve[] {
  if (sample) return [];
  if (!isFormula) return curvesFor(data, metric, 240, 600);
  const formula = parseFormula(metric);
  const perMetric = formula.metrics.map(({ key }) => curvesFor(data, key, 240, 600));
  return data.runs.flatMap(({ id: runId }, run) => {
    const histories = formula.metrics.map(({ key }, at) => {
      const { total = 0, ...curve } = perMetric[at]?.[run] ?? { steps: "", timestamps: "", values: "" };
      return { runId, metric: key, ...unpackedCurve(curve), total };
    });
    const made = formulaHistory(formula, histories, metric, 1000);
    if (made === undefined) return [];
    const { steps, timestamps, values, total } = made;
    return [{ runId, steps: packed(steps), timestamps: packed(timestamps), values: packed(values), total }];
  });
}

export function packed(values: Float64Array): string {
  return Buffer.from(values.buffer, values.byteOffset, values.byteLength).toString("base64");
}

/** As the server answers, of curves that came over the wire; `others`: of the metric at the bottom. */
export function groupCurvesFor(
  curves: readonly Curve[],
  { groups, axis, maxPoints }: Omit<GroupCurvesQuestion, "metric">,
  others: readonly Curve[] = [],
): WireGroupCurve[] {
  const over = new Map(others.map((curve) => [curve.runId, unpackedCurve(curve)]));
  const drawn = (curve: Curve) => {
    const [own, other] = [unpackedCurve(curve), over.get(curve.runId)];
    return axis === "metric" && other ? curveOver(own, other) : curveOf(own, axis);
  };
  return groups.map((ids) => {
    const own = curves.filter(({ runId }) => ids.includes(runId)).map(drawn);
    const { total, x, mean, std, min, max, n } = groupCurve(own, maxPoints, betweenOver(axis));
    return { x: packed(x), mean: packed(mean), std: packed(std), min: packed(min), max: packed(max), n: packed(n), total };
  });
}

function unpackedCurve({ steps, timestamps, values }: Pick<Curve, "steps" | "timestamps" | "values">) {
  return { steps: unpacked(steps), timestamps: unpacked(timestamps), values: unpacked(values) };
}

export function unpacked(base64: string): Float64Array {
  return new Float64Array(Uint8Array.from(Buffer.from(base64, "base64")).buffer);
}

/** A host that has `data`, and `state` from before a reload. */
export function compareHost(
  data: CompareData = compareData,
  state: CompareState = newCompareState(data.runs.map((run) => run.id)),
): Fixture {
  return {
    ...artifactHost(data.runs.map((run) => run.id)),
    [compareReady.method]: () => state,
    [compareDataRequest.method]: ({ runIds }: { runIds: readonly string[] }) => ({ ok: true, value: ordered(data, runIds) }),
    [curvesRequest.method]: (question: CurvesQuestion) => ({ ok: true, value: drawnCurves(data, question) }),
    [groupCurvesRequest.method]: (question: GroupCurvesQuestion) => ({
      ok: true,
      value: groupCurvesFor(drawnCurves(data, question), question, curvesFor(data, question.xMetric ?? "", 240, 600)),
    }),
    [pickRuns.method]: () => [],
    [modelsOfRunsRequest.method]: ({ runIds }: { runIds: readonly string[] }) => ({
      ok: true,
      value: runIds.map((id) => models[id] ?? null),
    }),
    [relationRequest.method]: ({ axes }: { axes: readonly AxisId[] }) => ({ ok: true, value: relationFor(data, axes) }),
    [explainRequest.method]: ({ metric: key, params }: { metric: string; params: readonly string[] }) => ({
      ok: true,
      value: explanationFor(data, key, params),
    }),
  };
}

/** So many runs of the sweep are not compared. */
const others = 37;

/** The runs of the sweep, the others made of the compared ones: neither alike nor at random. */
export function relationFor(data: CompareData, axes: readonly AxisId[]): RelationData {
  const wave = (run: number, key: string) => Math.sin(run * 12.9898 + key.length * 78.233) / 2 + 0.5;
  const texts = (key: string) => data.params.find((param) => param.key === key)?.values ?? [];
  const numbers = (key: string) => data.metrics.find((row) => row.key === key)?.last ?? [];
  const other = (id: AxisId, run: number): AxisValue => {
    const key = axisKey(id);
    if (axisKind(id) === "param") return texts(key)[Math.floor(wave(run, key) * data.runs.length)] ?? null;
    const own = numbers(key).map(Number).filter(Number.isFinite);
    const [least, greatest] = [Math.min(...own), Math.max(...own)];
    return run % 17 === 5 ? null : least - (greatest - least) * 0.6 + wave(run, key) * (greatest - least) * 1.6;
  };
  const rest = Array.from({ length: others }, (_, run) => run);
  return {
    ids: [...data.runs.map((run) => run.id), ...rest.map((run) => `other-${run}`)],
    names: [...data.runs.map((run) => run.name), ...rest.map((run) => `gbm-1${String(run).padStart(2, "0")}`)],
    compared: data.runs.length,
    axes: axes.map((id) => ({
      id,
      values: [...(axisKind(id) === "metric" ? numbers(axisKey(id)) : texts(axisKey(id))), ...rest.map((run) => other(id, run))],
    })),
    isPartial: false,
  };
}

function explanationFor(data: CompareData, key: string, params: readonly string[]): Explanation {
  const { axes } = relationFor(data, [`metric:${key}`, ...params.map((param): AxisId => `param:${param}`)]);
  const [metricAxis, ...rest] = axes.map(({ id, values }) => ({ key: axisKey(id), values }));
  const values = (metricAxis?.values ?? []).map((value) => (value === null ? undefined : Number(value)));
  const texts = rest.map((axis) => ({ key: axis.key, values: axis.values.map((value) => (value === null ? undefined : String(value))) }));
  const varied = texts.filter((axis) => new Set(axis.values).size > 1);
  const factors = rankedRelations(values, varied);
  const n = values.filter((value) => value !== undefined).length;
  return { n, isPartial: false, factors, left: varied.length - factors.length, fewest: fewestRuns };
}

/** The data as a server would give it for these runs in this order. */
function ordered(data: CompareData, runIds: readonly string[]): CompareData {
  const order = runIds.map((id) => data.runs.findIndex((run) => run.id === id)).filter((index) => index >= 0);
  const pick = <T>(values: readonly T[]) => order.map((index) => values[index] as T);
  return {
    ...data,
    runs: pick(data.runs),
    missing: runIds.filter((id) => !data.runs.some((run) => run.id === id)),
    params: data.params.map((param) => ({ ...param, values: pick(param.values) })),
    tags: data.tags.map((tag) => ({ ...tag, values: pick(tag.values) })),
    metrics: data.metrics.map((row) => ({ ...row, last: pick(row.last), min: pick(row.min), max: pick(row.max), steps: pick(row.steps) })),
  };
}

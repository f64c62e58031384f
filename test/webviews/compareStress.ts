import type { CompareData, CompareMetric, CompareRun, CompareState, Curve } from "#protocol/views/compare.ts";
import { type CurvesQuestion, curvesRequest, groupCurvesRequest, newCompareState } from "#protocol/views/compare.ts";
import { compareData, compareHost, curvesFor, groupCurvesFor, packed, unpacked } from "./compareFixture.ts";
import type { Fixture } from "./harness.ts";

/** Names that try to be something else than text, or to take more room than there is. */
export const hostileNames = [
  "<img src=x onerror=alert(1)>",
  "prod-\u202eevil\u202c",
  "x".repeat(300),
  "שלום-עולם-12",
  "\u{1f680} rocket \u{1f469}\u200d\u{1f680}",
  "two\nlines",
  "gbm-007",
  "a\u202eb\u200b",
] as const;

type Value = CompareMetric["last"][number];

/** Per metric: the last value of the run at an index, and what its curve's points become. */
const stress: Readonly<Record<string, { last: (run: number) => Value; point?: (value: number, run: number) => number }>> = {
  val_auc: { last: (run) => 0.932491 + run * 0.002057 },
  val_recall_at_1pct: { last: (run) => 0.2702723 - run * 0.00021 },
  huge: { last: (run) => 1e301 * (run + 1), point: (_value, run) => 1e301 * (run + 1) },
  tiny: { last: (run) => 1.23e-12 * (run + 1), point: (value, run) => value * 1e-12 * (run + 1) },
  wide_number: { last: (run) => 123456789.123 + run, point: (value, run) => 123456789.123 + value + run },
  near: { last: (run) => 0.3 + run * 1e-10, point: (value) => 0.3 + value * 1e-10 },
  count_of_rows: { last: (run) => 12345678 + run * 111, point: (value, run) => 12345678 + value * 100 + run },
  nanoseconds: { last: (run) => 1.7e18 + run * 1e9, point: (value, run) => 1.7e18 + value * 1e10 + run * 1e9 },
  all_nan: { last: () => "NaN", point: () => Number.NaN },
  all_infinite: { last: () => "Infinity", point: () => Number.POSITIVE_INFINITY },
  mixed: { last: (run) => (["NaN", "Infinity", "-Infinity", null, 0.5] as const)[run % 5] ?? null },
  fit_seconds: { last: (run) => 59.9 + run * 71.3 },
};

/** As many runs as wanted, with values of every kind; `hostile` also in every name. */
export function stressData(count: number, hostile = false): CompareData {
  const runs = Array.from({ length: count }, (_, index): CompareRun => {
    const like = compareData.runs[index % compareData.runs.length];
    if (!like) throw new Error("the fixture has runs");
    const name = hostile ? hostileNames[index % hostileNames.length] : undefined;
    return { ...like, id: `run-${String(index).padStart(3, "0")}`, name: name ?? `gbm-${String(index + 10).padStart(3, "0")}` };
  });
  const param = (key: string, of: (run: number) => string | null) => ({ key, values: runs.map((_, run) => of(run)) });
  const usual = compareData.params.map(({ key, values }) => param(key, (run) => values[run % values.length] ?? null));
  const named = hostileNames.map((key, at) => param(key, (run) => hostileNames[(run + at) % hostileNames.length] ?? null));
  return {
    ...compareData,
    runs,
    code: runs.slice(1).map(({ id }) => ({ runId: id, state: "differs", files: 4, added: 62, removed: 18 })),
    params: [
      ...usual,
      param("a_param_whose_name_goes_on_and_on", (run) => `s3://bucket/${"y".repeat(40)}/${run}`),
      ...(hostile ? named : []),
    ],
    tags: [],
    metrics: Object.entries(stress).map(([key, { last }]) =>
      metric(
        key,
        runs.map((_, run) => last(run)),
      ),
    ),
  };
}

function metric(key: string, last: readonly Value[]): CompareMetric {
  const known = compareData.metrics.find((candidate) => candidate.key === key);
  const direction = key === "tiny" ? ({ better: "lower", from: "name" } as const) : known?.direction;
  return {
    key,
    last,
    min: last,
    max: last,
    steps: last.map(() => 600),
    points: key === "fit_seconds" ? 1 : 600,
    ...(direction ? { direction } : {}),
    ...(known?.gateLine === undefined ? {} : { gateLine: known.gateLine }),
  };
}

/** A host that has `stressData`, and curves to it. */
export function stressHost(count: number, hostile = false, rest: Partial<Pick<CompareState, "folded" | "groupBy">> = {}): Fixture {
  const data = stressData(count, hostile);
  return {
    ...compareHost(data, { ...newCompareState(data.runs.map((run) => run.id)), ...rest }),
    [curvesRequest.method]: ({ metric: key, runIds }: CurvesQuestion) => ({
      ok: true,
      value: stressCurves(data, key).filter((curve) => runIds.includes(curve.runId)),
    }),
    [groupCurvesRequest.method]: ({ metric: key, ...question }: Parameters<typeof groupCurvesFor>[1] & { metric: string }) => ({
      ok: true,
      value: groupCurvesFor(stressCurves(data, key), question),
    }),
  };
}

function stressCurves(data: CompareData, key: string): Curve[] {
  const like = metric(
    key,
    data.runs.map((_, run) => 0.93 + run * 0.002),
  );
  const curves = curvesFor({ ...data, metrics: [like] }, key, 240, 600);
  const point = stress[key]?.point;
  if (!point) return curves;
  return curves.map((curve, run) => {
    return { ...curve, values: packed(unpacked(curve.values).map((value) => point(value, run))) };
  });
}

import fc from "fast-check";

/** A run as `fileStoreOracle.py` writes it. */
export interface WrittenRun {
  readonly name: string;
  readonly user: string;
  readonly start: number;
  readonly end: number | null;
  readonly status: string;
  /** Key, value as Python reads it, time, step. */
  readonly metrics: readonly (readonly [key: string, value: string, timestamp: number, step: number])[];
  readonly params: Readonly<Record<string, string>>;
  readonly tags: Readonly<Record<string, string>>;
  readonly datasets: readonly (readonly [name: string, digest: string, context: string])[];
}

/** A question of the registry, in MLflow's words. */
export interface AskedRuns {
  readonly filter: string;
  readonly order_by: readonly string[];
  readonly limit: number;
}

const metricKeys = ["auc", "val/loss", "a/b/c", "x y", "größe"];
/** Values without line breaks and, of those that `ILIKE` compares, without letters beyond ASCII: there MLflow's file store and its databases differ. */
const plainKeys = ["lr", "note", "deep/er"];
const anyKeys = ["multi", "mlflow.user"];
const plainTexts = ["x", "X", "xy", "a%b", "a_b", "100%", "it's", '"', " ", "1e5", "0.1", "<img>", "-"];
const anyTexts = [...plainTexts, "two\nlines", "ä", "Ä", "模型", "\u{1F600}", "\uFFFD", "end\n"];
const datasetNames = ["train.csv", "Train", "x"];
const numbers = ["0.5", "0.25", "1.0", "-1.0", "1e-05", "nan", "inf", "-inf", "3.0"];
const times = [0, 1, 2, 1_760_000_000_000, 1_760_000_000_001];

const few = { minLength: 0, maxLength: 8 };
const some = <T>(keys: readonly string[], value: fc.Arbitrary<T>) =>
  fc
    .uniqueArray(fc.constantFrom(...keys))
    .chain((chosen) => fc.record(Object.fromEntries(chosen.map((key) => [key, value]))) as fc.Arbitrary<Record<string, T>>);

export const writtenRuns: fc.Arbitrary<WrittenRun> = fc.record({
  name: fc.constantFrom("gbm", "GBM", "ä", "it's", "模型", "two\nlines", "a: b #c"),
  user: fc.constantFrom("ana", "bruno", "x"),
  start: fc.constantFrom(...times.slice(1)),
  end: fc.constantFrom(null, ...times.slice(1)),
  status: fc.constantFrom("RUNNING", "FINISHED", "FAILED", "KILLED", "SCHEDULED"),
  metrics: fc.array(
    fc.tuple(fc.constantFrom(...metricKeys), fc.constantFrom(...numbers), fc.constantFrom(...times), fc.constantFrom(0, 1, 2, -1, 7)),
    few,
  ),
  params: fc
    .tuple(some(plainKeys, fc.constantFrom(...plainTexts)), some(anyKeys, fc.constantFrom(...anyTexts)))
    .map(([a, b]) => ({ ...a, ...b })),
  tags: fc
    .tuple(some(plainKeys, fc.constantFrom("", ...plainTexts)), some(anyKeys, fc.constantFrom("", ...anyTexts)))
    .map(([a, b]) => ({ ...a, ...b })),
  datasets: fc.uniqueArray(
    fc.tuple(fc.constantFrom(...datasetNames), fc.constantFrom("d1", "d2"), fc.constantFrom("", "training", "Test")),
    {
      maxLength: 3,
      selector: ([name, digest]) => `${name} ${digest}`,
    },
  ),
});

const quoted = (texts: readonly string[]) => fc.constantFrom(...texts.filter((text) => !text.includes("'"))).map((text) => `'${text}'`);
const key = (keys: readonly string[]) => fc.constantFrom(...keys).map((name) => `\`${name}\``);
const texts = fc.oneof(
  fc.tuple(
    fc.constantFrom("params", "tags"),
    key(plainKeys),
    fc.constantFrom("=", "!=", "LIKE", "ILIKE"),
    quoted([...plainTexts, "%", "x%", "%X", "_", "a\\%b", "A_B"]),
  ),
  fc.tuple(fc.constantFrom("params", "tags"), key([...plainKeys, ...anyKeys]), fc.constantFrom("=", "!="), quoted(anyTexts)),
  fc.tuple(
    fc.constantFrom("params", "tags"),
    key([...plainKeys, ...anyKeys, "nowhere"]),
    fc.constantFrom("IS NULL", "IS NOT NULL"),
    fc.constant(""),
  ),
);
const comparisons = fc.oneof(
  fc
    .tuple(
      key([...metricKeys, "nowhere"]),
      fc.constantFrom("=", "!=", "<", "<=", ">", ">="),
      fc.constantFrom("0", "0.5", "-1", "1e-5", "3"),
    )
    .map(([name, operator, value]) => `metrics.${name} ${operator} ${value}`),
  texts.map(([kind, name, operator, value]) => `${kind}.${name} ${operator} ${value}`.trim()),
  fc
    .tuple(fc.constantFrom("start_time", "end_time"), fc.constantFrom("=", "!=", "<", "<=", ">", ">="), fc.constantFrom(...times))
    .map((parts) => parts.join(" ")),
  fc
    .tuple(fc.constantFrom("status", "user_id"), fc.constantFrom("=", "!=", "LIKE", "ILIKE"), quoted(["FINISHED", "fin%", "ana", "X", "%"]))
    .map((parts) => parts.join(" ")),
  fc.tuple(fc.constant("run_name"), fc.constantFrom("=", "!="), quoted(["gbm", "ä", "模型", "two\nlines"])).map((parts) => parts.join(" ")),
  fc
    .tuple(
      fc.constantFrom("name", "digest", "context"),
      fc.constantFrom("=", "!=", "LIKE", "ILIKE"),
      quoted([...datasetNames, "d1", "training", "t%"]),
    )
    .map(([what, operator, value]) => `datasets.${what} ${operator} ${value}`),
  fc
    .tuple(fc.constantFrom("name", "context"), fc.constantFrom("IN", "NOT IN"))
    .map(([what, operator]) => `datasets.${what} ${operator} ('x', 'Train', 'Test')`),
);
const sortKeys = [
  ...[...metricKeys, "nowhere"].map((name) => `metrics.\`${name}\``),
  ...[...plainKeys, ...anyKeys].flatMap((name) => [`params.\`${name}\``, `tags.\`${name}\``]),
  ...["start_time", "end_time", "status", "user_id", "run_name", "run_id", "artifact_uri"],
];

export const askedRuns: fc.Arbitrary<AskedRuns> = fc.record({
  filter: fc.array(comparisons, { maxLength: 3 }).map((parts) => parts.join(" AND ")),
  order_by: fc
    .uniqueArray(fc.constantFrom(...sortKeys), { maxLength: 3 })
    .chain((keys) => fc.tuple(...keys.map((name) => fc.constantFrom("", " ASC", " DESC").map((way) => name + way)))),
  limit: fc.constantFrom(1, 3, 7, 50, 1000),
});

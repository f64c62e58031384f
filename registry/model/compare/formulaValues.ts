import { downsample } from "../downsample.ts";
import type { MetricHistory } from "../types.ts";
import { curveOf } from "./curve.ts";
import type { Formula, FormulaPart, FunctionName, Operator } from "./formula.ts";

/** The metrics of one run at the steps that all of them have. */
interface Meeting {
  readonly steps: Float64Array;
  /** ms; of the metric that was logged last there. */
  readonly timestamps: Float64Array;
  readonly columns: ReadonlyMap<string, Float64Array>;
}

/** A number that is the same at every step, or one for each. */
type Values = number | Float64Array;

const operations: Readonly<Record<Operator, (left: number, right: number) => number>> = {
  "+": (left, right) => left + right,
  "-": (left, right) => left - right,
  "*": (left, right) => left * right,
  "/": (left, right) => left / right,
  "^": power,
};
const calls: Readonly<Record<FunctionName, (first: number, second: number) => number>> = {
  log: (of) => Math.log(of),
  log10: (of) => Math.log10(of),
  exp: (of) => Math.exp(of),
  sqrt: (of) => Math.sqrt(of),
  abs: (of) => Math.abs(of),
  min: (first, second) => Math.min(first, second),
  max: (first, second) => Math.max(first, second),
};

/**
 * What a formula comes to for one run at each step that all of its metrics have, of several values at one step the last, in the order of the steps: a history
 * like any other, named `metric`, of at most `maxPoints` points. NaN and infinities are what arithmetic makes of them. `histories` are whole; undefined where
 * one of the metrics is not among them.
 */
export function formulaHistory(
  formula: Formula,
  histories: readonly MetricHistory[],
  metric: string,
  maxPoints: number,
): MetricHistory | undefined {
  const own = formula.metrics.map(({ key }) => histories.find((history) => history.metric === key));
  const [first] = own;
  if (first === undefined || !own.every((history) => history !== undefined)) return undefined;
  const { steps, timestamps, columns } = meetingOf(own);
  const values = formulaValues(formula, columns, steps.length);
  const kept = downsample(values, maxPoints);
  const at = (from: Float64Array) => Float64Array.from(kept, (index) => from[index] ?? Number.NaN);
  return { runId: first.runId, metric, steps: at(steps), timestamps: at(timestamps), values: at(values), total: values.length };
}

/** What a formula comes to in each place of its metrics' values, which are all of one `length`. */
export function formulaValues({ root }: Formula, columns: ReadonlyMap<string, Float64Array>, length: number): Float64Array {
  const all = valuesOf(root, columns);
  return typeof all === "number" ? new Float64Array(length).fill(all) : all;
}

function meetingOf(histories: readonly MetricHistory[]): Meeting {
  const all = histories.map(({ steps, timestamps, values }) => ({
    values: curveOf({ steps, timestamps, values }, "step"),
    times: curveOf({ steps, timestamps, values: timestamps }, "step").y,
    at: 0,
  }));
  const [first, ...others] = all;
  const shared: number[] = [];
  first?.values.x.forEach((step, index) => {
    const isShared = others.every((other) => {
      while ((other.values.x[other.at] ?? Number.NaN) < step) other.at++;
      return other.values.x[other.at] === step;
    });
    if (isShared) shared.push(index);
  });
  const steps = Float64Array.from(shared, (index) => first?.values.x[index] ?? Number.NaN);
  const timestamps = new Float64Array(steps.length).fill(Number.NEGATIVE_INFINITY);
  const columns = new Map<string, Float64Array>();
  all.forEach(({ values, times }, metric) => {
    const column = new Float64Array(steps.length);
    let at = 0;
    steps.forEach((step, index) => {
      while ((values.x[at] ?? Number.NaN) < step) at++;
      column[index] = values.y[at] ?? Number.NaN;
      timestamps[index] = Math.max(timestamps[index] ?? 0, times[at] ?? 0);
    });
    columns.set(histories[metric]?.metric ?? "", column);
  });
  return { steps, timestamps, columns };
}

function valuesOf(part: FormulaPart, columns: Meeting["columns"]): Values {
  switch (part.kind) {
    case "number":
      return part.value;
    case "metric":
      return columns.get(part.key) ?? Number.NaN;
    case "negative":
      return both(valuesOf(part.of, columns), 0, (of) => -of);
    case "operation":
      return both(valuesOf(part.left, columns), valuesOf(part.right, columns), operations[part.operator]);
    case "call": {
      const [first = Number.NaN, ...rest] = part.of.map((each) => valuesOf(each, columns));
      const call = calls[part.name];
      return rest.length === 0 ? both(first, 0, call) : rest.reduce((left, right) => both(left, right, call), first);
    }
  }
}

/** As IEEE 754 and NumPy have it, which people check it with: JavaScript's own has NaN for 1 to a power that is no number. */
function power(base: number, exponent: number): number {
  if (base === 1 || (base === -1 && Math.abs(exponent) === Number.POSITIVE_INFINITY)) return 1;
  return base ** exponent;
}

function both(left: Values, right: Values, of: (left: number, right: number) => number): Values {
  if (typeof left === "number") return typeof right === "number" ? of(left, right) : right.map((value) => of(left, value));
  return typeof right === "number"
    ? left.map((value) => of(value, right))
    : left.map((value, index) => of(value, right[index] ?? Number.NaN));
}

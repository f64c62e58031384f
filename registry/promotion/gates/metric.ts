import type { KeySpec } from "../../model/keySpec.ts";
import { metricDirection } from "../../model/metricDirection.ts";
import type { Knowledge } from "../../model/types.ts";
import { toWire } from "../../model/wireNumber.ts";
import type { Gate } from "../types.ts";
import type { VersionFacts } from "../versionFacts.ts";
import type { Condition, Finding, GateKind, GateOptions, GateSubject } from "./gateKind.ts";
import { metricWords } from "./metricWords.ts";
import { withoutIncumbent } from "./phrases.ts";

export interface MetricGate extends Gate {
  readonly kind: "metric";
  readonly metric: string;
  readonly min?: number;
  readonly max?: number;
  readonly notWorseThan?: "current";
  /** How much worse is still good, in the metric's own unit; default 0. */
  readonly tolerance: number;
  /** Stated direction; else guessed from the name (`metricDirection`). */
  readonly better?: "higher" | "lower";
}

interface MetricCondition extends Condition {
  readonly metric: string;
  readonly asks: "min" | "max" | "notWorseThan";
  readonly bound?: number;
  readonly tolerance?: number;
  readonly better?: "higher" | "lower";
}

const keys: readonly KeySpec[] = [
  {
    name: "metric",
    type: "text",
    doc: "Metric of the candidate's run. Say what is good enough with `min`, `max` or `notWorseThan`.",
    reference: "metric",
    presence: "required",
  },
  { name: "min", type: "number", doc: "The metric's value must be at least this.", presence: "usual" },
  { name: "max", type: "number", doc: "The metric's value must be at most this.", presence: "usual" },
  {
    name: "notWorseThan",
    type: "`current`",
    doc: "Compares with the version that is in the environment now.",
    values: ["current"],
    meanings: { current: "The version that is in the environment when the gate is checked." },
    presence: "usual",
  },
  { name: "tolerance", type: "number, at least 0", default: "0", doc: "How much worse is still good, in the metric's own unit." },
  {
    name: "better",
    type: "`higher` or `lower`",
    default: "guessed from the metric's name",
    doc: "Which direction is good.",
    values: ["higher", "lower"],
    meanings: { higher: "As for an accuracy.", lower: "As for a loss." },
  },
];

/** A lower bound says that higher is better, an upper one the opposite. */
const directionOf = { min: "higher", max: "lower", notWorseThan: undefined } as const;

/** A metric of the candidate's run against a bound, or against the incumbent's. */
export const metricGate: GateKind<MetricGate, MetricCondition> = {
  kind: "metric",
  keys,
  needs: ["run"],
  read,
  conditions,
  looksAtIncumbent: (condition) => condition.asks === "notWorseThan",
  metric({ metric, asks, better = directionOf[asks] }) {
    return { key: metric, ...(better ? { better } : {}) };
  },
  check: (condition, subject) => (condition.asks === "notWorseThan" ? checkNotWorse(condition, subject) : checkBound(condition, subject)),
  words: metricWords,
};

function read(options: GateOptions): MetricGate | undefined {
  const metric = options.text("metric");
  const min = options.number("min");
  const max = options.number("max");
  const notWorseThan = options.oneOf("notWorseThan", ["current"]);
  const better = options.oneOf("better", ["higher", "lower"]);
  const tolerance = options.number("tolerance") ?? 0;
  if (metric === undefined) return undefined;
  if (!["min", "max", "notWorseThan"].some((key) => options.has(key))) {
    options.asksNothing("metric", `Nothing is asked of \`${metric}\`. Add \`min\`, \`max\` or \`notWorseThan: current\`.`);
  }
  return {
    kind: "metric",
    metric,
    tolerance,
    ...(min !== undefined && { min }),
    ...(max !== undefined && { max }),
    ...(notWorseThan !== undefined && { notWorseThan }),
    ...(better !== undefined && { better }),
  };
}

function conditions(gate: MetricGate): MetricCondition[] {
  const { metric, min, max, better, tolerance } = gate;
  const one = (asks: MetricCondition["asks"], more: object): MetricCondition => ({
    ...{ id: `metric:${metric}:${asks}`, kind: "metric", metric, asks, ...more },
    ...(gate.line === undefined ? {} : { line: gate.line }),
  });
  return [
    ...(gate.notWorseThan ? [one("notWorseThan", { tolerance, ...(better ? { better } : {}) })] : []),
    ...(min === undefined ? [] : [one("min", { bound: min })]),
    ...(max === undefined ? [] : [one("max", { bound: max })]),
  ];
}

/** A metric of a version; `absent` also where there is no run that could have logged it. */
function metricOf(version: VersionFacts, metric: string): Knowledge<number> {
  const { run } = version;
  if (run.state !== "known") return run;
  const value = run.value.metrics.get(metric);
  return value === undefined ? { state: "absent" } : { state: "known", value };
}

/** What was not logged fails, what cannot be read is unknown. */
function missing(version: VersionFacts, value: Exclude<Knowledge<number>, { state: "known" }>): Finding {
  if (value.state === "unknown") return { state: "unknown", why: "unreadable", detail: value.why };
  return { state: "fail", why: version.run.state === "absent" ? "noRun" : "notLogged" };
}

function checkBound(condition: MetricCondition, subject: GateSubject): Finding {
  const { asks, metric, bound = Number.NaN } = condition;
  const value = metricOf(subject.candidate, metric);
  if (value.state !== "known") return { ...missing(subject.candidate, value), bound };
  const other = subject.incumbent ? metricOf(subject.incumbent, metric) : undefined;
  const good = asks === "min" ? value.value >= bound : value.value <= bound;
  return {
    state: good ? "pass" : "fail",
    observed: toWire(value.value),
    bound,
    ...(other?.state === "known" ? { incumbent: toWire(other.value) } : {}),
  };
}

function checkNotWorse(condition: MetricCondition, subject: GateSubject): Finding {
  const { metric, tolerance = 0 } = condition;
  const { candidate, incumbent } = subject;
  const value = metricOf(candidate, metric);
  if (value.state !== "known") return { ...missing(candidate, value), tolerance };
  const observed = { observed: toWire(value.value), tolerance };
  if (Number.isNaN(value.value)) return { ...observed, state: "fail" };
  if (incumbent === null) return { ...observed, ...withoutIncumbent(subject) };
  const current = metricOf(incumbent, metric);
  if (current.state === "unknown") return { ...observed, state: "unknown", why: "incumbentUnreadable", detail: current.why };
  if (current.state === "absent") return { ...observed, state: "unknown", why: "incumbentNotLogged" };
  const both = { ...observed, incumbent: toWire(current.value) };
  if (Number.isNaN(current.value)) return { ...both, state: "unknown" };
  const better = condition.better ?? metricDirection(metric);
  if (better === undefined) return { ...both, state: "unknown", why: "noDirection" };
  const worseBy = value.value === current.value ? 0 : (current.value - value.value) * (better === "higher" ? 1 : -1);
  return { ...both, better, state: worseBy <= tolerance + roundingOf(value.value, current.value) ? "pass" : "fail" };
}

/** 0.934 − 0.932 is a hair more than 0.002 in binary; such a hair does not fail a gate. */
function roundingOf(left: number, right: number): number {
  const size = Math.max(Math.abs(left), Math.abs(right));
  return Number.isFinite(size) ? size * 1e-12 : 0;
}

import { formatMetric, formatRow } from "../model/format.ts";
import { metricDirection } from "../model/metricDirection.ts";
import type { Knowledge } from "../model/types.ts";
import { toWire } from "../model/wireNumber.ts";
import { compareSignatures } from "./compatibility.ts";
import type { Condition } from "./conditions.ts";
import type { Signature } from "./signature.ts";
import type { EvidenceGate, GateResult, GateState } from "./types.ts";
import type { RunFacts, VersionFacts } from "./versionFacts.ts";

/** What gates are checked on. */
export interface GateSubject {
  /** The environment asked for, named in the texts. */
  readonly environment: string;
  readonly candidate: VersionFacts;
  /** Null: nothing in the environment yet, or it is gone. */
  readonly incumbent: VersionFacts | null;
  /** A version that the environment's alias names and that no longer exists. */
  readonly gone?: string;
}

/** Checks all conditions. Pure: the same facts give the same results. */
export function checkGates(conditions: readonly Condition[], subject: GateSubject): GateResult[] {
  return conditions.map((condition) => check(condition, subject));
}

const order: Readonly<Record<GateState, number>> = { fail: 0, unknown: 1, pass: 2 };

/** For sorting: failing gates, then unknown ones, then those that pass. */
export function worstFirst(left: { readonly state: GateState }, right: { readonly state: GateState }): number {
  return order[left.state] - order[right.state];
}

/** Fail is worse than unknown, unknown worse than pass; no gates at all pass. */
export function worstGate(gates: readonly { readonly state: GateState }[]): GateState {
  if (gates.some((gate) => gate.state === "fail")) return "fail";
  return gates.some((gate) => gate.state === "unknown") ? "unknown" : "pass";
}

/** `1 gate fails`, `2 gates unknown`, `pass`: the worst kind only. */
export function gateSummary(gates: readonly { readonly state: GateState }[]): string {
  const count = (state: GateState) => gates.filter((gate) => gate.state === state).length;
  const failed = count("fail");
  if (failed > 0) return failed === 1 ? "1 gate fails" : `${failed} gates fail`;
  const unknown = count("unknown");
  if (unknown > 0) return unknown === 1 ? "1 gate unknown" : `${unknown} gates unknown`;
  return "pass";
}

/** What an event keeps of the results. */
export function gateEvidence(gates: readonly GateResult[]): EvidenceGate[] {
  return gates.map(({ id, state, observed, incumbent, margin }) => ({ id, state, observed, incumbent, margin }));
}

function check(condition: Condition, subject: GateSubject): GateResult {
  const base = { id: condition.id, ...(condition.line === undefined ? {} : { line: condition.line }) };
  return { ...blank, ...base, ...checked(condition, subject) };
}

const blank = { observed: "", incumbent: "", margin: "", advice: "" };

type Finding = Pick<GateResult, "state" | "subject" | "rule"> & Partial<GateResult>;

function checked(condition: Condition, subject: GateSubject): Finding {
  switch (condition.kind) {
    case "min":
    case "max":
      return checkBound(condition, subject);
    case "notWorseThan":
      return checkNotWorse(condition, subject);
    case "signature":
      return checkSignature(condition.rule, subject);
    case "commit":
      return checkCommit(subject);
    case "tag":
      return checkTag(condition.tag, subject);
    case "other":
      return {
        state: "unknown",
        subject: condition.name,
        rule: "{}",
        advice: `This version of Slipway does not know the gate ${condition.name}. Check it by hand and say so in the comment, or update Slipway.`,
      };
  }
}

/** A metric of a version, or why it has none. */
function metricOf(version: VersionFacts, metric: string): Knowledge<number> {
  const { run } = version;
  if (run.state === "unknown") return run;
  if (run.state === "absent") return { state: "unknown", why: `v${version.version} was not made from a run` };
  const value = run.value.metrics.get(metric);
  return value === undefined ? { state: "absent" } : { state: "known", value };
}

function missingMetric(version: VersionFacts, metric: string, value: Knowledge<number>): Finding {
  const label = `v${version.version}`;
  const unread = value.state === "unknown";
  const advice = unread
    ? `${metric} of ${label} cannot be read: ${value.why}. Check again when it can, or say in the reason why it may go without.`
    : `The run of ${label} logged no ${metric}. Log it and check again, or say in the reason why it may go without.`;
  return { state: "unknown", subject: metric, rule: "{}", observed: unread ? "unknown" : "not logged", advice };
}

function checkBound(condition: Extract<Condition, { kind: "min" | "max" }>, subject: GateSubject): Finding {
  const { kind, metric, bound } = condition;
  const rule = `{} at ${kind === "min" ? "least" : "most"} ${numberText(bound)}`;
  const value = metricOf(subject.candidate, metric);
  if (value.state !== "known") return { ...missingMetric(subject.candidate, metric, value), rule };
  const other = subject.incumbent ? metricOf(subject.incumbent, metric) : undefined;
  const current = other?.state === "known" ? other.value : undefined;
  const row = formatRow([value.value, bound, current], 1);
  const good = kind === "min" ? value.value >= bound : value.value <= bound;
  const side = value.value > bound ? "above" : "below";
  return {
    state: good ? "pass" : "fail",
    subject: metric,
    rule,
    observed: row.values[0] ?? "",
    incumbent: row.values[2] ?? "",
    margin: value.value === bound ? "exactly" : marginText(side, row.deltas[0] ?? ""),
    advice: good ? "" : failedMetricAdvice(value.value, metric, subject),
    observedNumber: toWire(value.value),
    ...(current === undefined ? {} : { incumbentNumber: toWire(current) }),
  };
}

function failedMetricAdvice(value: number, metric: string, subject: GateSubject): string {
  const label = `v${subject.candidate.version}`;
  if (Number.isNaN(value))
    return `The run of ${label} logged NaN for ${metric}. Train again, or say in the reason why ${label} may go all the same.`;
  return `Promote a version with a better ${metric}, or say in the reason why ${label} may go all the same.`;
}

function checkNotWorse(condition: Extract<Condition, { kind: "notWorseThan" }>, subject: GateSubject): Finding {
  const { metric, tolerance } = condition;
  const { candidate, incumbent, environment } = subject;
  const by = tolerance > 0 ? ` by more than ${numberText(tolerance)}` : "";
  const rule = `{} not worse than ${environment}${by}`;
  const value = metricOf(candidate, metric);
  if (value.state !== "known") return { ...missingMetric(candidate, metric, value), rule };
  const observed = { subject: metric, rule, observed: formatMetric(value.value), observedNumber: toWire(value.value) };
  if (Number.isNaN(value.value)) return { ...observed, state: "fail", advice: failedMetricAdvice(value.value, metric, subject) };
  if (incumbent === null) return { ...observed, ...withoutIncumbent(subject) };
  const current = metricOf(incumbent, metric);
  if (current.state !== "known" || Number.isNaN(current.value)) return { ...observed, ...noComparison(metric, incumbent, current) };
  const better = condition.better ?? metricDirection(metric);
  const row = formatRow([value.value, current.value], 1);
  const known = { ...observed, observed: row.values[0] ?? "", incumbent: row.values[1] ?? "", incumbentNumber: toWire(current.value) };
  if (better === undefined) {
    return {
      ...known,
      state: "unknown",
      advice: `Is a higher or a lower ${metric} better? Say it at the gate in the policy: better: higher.`,
    };
  }
  const worseBy = value.value === current.value ? 0 : (current.value - value.value) * (better === "higher" ? 1 : -1);
  const good = worseBy <= tolerance + roundingOf(value.value, current.value);
  const margin = worseBy === 0 ? `same as ${environment}` : marginText(worseBy > 0 ? "worse by" : "better by", row.deltas[0] ?? "");
  return { ...known, state: good ? "pass" : "fail", margin, advice: good ? "" : failedMetricAdvice(value.value, metric, subject) };
}

function withoutIncumbent(subject: GateSubject): { state: GateState; margin: string; advice: string } {
  const { environment, gone } = subject;
  if (gone === undefined) return { state: "pass", margin: `nothing in ${environment} yet`, advice: "" };
  const advice = `v${gone} in ${environment} no longer exists, so there is nothing to compare with. Say in the reason why v${subject.candidate.version} may go.`;
  return { state: "unknown", margin: "", advice };
}

function noComparison(metric: string, incumbent: VersionFacts, value: Knowledge<number>): Partial<GateResult> & { state: "unknown" } {
  const label = `v${incumbent.version}`;
  if (value.state === "unknown") {
    return {
      state: "unknown",
      incumbent: "unknown",
      advice: `${metric} of ${label} cannot be read: ${value.why}. Say in the reason how the two compare.`,
    };
  }
  const what = value.state === "absent" ? `logged no ${metric}` : `logged NaN for ${metric}`;
  const shown = value.state === "absent" ? "not logged" : "NaN";
  return {
    state: "unknown",
    incumbent: shown,
    advice: `The run of ${label} ${what}, so there is nothing to compare with. Say in the reason how the two compare.`,
  };
}

/** 0.934 − 0.932 is a hair more than 0.002 in binary; such a hair does not fail a gate. */
function roundingOf(left: number, right: number): number {
  const size = Math.max(Math.abs(left), Math.abs(right));
  return Number.isFinite(size) ? size * 1e-12 : 0;
}

function marginText(words: string, delta: string): string {
  const size = delta.replace(/^[+−]/, "");
  const joined = words.endsWith("by") ? words : `${words} by`;
  return size === "" || size === "0" ? "" : `${joined} ${size}`;
}

function numberText(value: number): string {
  return String(value).replace("-", "−");
}

function checkSignature(rule: "required" | "compatible", subject: GateSubject): Finding {
  const { candidate, incumbent, environment } = subject;
  const head = { subject: "Signature", rule: `{} ${rule === "required" ? "required" : `compatible with ${environment}`}` };
  const label = `v${candidate.version}`;
  if (candidate.signature.state === "unknown") {
    return {
      ...head,
      state: "unknown",
      observed: "unknown",
      advice: `The signature of ${label} cannot be read: ${candidate.signature.why}.`,
    };
  }
  if (candidate.signature.state === "absent") {
    const advice = `${label} was logged without a signature. Log the model with one (signature= or input_example=), or give a reason.`;
    return { ...head, state: "fail", observed: "none", advice };
  }
  const { value: signature } = candidate.signature;
  const shown = { ...head, observed: inputsText(signature), incumbent: incumbent ? signatureText(incumbent.signature) : "" };
  const current = incumbent?.signature;
  if (current?.state === "known") return comparedSignature(rule, shown, signature, current.value, subject);
  if (rule === "required") return { ...shown, state: "pass" };
  if (incumbent === null) return { ...shown, ...withoutIncumbent(subject) };
  const why = current?.state === "unknown" ? `cannot be read: ${current.why}` : "is missing, so what its callers send is not known";
  return { ...shown, state: "unknown", advice: `The signature of v${incumbent.version} ${why}. Say in the reason why no caller breaks.` };
}

function comparedSignature(
  rule: "required" | "compatible",
  shown: Omit<Finding, "state">,
  candidate: Signature,
  incumbent: Signature,
  subject: GateSubject,
): Finding {
  const breaking = compareSignatures(candidate, incumbent).filter((change) => change.breaking);
  const margin = breaking.length > 0 ? `${breaking.length} breaking` : "";
  const [first] = breaking;
  if (rule === "required" || first === undefined) return { ...shown, subject: "Signature", state: "pass", margin };
  const rest = breaking.length > 1 ? `, and ${breaking.length - 1} more` : "";
  const advice = `Callers of v${subject.incumbent?.version} would break: ${first.name}, ${first.effect}${rest}. Change them first, or give a reason.`;
  return { ...shown, subject: "Signature", state: "fail", margin, advice };
}

function signatureText(signature: Knowledge<Signature>): string {
  if (signature.state === "known") return inputsText(signature.value);
  return signature.state === "absent" ? "none" : "unknown";
}

function inputsText(signature: Signature): string {
  return signature.inputs.length === 1 ? "1 input" : `${signature.inputs.length} inputs`;
}

function checkCommit(subject: GateSubject): Finding {
  const head = { subject: "Commit", rule: "{} clean" };
  const { candidate, incumbent } = subject;
  const label = `v${candidate.version}`;
  if (candidate.run.state === "unknown") {
    return { ...head, state: "unknown", observed: "unknown", advice: `The commit of ${label} cannot be read: ${candidate.run.why}.` };
  }
  const other = incumbent?.run.state === "known" ? shortCommit(incumbent.run.value) : "";
  const run = candidate.run.state === "known" ? candidate.run.value : undefined;
  if (run === undefined || run.commit === "") {
    const what = run ? `The run of ${label} logged no Git commit` : `${label} was not made from a run`;
    return { ...head, state: "fail", observed: "none", incumbent: other, advice: `${what}. Train from a Git checkout, or give a reason.` };
  }
  const shown = { ...head, observed: shortCommit(run), incumbent: other };
  if (run.dirty === true) {
    const advice = `The run of ${label} used code that was not committed. Commit and train again, or give a reason.`;
    return { ...shown, state: "fail", margin: "not all committed", advice };
  }
  return { ...shown, state: "pass", margin: run.dirty === false ? "all committed" : "" };
}

function shortCommit(run: RunFacts): string {
  return run.commit.slice(0, 7);
}

function checkTag(tag: string, subject: GateSubject): Finding {
  const value = subject.candidate.tags.get(tag);
  const label = `v${subject.candidate.version}`;
  return {
    state: value === undefined ? "fail" : "pass",
    subject: tag,
    rule: "Tag {} present",
    observed: tagText(value),
    incumbent: subject.incumbent ? tagText(subject.incumbent.tags.get(tag)) : "",
    advice: value === undefined ? `Set the tag on ${label} and check again, or say in the reason why ${label} may go without.` : "",
  };
}

function tagText(value: string | undefined): string {
  if (value === undefined) return "not set";
  if (value.trim() === "") return "empty";
  return value.length > 40 ? `${value.slice(0, 40)}…` : value;
}

import type { Condition, GateAction, GatedMetric, GateKind, GateSubject, GateWords, Need, Surroundings } from "./gates/gateKind.ts";
import { gateKinds } from "./gates/kinds.ts";
import { otherGate } from "./gates/other.ts";
import type { Gate, GateRecord, GateResult, GateState, Policy } from "./types.ts";

/** What the kinds of gates do together: conditions of a policy, their results, and the words for these. */

const kinds: ReadonlyMap<string, GateKind> = new Map(gateKinds.map((kind) => [kind.kind, kind]));

function kindOf(name: string): GateKind {
  return kinds.get(name) ?? otherGate;
}

/**
 * What must hold before a version of `model` enters `environment`: the policy's general conditions, then the model's own. A model's
 * condition with the same id takes the place of the general one (`min: 0.92` instead of `min: 0.9`).
 */
export function conditionsFor(policy: Policy, model: string, environment: string): Condition[] {
  const own = Object.hasOwn(policy.models, model) ? policy.models[model]?.gates : undefined;
  const merged = new Map<string, Condition>();
  for (const gate of [...gatesOf(policy.gates, environment), ...gatesOf(own ?? {}, environment)]) {
    for (const condition of conditionsOf(gate)) merged.set(condition.id, condition);
  }
  return [...merged.values()];
}

/** What one gate asks, check by check. */
export function conditionsOf(gate: Gate): Condition[] {
  return kindOf(gate.kind).conditions(gate);
}

function gatesOf(gates: Readonly<Record<string, readonly Gate[]>>, environment: string): readonly Gate[] {
  return (Object.hasOwn(gates, environment) ? gates[environment] : undefined) ?? [];
}

/** Checks all conditions. Pure: the same facts give the same results. */
export function checkGates(conditions: readonly Condition[], subject: GateSubject): GateResult[] {
  return conditions.map((condition) => ({
    id: condition.id,
    ...kindOf(condition.kind).check(condition, subject),
    ...(condition.line === undefined ? {} : { line: condition.line }),
  }));
}

/** What the conditions need to be read, of the candidate and of the incumbent. */
export function needsOf(conditions: readonly Condition[]): {
  readonly candidate: ReadonlySet<Need>;
  readonly incumbent: ReadonlySet<Need>;
} {
  const needs = (list: readonly Condition[]) => new Set(list.flatMap((condition) => kindOf(condition.kind).needs));
  return {
    candidate: needs(conditions),
    incumbent: needs(conditions.filter(looksAtIncumbent)),
  };
}

/** The run metrics that conditions are about, in their order; one may come twice. */
export function gatedMetrics(conditions: readonly Condition[]): GatedMetric[] {
  return conditions.flatMap((condition) => kindOf(condition.kind).metric?.(condition) ?? []);
}

/** Does the result of this gate depend on the version that is in the environment? */
export function looksAtIncumbent(condition: Condition): boolean {
  return kindOf(condition.kind).looksAtIncumbent(condition);
}

/** A result in words, of a check just made or of an old event. */
export function gateWords(record: GateRecord & Pick<GateResult, "detail">, around: Surroundings): GateWords {
  return kindOfRecord(record).words(record, around);
}

/** What a person can do about it beside giving a reason. */
export function gateAction(record: GateRecord): GateAction | undefined {
  return kindOfRecord(record).action?.(record);
}

/** An id begins with its kind: `metric:val_auc:min`, `commit`. */
function kindOfRecord({ id }: GateRecord): GateKind {
  return kindOf(id.split(":", 1)[0] ?? "");
}

/** What an event keeps of the results. */
export function gateRecords(gates: readonly GateResult[]): GateRecord[] {
  return gates.map(({ detail: _detail, line: _line, ...record }) => record);
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

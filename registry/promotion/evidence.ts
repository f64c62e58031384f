import { clipped } from "../model/clipped.ts";
import { asFields, type Fields, optionalNumber, optionalText, text, Unreadable } from "./fields.ts";
import type { PolicyOrigin } from "./policyOrigin.ts";
import type { Evidence, GateRecord, GateState, GateValue } from "./types.ts";

/** The evidence of an event as JSON, and back. */

const gateStates: ReadonlySet<string> = new Set<GateState>(["pass", "fail", "unknown"]);

/** In the order of the documentation; the values named in `dropped` are left out. */
export function wireEvidence(evidence: Evidence, dropped: readonly string[]): object {
  const { gates, incumbent, runId, commit, policy } = evidence;
  return { gates: gates.map((gate) => wireGate(gate, dropped)), incumbent, runId, commit, ...(policy ? { policy } : {}) };
}

function wireGate(gate: GateRecord, dropped: readonly string[]): object {
  const { id, state, observed, incumbent, bound, tolerance, better, asked, why, names } = gate;
  const all = { id, state, observed, incumbent, bound, tolerance, better, asked, why, names };
  return Object.fromEntries(Object.entries(all).filter(([key, value]) => value !== undefined && !dropped.includes(key)));
}

/** Throws `Unreadable`; `undefined` where there is none. */
export function readEvidence(value: unknown): Evidence | undefined {
  if (value === undefined) return undefined;
  const fields = asFields(value, "its evidence is not an object");
  const gates = fields["gates"];
  if (!Array.isArray(gates)) throw new Unreadable("its evidence lists no gates");
  const incumbent = fields["incumbent"] === null ? null : text(fields, "incumbent");
  const policy = readOrigin(fields["policy"]);
  return {
    // The first writers named no policy, and kept values as they were shown.
    gates: gates.map((gate) => readGate(gate, policy === undefined)),
    incumbent,
    runId: text(fields, "runId"),
    commit: text(fields, "commit"),
    ...(policy ? { policy } : {}),
  };
}

function readOrigin(value: unknown): PolicyOrigin | undefined {
  if (value === undefined) return undefined;
  const fields = asFields(value, "the policy of its evidence is not an object");
  return { hash: text(fields, "hash"), commit: text(fields, "commit") };
}

function readGate(value: unknown, shown: boolean): GateRecord {
  const fields = asFields(value, "a gate of its evidence is not an object");
  const state = text(fields, "state");
  if (!isGateState(state)) throw new Unreadable(`a gate of its evidence is “${clipped(state, 60)}”`);
  const id = text(fields, "id");
  const better = optionalText(fields, "better");
  const record = {
    observed: readValue(fields, "observed"),
    incumbent: readValue(fields, "incumbent"),
    bound: optionalNumber(fields, "bound"),
    tolerance: optionalNumber(fields, "tolerance"),
    better: better === "higher" || better === "lower" ? better : undefined,
    asked: optionalText(fields, "asked"),
    why: optionalText(fields, "why"),
    names: readNames(fields["names"]),
  };
  return { id, state, ...withoutUndefined(shown ? fromShown(id, record) : record) };
}

function isGateState(state: string): state is GateState {
  return gateStates.has(state);
}

function readValue(fields: Fields, name: string): GateValue | undefined {
  const value = Object.hasOwn(fields, name) ? fields[name] : undefined;
  return typeof value === "number" && Number.isFinite(value) ? value : optionalText(fields, name);
}

function readNames(value: unknown): readonly string[] | undefined {
  if (value === undefined) return undefined;
  if (!Array.isArray(value) || !value.every((name) => typeof name === "string")) throw new Unreadable("the names of a gate are not texts");
  return value;
}

type Values = Partial<Record<keyof GateRecord, unknown>> & {
  readonly observed?: GateValue | undefined;
  readonly incumbent?: GateValue | undefined;
};

/** Values that were kept as they were shown, as raw ones. */
function fromShown(id: string, record: Values): Values {
  const kind = id.split(":", 1)[0];
  const raw = (value: GateValue | undefined): GateValue | undefined => {
    if (typeof value !== "string" || value === "") return undefined;
    if (kind === "metric") return numberFrom(value);
    if (kind === "signature") return numberFrom(value.replace(/ inputs?$/, ""));
    if (value === "not set" || value === "none" || value === "unknown") return undefined;
    return value === "empty" ? "" : value;
  };
  return { ...record, observed: raw(record.observed), incumbent: raw(record.incumbent) };
}

/** `not logged` and the like are no number: the state says it. */
function numberFrom(shown: string): GateValue | undefined {
  const value = Number(shown.replaceAll("−", "-").replace("∞", "Infinity"));
  if (shown === "NaN") return "NaN";
  if (Number.isNaN(value)) return undefined;
  if (!Number.isFinite(value)) return value > 0 ? "Infinity" : "-Infinity";
  return value;
}

function withoutUndefined(record: Values): Partial<GateRecord> {
  return Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined));
}

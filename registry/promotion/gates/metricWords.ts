import { formatMetric, formatRow } from "../../model/format.ts";
import { fromWire, isWireNumber } from "../../model/wireNumber.ts";
import type { GateRecord, GateResult } from "../types.ts";
import type { GateWords, Surroundings } from "./gateKind.ts";
import { incumbentWords, label, noWords, numberText } from "./phrases.ts";

type Record = GateRecord & Pick<GateResult, "detail">;
type Asks = "min" | "max" | "notWorseThan";

/** The words of a metric gate's result. */
export function metricWords(record: Record, around: Surroundings): GateWords {
  const { metric, asks } = partsOf(record.id);
  const base = { ...noWords, subject: metric, rule: ruleText(asks, record, around.environment) };
  const observed = numberOf(record.observed);
  if (observed === undefined) return { ...base, ...missingWords(metric, record, around) };
  return { ...base, ...(asks === "notWorseThan" ? notWorseWords(record, observed, around) : boundWords(record, observed, around)) };
}

/** `metric:<name>:<asks>`; a name may hold colons itself. */
export function partsOf(id: string): { readonly metric: string; readonly asks: Asks } {
  const end = id.lastIndexOf(":");
  const asks = id.slice(end + 1);
  return { metric: id.slice("metric:".length, end), asks: asks === "min" || asks === "max" ? asks : "notWorseThan" };
}

function ruleText(asks: Asks, record: Record, environment: string): string {
  if (asks === "notWorseThan") {
    const by = (record.tolerance ?? 0) > 0 ? ` by more than ${numberText(record.tolerance ?? 0)}` : "";
    return `{} not worse than ${environment}${by}`;
  }
  const most = asks === "min" ? "least" : "most";
  return record.bound === undefined ? `{} at ${most} what the policy asked for` : `{} at ${most} ${numberText(record.bound)}`;
}

function numberOf(value: GateRecord["observed"]): number | undefined {
  return isWireNumber(value) ? fromWire(value) : undefined;
}

function missingWords(metric: string, { why, detail }: Record, around: Surroundings): Partial<GateWords> {
  const version = label(around.candidate);
  const reason = "say in the reason why it may go without";
  if (why === "unreadable") {
    const problem = `${metric} of ${version} cannot be read${detail ? `: ${detail}` : ""}.`;
    return { observed: "unknown", problem, remedy: "check again when it can", reason };
  }
  if (why === "noRun") {
    return { observed: "not logged", problem: `${version} was not made from a run.`, remedy: "register a version from a run", reason };
  }
  // An event that had no room for values keeps the state alone.
  if (why !== "notLogged") return {};
  return { observed: "not logged", problem: `The run of ${version} logged no ${metric}.`, remedy: "log it and check again", reason };
}

function failedWords(value: number, metric: string, around: Surroundings): Partial<GateWords> {
  const version = label(around.candidate);
  const reason = `say in the reason why ${version} may go all the same`;
  if (Number.isNaN(value)) return { problem: `The run of ${version} logged NaN for ${metric}.`, remedy: "train again", reason };
  return { remedy: `promote a version with a better ${metric}`, reason };
}

function boundWords(record: Record, observed: number, around: Surroundings): Partial<GateWords> {
  const { metric } = partsOf(record.id);
  const failed = record.state === "pass" ? {} : failedWords(observed, metric, around);
  if (record.bound === undefined) return { observed: formatMetric(observed), ...failed };
  const row = formatRow([observed, record.bound, numberOf(record.incumbent)], 1);
  const side = observed > record.bound ? "above" : "below";
  const margin = observed === record.bound ? "exactly" : marginText(`${side} by`, row.deltas[0] ?? "");
  return { observed: row.values[0] ?? "", incumbent: row.values[2] ?? "", margin, ...failed };
}

function notWorseWords(record: Record, observed: number, around: Surroundings): Partial<GateWords> {
  const { metric } = partsOf(record.id);
  const alone = { observed: formatMetric(observed) };
  if (Number.isNaN(observed)) return { ...alone, ...failedWords(observed, metric, around) };
  const incumbent = numberOf(record.incumbent);
  if (incumbent === undefined || Number.isNaN(incumbent)) return { ...alone, ...nothingToCompare(metric, record, around) };
  const row = formatRow([observed, incumbent], 1);
  const known = { observed: row.values[0] ?? "", incumbent: row.values[1] ?? "" };
  if (record.better === undefined) {
    const problem = `Is a higher or a lower ${metric} better?`;
    return record.why === "noDirection" ? { ...known, problem, remedy: "say it at the gate in the policy: better: higher" } : known;
  }
  const worse = (incumbent - observed) * (record.better === "higher" ? 1 : -1) > 0;
  const margin =
    observed === incumbent ? `same as ${around.environment}` : marginText(`${worse ? "worse" : "better"} by`, row.deltas[0] ?? "");
  return { ...known, margin, ...(record.state === "pass" ? {} : failedWords(observed, metric, around)) };
}

function nothingToCompare(metric: string, record: Record, around: Surroundings): Partial<GateWords> {
  const absent = incumbentWords(record.why, around);
  if (absent !== undefined) return absent;
  const version = label(around.incumbent);
  const reason = "say in the reason how the two compare";
  if (record.why === "incumbentUnreadable") {
    const problem = `${metric} of ${version} cannot be read${record.detail ? `: ${record.detail}` : ""}.`;
    return { incumbent: "unknown", problem, reason };
  }
  if (record.why === "incumbentNotLogged") {
    return { incumbent: "not logged", problem: `The run of ${version} logged no ${metric}, so there is nothing to compare with.`, reason };
  }
  if (record.incumbent === undefined) return {};
  return { incumbent: "NaN", problem: `The run of ${version} logged NaN for ${metric}, so there is nothing to compare with.`, reason };
}

function marginText(words: string, delta: string): string {
  const size = delta.replace(/^[+−]/, "");
  return size === "" || size === "0" ? "" : `${words} ${size}`;
}

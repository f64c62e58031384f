import type { CodeChange } from "#protocol/views/compare.ts";
import type { DifferenceGroup, DifferenceRow } from "#protocol/views/promotion.ts";
import { clipped } from "#registry/model/clipped.ts";
import { changeNote, percentNote, shortCount } from "#registry/model/compare/changeNote.ts";
import { formatRow } from "#registry/model/format.ts";
import { metricDirection } from "#registry/model/metricDirection.ts";
import { withUnit } from "#registry/model/metricUnit.ts";
import { naturalOrder } from "#registry/model/naturalOrder.ts";
import type { RunDataset } from "#registry/model/types.ts";
import { gatedMetrics } from "#registry/promotion/checkGates.ts";
import { compareSignatures, type SignatureChange } from "#registry/promotion/compatibility.ts";
import type { Condition } from "#registry/promotion/gates/gateKind.ts";
import type { RunFacts, VersionFacts } from "#registry/promotion/versionFacts.ts";

const none = "—";
/** A run may have 12,000 metrics; nobody reads more rows than this on a decision page. */
const mostRows = 300;
const longestCell = 120;

/** The groups under "Candidate against incumbent"; groups about which nothing is known are left out. */
export function differenceGroups(
  candidate: VersionFacts,
  incumbent: VersionFacts | null,
  conditions: readonly Condition[],
  code: CodeChange | undefined,
): DifferenceGroup[] {
  const groups = [
    metricGroup(runOf(candidate), runOf(incumbent), conditions),
    signatureGroup(candidate, incumbent),
    paramGroup(runOf(candidate), runOf(incumbent)),
    codeGroup(runOf(candidate), runOf(incumbent), code),
  ];
  return groups.filter((group) => group.rows.length + group.equal.length > 0);
}

function runOf(version: VersionFacts | null): RunFacts | undefined {
  return version?.run.state === "known" ? version.run.value : undefined;
}

function group(
  title: DifferenceGroup["title"],
  summary: string,
  rows: readonly DifferenceRow[],
  equal: readonly DifferenceRow[],
): DifferenceGroup {
  const cut = rows.length > mostRows || equal.length > mostRows;
  const note = cut ? `, at most ${mostRows} shown` : "";
  return { title, summary: `${summary}${note}`, rows: rows.slice(0, mostRows), equal: equal.slice(0, mostRows) };
}

function metricGroup(candidate: RunFacts | undefined, incumbent: RunFacts | undefined, conditions: readonly Condition[]): DifferenceGroup {
  const directions = new Map<string, "higher" | "lower" | undefined>();
  for (const { key, better } of gatedMetrics(conditions)) directions.set(key, better ?? directions.get(key));
  const gated = [...directions.keys()];
  const names = unionOf(candidate?.metrics, incumbent?.metrics);
  const ordered = [...gated.filter((name) => names.has(name)), ...[...names].filter((name) => !directions.has(name)).sort(naturalOrder)];
  const rows = ordered.map((name) => {
    const row = metricRow(name, candidate?.metrics.get(name), incumbent?.metrics.get(name), directions.get(name));
    return directions.has(name) ? { ...row, badge: "gate" as const } : row;
  });
  const isEqual = (_: DifferenceRow, i: number) =>
    Object.is(candidate?.metrics.get(ordered[i] ?? ""), incumbent?.metrics.get(ordered[i] ?? ""));
  const differ = rows.filter((row, i) => !isEqual(row, i));
  const equal = rows.filter(isEqual).map((row) => ({ ...row, change: "" }));
  const better = differ.filter((row) => row.verdict === "better").length;
  const worse = differ.filter((row) => row.verdict === "worse").length;
  const parts = [better > 0 ? `${better} better` : "", worse > 0 ? `${worse} worse` : ""].filter((part) => part !== "");
  return group("Metrics", parts.join(", ") || differSummary(differ.length, rows.length), differ, equal);
}

function metricRow(
  name: string,
  candidate: number | undefined,
  incumbent: number | undefined,
  stated: "higher" | "lower" | undefined,
): DifferenceRow {
  const row = formatRow([candidate, incumbent], 1);
  const delta = candidate === undefined || incumbent === undefined ? 0 : candidate - incumbent;
  const better = stated ?? metricDirection(name);
  const known = better !== undefined && delta !== 0 && !Number.isNaN(delta);
  const verdict = delta > 0 === (better === "higher") ? ("better" as const) : ("worse" as const);
  return {
    name: clipped(name, longestCell),
    candidate: withUnit(name, row.values[0] ?? "") || none,
    incumbent: withUnit(name, row.values[1] ?? "") || none,
    change: withUnit(name, row.deltas[0] ?? ""),
    ...(known ? { verdict } : {}),
    tooltip: [candidate, incumbent].map((value) => (value === undefined ? "not logged" : String(value))).join(" against "),
  };
}

function signatureGroup(candidate: VersionFacts, incumbent: VersionFacts | null): DifferenceGroup {
  if (candidate.signature.state !== "known" || incumbent?.signature.state !== "known") return group("Signature", "", [], []);
  const changes = compareSignatures(candidate.signature.value, incumbent.signature.value);
  const breaking = changes.filter((change) => change.breaking).length;
  const others = changes.length - breaking;
  const summary = [breaking > 0 ? `${breaking} breaking` : "", others > 0 ? `${others} other` : ""]
    .filter((part) => part !== "")
    .join(", ");
  return group("Signature", summary, changes.map(signatureRow), []);
}

function signatureRow(change: SignatureChange): DifferenceRow {
  return {
    name: clipped(change.name, longestCell),
    candidate: change.candidate ?? none,
    incumbent: change.incumbent ?? none,
    change: change.effect,
    ...(change.breaking ? { badge: "breaking" as const } : {}),
  };
}

function paramGroup(candidate: RunFacts | undefined, incumbent: RunFacts | undefined): DifferenceGroup {
  const names = [...unionOf(candidate?.params, incumbent?.params)].sort(naturalOrder);
  const isEqual = (name: string) => candidate?.params.get(name) === incumbent?.params.get(name);
  const rowOf = (name: string) => textRow(name, candidate?.params.get(name), incumbent?.params.get(name));
  const differ = names.filter((name) => !isEqual(name));
  return group("Params", differSummary(differ.length, names.length), differ.map(rowOf), names.filter(isEqual).map(rowOf));
}

function textRow(name: string, candidate: string | undefined, incumbent: string | undefined): DifferenceRow {
  const change = candidate === undefined || incumbent === undefined ? "" : changeNote(name, incumbent, candidate);
  const texts = [candidate, incumbent].map((value) => (value === undefined ? none : clipped(value, longestCell)));
  const full = [candidate, incumbent].map((value) => (value === undefined ? "not set" : value.slice(0, 6000))).join(" against ");
  return { name: clipped(name, longestCell), candidate: texts[0] ?? none, incumbent: texts[1] ?? none, change, tooltip: full };
}

function codeGroup(candidate: RunFacts | undefined, incumbent: RunFacts | undefined, code: CodeChange | undefined): DifferenceGroup {
  const rows: DifferenceRow[] = [];
  if (candidate?.commit || incumbent?.commit) {
    const [left, right] = [candidate?.commit ?? "", incumbent?.commit ?? ""];
    const tooltip = `${left || "none"} against ${right || "none"}`;
    rows.push({
      name: "Commit",
      candidate: left.slice(0, 7) || none,
      incumbent: right.slice(0, 7) || none,
      change: codeText(code),
      tooltip,
    });
  }
  rows.push(...pairedDatasets(candidate?.datasets ?? [], incumbent?.datasets ?? []).map(datasetRow));
  const differ = rows.filter((row) => row.candidate !== row.incumbent || row.change !== "");
  return group(
    "Code and data",
    differSummary(differ.length, rows.length),
    differ,
    rows.filter((row) => !differ.includes(row)),
  );
}

function codeText(code: CodeChange | undefined): string {
  if (code === undefined || code.state === "same") return "";
  if (code.state === "unknown") return code.why ?? "";
  const files = code.files === 1 ? "1 file" : `${code.files ?? 0} files`;
  return `${files}, +${code.added ?? 0} −${code.removed ?? 0}`;
}

type DatasetPair = readonly [candidate: RunDataset | undefined, incumbent: RunDataset | undefined];

/** Data sets of the same name belong together; of what is left (`transactions-2026-10`, `transactions-2026-09`) those of the same context. */
function pairedDatasets(candidate: readonly RunDataset[], incumbent: readonly RunDataset[]): DatasetPair[] {
  const left = new Set(incumbent);
  const take = (matches: (dataset: RunDataset) => boolean) => {
    const found = [...left].find(matches);
    if (found) left.delete(found);
    return found;
  };
  const named = candidate.map(
    (dataset) => [dataset, take((other) => other.name === dataset.name && other.context === dataset.context)] as const,
  );
  const paired = named.map(([dataset, same]) => [dataset, same ?? take((other) => other.context === dataset.context)] as const);
  return [...paired, ...[...left].map((dataset) => [undefined, dataset] as const)];
}

function datasetRow([candidate, incumbent]: DatasetPair): DifferenceRow {
  const rows = [incumbent?.rows, candidate?.rows].filter((count) => count !== undefined);
  const percent = rows.length === 2 ? percentNote(rows[0] ?? 0, rows[1] ?? 0) : "";
  const otherContent = candidate && incumbent && candidate.digest !== incumbent.digest && percent === "" ? "other content" : percent;
  const tooltip = [candidate, incumbent]
    .map((dataset) => (dataset ? `${clipped(dataset.name, longestCell)} ${dataset.digest}` : "not used"))
    .join(" against ");
  const name = `Data set: ${clipped((candidate ?? incumbent)?.name ?? "", longestCell)}`;
  return { name, candidate: datasetText(candidate), incumbent: datasetText(incumbent), change: otherContent, tooltip };
}

function datasetText(dataset: RunDataset | undefined): string {
  if (dataset === undefined) return none;
  return dataset.rows === undefined ? dataset.digest.slice(0, 8) : `${shortCount(dataset.rows)} rows`;
}

function differSummary(differ: number, all: number): string {
  return differ === 0 ? "all equal" : `${differ} of ${all} ${differ === 1 ? "differs" : "differ"}`;
}

function unionOf(left: ReadonlyMap<string, unknown> | undefined, right: ReadonlyMap<string, unknown> | undefined): Set<string> {
  return new Set([...(left?.keys() ?? []), ...(right?.keys() ?? [])]);
}

import type { CompareRun } from "#protocol/views/compare.ts";
import type { GroupCurve } from "#registry/model/compare/groupCurve.ts";
import { unitOf } from "#registry/model/metricUnit.ts";
import type { TextTable } from "#registry/model/tableText.ts";
import type { ArtifactRow } from "./artifactRows.ts";
import type { ChangeRow } from "./changes.ts";
import { choiceText, type MetricTableRow } from "./metricTable.ts";

/** What changed, as shown: the rows given, the runs given. */
export function changesAsTable(rows: readonly ChangeRow[], runs: readonly CompareRun[]): TextTable {
  const head = ["", "Name", ...runs.map((run) => run.name)];
  return [head, ...rows.map((row) => [row.group, row.name, ...row.cells.map((cell) => withNote(cell.text, cell.note))])];
}

/** The metrics with full values and, behind each, the difference to the baseline. */
export function metricsAsTable(rows: readonly MetricTableRow[], runs: readonly CompareRun[], baseline: string): TextTable {
  if (rows[0]?.groups) return groupsAsTable(rows, runs, baseline);
  const head = ["Metric", "Better", "Value", ...runs.flatMap((run) => (run.id === baseline ? [run.name] : [run.name, `Δ ${run.name}`]))];
  return [
    head,
    ...rows.map((row) => {
      const unit = unitOf(row.metric.key);
      const name = unit === "" ? row.metric.key : `${row.metric.key} (${unit})`;
      const values = runs.flatMap((run, index) => {
        const value = row.values[index];
        const text = value === undefined ? "" : String(value);
        return run.id === baseline ? [text] : [text, row.cells[index]?.delta ?? ""];
      });
      return [name, row.direction.better ?? "", choiceText(row.choice), ...values];
    }),
  ];
}

/** One line per metric and group: so many numbers beside each other nobody could read. */
function groupsAsTable(rows: readonly MetricTableRow[], groups: readonly CompareRun[], baseline: string): TextTable {
  return [
    ["Metric", "Value", "Group", "n", "Mean", "Δ", "Standard deviation", "Min", "Max", "p (Welch's t-test)"],
    ...rows.flatMap((row) =>
      groups.map(({ id, name }, index) => {
        const cell = row.groups?.[index];
        const spread = cell?.spread;
        const numbers = spread ? [spread.n, spread.mean] : [0, ""];
        const reach = spread ? [Number.isNaN(spread.std) ? "" : spread.std, spread.min, spread.max] : ["", "", ""];
        const delta = id === baseline ? "" : (row.cells[index]?.delta ?? "");
        return [row.metric.key, choiceText(row.choice), name, ...numbers, delta, ...reach, cell?.test?.p ?? ""].map(String);
      }),
    ),
  ];
}

/** Every point that the curves of groups show, one per line. */
export function groupCurvesAsTable(curves: readonly { metric: string; group: string; curve: GroupCurve }[], xName: string): TextTable {
  return [
    ["Metric", "Group", xName, "n", "Mean", "Standard deviation", "Min", "Max"],
    ...curves.flatMap(({ metric, group, curve: { x, n, mean, std, min, max } }) =>
      Array.from(x, (at, index) => [
        metric,
        group,
        String(at),
        ...[n, mean, std, min, max].map((values) => (Number.isNaN(values[index]) ? "" : String(values[index]))),
      ]),
    ),
  ];
}

/** Every point that the curves show, one per line. */
export function curvesAsTable(
  curves: readonly { metric: string; run: string; x: Float64Array; y: Float64Array }[],
  xName: string,
): TextTable {
  return [
    ["Metric", "Run", xName, "Value"],
    ...curves.flatMap((curve) => Array.from(curve.x, (x, index) => [curve.metric, curve.run, String(x), String(curve.y[index])])),
  ];
}

/** The paths with the sizes of the runs, and how each stands to the baseline's. */
export function artifactsAsTable(rows: readonly ArtifactRow[], names: readonly string[]): TextTable {
  const all = rows.flatMap((row) => [row, ...row.members]);
  return [["Path", ...names], ...all.map((row) => [row.name, ...row.cells.map((cell) => withNote(cell.text, cell.note))])];
}

function withNote(text: string, note: string): string {
  return note === "" ? text : `${text} (${note})`;
}

import type { CompareRun } from "#protocol/views/compare.ts";
import { visibleText } from "#registry/model/visibleText.ts";
import type { ChangeRow } from "./changes.ts";
import { type MetricTableRow, unitOf } from "./metricTable.ts";

/** A table as text: the first row is the head. */
export type TextTable = readonly (readonly string[])[];
export type CopyFormat = "Markdown" | "CSV";

/** What changed, as shown: the rows given, the runs given. */
export function changesAsTable(rows: readonly ChangeRow[], runs: readonly CompareRun[]): TextTable {
  const head = ["", "Name", ...runs.map((run) => run.name)];
  return [head, ...rows.map((row) => [row.group, row.name, ...row.cells.map((cell) => withNote(cell.text, cell.note))])];
}

/** The metrics with full values and, behind each, the difference to the baseline. */
export function metricsAsTable(rows: readonly MetricTableRow[], runs: readonly CompareRun[], baseline: string): TextTable {
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
      return [name, row.direction.better ?? "", row.choice, ...values];
    }),
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

export function tableText(table: TextTable, format: CopyFormat): string {
  return format === "CSV" ? csv(table) : markdown(table);
}

function withNote(text: string, note: string): string {
  return note === "" ? text : `${text} (${note})`;
}

/** For reading, so names from a registry are shown as on the page: nothing in them may end a cell, start markup or a link, or turn the text around. */
function markdown(table: TextTable): string {
  const escaped = table.map((row) => row.map((cell) => visibleText(cell.replace(/\r?\n|\r/g, " ")).replace(/[\\|`*_<>[\]]/g, "\\$&")));
  const [head = [], ...rows] = escaped;
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n").concat("\n");
}

/** RFC 4180. A cell that a spreadsheet would take for a formula gets a `'` in front, unless it is a number. */
function csv(table: TextTable): string {
  const cell = (text: string) => {
    const safe = /^[=+@\t\r-]/.test(text) && !Number.isFinite(Number(text)) ? `'${text}` : text;
    return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
  };
  return table
    .map((row) => row.map(cell).join(","))
    .join("\r\n")
    .concat("\r\n");
}

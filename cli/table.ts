import { clipped } from "#registry/model/clipped.ts";
import { visibleText } from "#registry/model/visibleText.ts";

/** A cell of a printed table: text, a number (right-aligned), or nothing. */
export type Cell = string | number | undefined;

export interface Table {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
}

/** Longest text shown in a cell of a text table, in characters; CSV and JSON hold all of it. */
const widest = 60;

/**
 * Aligned columns, two spaces apart; control characters and line breaks are shown as spaces, what turns the text around or can't be
 * seen as what it is.
 */
export function textTable({ columns, rows }: Table): string {
  const lines = [columns.map((column) => shortText(column.toUpperCase())), ...rows.map((row) => row.map(shortText))];
  const widths = columns.map((_, index) => Math.max(...lines.map((line) => (line[index] ?? "").length)));
  const numeric = columns.map((_, index) => rows.length > 0 && rows.every((row) => typeof row[index] !== "string"));
  const lay = (line: readonly string[]) =>
    line.map((text, index) => (numeric[index] ? text.padStart(widths[index] ?? 0) : text.padEnd(widths[index] ?? 0))).join("  ");
  return lines.map((line) => `${lay(line).trimEnd()}\n`).join("");
}

function shortText(cell: Cell): string {
  if (cell === undefined) return "";
  return clipped(visibleText(inOneLine(String(cell))), widest);
}

function inOneLine(text: string): string {
  return text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, " ");
}

/** RFC 4180, with `\n` as line end. */
export function csvTable({ columns, rows }: Table): string {
  const line = (cells: readonly Cell[]) => `${cells.map(csvCell).join(",")}\n`;
  return [columns, ...rows].map(line).join("");
}

function csvCell(cell: Cell): string {
  const text = cell === undefined ? "" : String(cell);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** A GitHub-flavoured table; cells are text, so what Markdown or HTML would make of them is escaped. */
export function markdownTable({ columns, rows }: Table): string {
  const numeric = columns.map((_, index) => rows.length > 0 && rows.every((row) => typeof row[index] !== "string"));
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |\n`;
  const rule = line(numeric.map((right) => (right ? "---:" : "---")));
  return line(columns.map(markdownCell)) + rule + rows.map((row) => line(row.map(markdownCell))).join("");
}

function markdownCell(cell: Cell): string {
  const text = cell === undefined ? "" : String(cell);
  return visibleText(text.replace(/[\p{Cc}\s]+/gu, " ")).replace(/[\\`*[\]<>|#&~]/g, "\\$&");
}

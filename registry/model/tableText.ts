import { visibleText } from "./visibleText.ts";

/** A table as text: the first row is the head. */
export type TextTable = readonly (readonly string[])[];
export type CopyFormat = "Markdown" | "CSV";

/** A table to paste elsewhere. */
export function tableText(table: TextTable, format: CopyFormat): string {
  return format === "CSV" ? csv(table) : markdown(table);
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

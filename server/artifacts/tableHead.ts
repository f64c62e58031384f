import type { TablePreview } from "#protocol/views/artifacts.ts";
import { clipped } from "#registry/model/clipped.ts";

export const mostRows = 50;
export const mostColumns = 40;
const mostInCell = 200;

/** The head of a table and its first rows, without what a page cannot show. */
export type TableHead = Pick<TablePreview, "head" | "rows" | "rowsLeft" | "columnsLeft">;

/** Of separated values (RFC 4180); undefined where the text is none. `isWhole` false: the last line may have been cut, and is left out. */
export function separatedHead(text: string, path: string, isWhole: boolean): TableHead | undefined {
  const lines = separated(text, delimiterOf(text, path));
  if (!isWhole) lines.pop();
  const [head, ...rows] = lines;
  if (head === undefined || head.every((cell) => cell === "")) return undefined;
  return headOf(head, rows);
}

/** Of the JSON that MLflow's `log_table` and pandas' `to_json(orient="split")` write. */
export function splitHead(json: unknown): TableHead | undefined {
  if (typeof json !== "object" || json === null) return undefined;
  const { columns, data } = json as Readonly<Record<string, unknown>>;
  if (!Array.isArray(columns) || !Array.isArray(data) || columns.length === 0) return undefined;
  if (!columns.every((column) => typeof column === "string") || !data.every(Array.isArray)) return undefined;
  const shown = (row: readonly unknown[]) =>
    row.slice(0, mostColumns).map((cell) => (typeof cell === "string" ? cell : JSON.stringify(cell)));
  const head = headOf(columns, data.slice(0, mostRows).map(shown));
  return { ...head, rowsLeft: Math.max(0, data.length - mostRows) };
}

/** As much of these as a page can show; the first row of cells is the head. */
export function headOf(head: readonly string[], rows: readonly (readonly string[])[]): TableHead {
  const cells = (row: readonly string[]) => row.slice(0, mostColumns).map((cell) => clipped(cell, mostInCell));
  return {
    head: cells(head),
    rows: rows.slice(0, mostRows).map(cells),
    rowsLeft: Math.max(0, rows.length - mostRows),
    columnsLeft: Math.max(0, head.length - mostColumns),
  };
}

/** Of the usual three, the one that the first line has most of. */
function delimiterOf(text: string, path: string): string {
  if (/\.tsv$/i.test(path)) return "\t";
  const end = text.indexOf("\n");
  const first = end < 0 ? text : text.slice(0, end);
  const count = (delimiter: string) => first.split(delimiter).length;
  return [",", ";", "\t"].reduce((most, one) => (count(one) > count(most) ? one : most));
}

/** Lines of cells. Inside of quotes everything is text, and two quotes are one; a line without anything is left out. */
export function separated(text: string, delimiter: string): string[][] {
  const lines: string[][] = [];
  let line: string[] = [];
  const end = () => {
    if (line.length > 1 || line[0] !== "") lines.push(line);
    line = [];
  };
  for (let at = 0; at <= text.length; ) {
    const [cell, next] = text[at] === '"' ? quoted(text, at, delimiter) : plain(text, at, delimiter);
    line.push(cell);
    if (text[next] === delimiter) at = next + 1;
    else {
      end();
      at = text.startsWith("\r\n", next) ? next + 2 : next + 1;
      if (at >= text.length) break;
    }
  }
  return lines;
}

function plain(text: string, from: number, delimiter: string): [cell: string, next: number] {
  let at = from;
  while (at < text.length && text[at] !== delimiter && text[at] !== "\n" && text[at] !== "\r") at++;
  return [text.slice(from, at), at];
}

/** What follows the closing quote up to the next delimiter belongs to the cell, as most readers have it. */
function quoted(text: string, from: number, delimiter: string): [cell: string, next: number] {
  let cell = "";
  for (let at = from + 1; ; ) {
    const close = text.indexOf('"', at);
    if (close < 0) return [cell + text.slice(at), text.length];
    cell += text.slice(at, close);
    if (text[close + 1] !== '"') {
      const [rest, next] = plain(text, close + 1, delimiter);
      return [cell + rest, next];
    }
    cell += '"';
    at = close + 2;
  }
}

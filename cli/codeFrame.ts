import type { Range } from "#server/formats/text.ts";

/** Characters of a line that are shown. */
const widest = 110;

/** Lines before the one that is meant. */
const before = 1;

/** The line that is meant with its number and what is meant underlined, after the line before it. Empty where there is no such line. */
export function codeFrame(text: string, { start, end }: Range): string {
  const lines = text.split(/\r\n|\r|\n/);
  if (lines[start.line] === undefined) return "";
  const digits = String(start.line + 1).length;
  // A long line is shown from shortly before its place.
  const from = start.character > widest - 20 ? start.character - 20 : 0;
  const shown = (line: string) =>
    `${from > 0 ? "…" : ""}${plain(line.slice(from, from + widest))}${line.length > from + widest ? "…" : ""}`;
  const first = Math.max(0, start.line - before);
  const frame = lines
    .slice(first, start.line + 1)
    .map((line, index) => `  ${String(first + index + 1).padStart(digits)} | ${shown(line)}`.trimEnd());
  const last = end.line > start.line ? (lines[start.line]?.length ?? 0) : end.character;
  const room = widest - (start.character - from);
  const length = Math.max(1, Math.min(last - start.character, room));
  const indent = " ".repeat(start.character - from + (from > 0 ? 1 : 0));
  return `${[...frame, `  ${" ".repeat(digits)} | ${indent}${"^".repeat(length)}`].join("\n")}\n`;
}

/** One column for each character: no tab, and nothing that a terminal would obey. */
function plain(line: string): string {
  return line.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu, " ");
}

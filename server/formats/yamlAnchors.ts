import { CST, Lexer } from "yaml";
import type { ConfigModel } from "./format.ts";
import type { FileSymbol, NamePlace } from "./symbols.ts";
import { lineEndOf, lineStartOf } from "./text.ts";
import { isBeyondLimits } from "./yamlTree.ts";

/** Lines of what an anchor names that hover shows. */
const MAX_LINES = 12;

/** `&name` and the `*name` that stand for the same value. A name that is given twice means the nearest one above. */
export function anchorsOf({ text, root, yamlProblems }: ConfigModel): FileSymbol[] {
  // What has no tree is no YAML: a `*` in a program is another thing.
  if (root === undefined || !/[&*]/.test(text) || yamlProblems.some(isBeyondLimits)) return [];
  const found: { readonly name: string; readonly definition: NamePlace; readonly references: NamePlace[] }[] = [];
  const latest = new Map<string, NamePlace[]>();
  for (const { kind, name, start } of marksOf(text)) {
    const place = { start, end: start + name.length, inText: true };
    if (kind === "alias") latest.get(name)?.push(place);
    else {
      const references: NamePlace[] = [];
      found.push({ name, definition: place, references });
      latest.set(name, references);
    }
  }
  return found.map(({ name, definition, references }) => ({
    ...{ kind: "anchor" as const, name, definition, references },
    whole: { start: definition.start - 1, end: lineEndOf(text, definition.start) },
    doc: `\`\`\`yaml\n${shownLines(text, definition.start)}\n\`\`\``,
    // PyYAML 6.0.4 takes no other characters (`scan_anchor`).
    refuses: (other: string) => (/^[0-9A-Za-z_-]+$/.test(other) ? undefined : "An anchor has letters, digits, `_` and `-` only."),
  }));
}

function* marksOf(text: string): Iterable<{ readonly kind: "anchor" | "alias"; readonly name: string; readonly start: number }> {
  let at = 0;
  for (const token of new Lexer().lex(text)) {
    const kind = CST.tokenType(token);
    // Marks of the lexer's own have no place in the text.
    if (kind === "doc-mode" || kind === "flow-error-end" || (kind === "scalar" && token === CST.SCALAR)) continue;
    if (kind === "anchor" || kind === "alias") yield { kind, name: token.slice(1), start: at + 1 };
    at += token.length;
  }
}

function linesFrom(text: string, start: number, count: number): string[] {
  const lines: string[] = [];
  for (let at = start; lines.length < count && at <= text.length; ) {
    lines.push(text.slice(at, lineEndOf(text, at)));
    const end = text.indexOf("\n", at);
    at = end < 0 ? text.length + 1 : end + 1;
  }
  return lines;
}

/** The line of an anchor and what is indented below it. */
function shownLines(text: string, offset: number): string {
  const lines = linesFrom(text, lineStartOf(text, offset), MAX_LINES + 1);
  const indentOf = (line: string): number => line.length - line.trimStart().length;
  const indent = indentOf(lines[0] ?? "");
  const end = lines.findIndex((line, index) => index > 0 && line.trim() !== "" && indentOf(line) <= indent);
  const shown = lines.slice(0, end < 0 ? lines.length : end);
  const cut = shown.length > MAX_LINES ? [...shown.slice(0, MAX_LINES), "…"] : shown;
  return cut
    .map((line) => line.slice(Math.min(indent, indentOf(line))))
    .join("\n")
    .trimEnd()
    .replaceAll("```", "'''");
}

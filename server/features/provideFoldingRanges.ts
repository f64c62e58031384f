import { type FoldingRange, FoldingRangeKind } from "vscode-languageserver";
import type { ConfigModel } from "../formats/format.ts";
import { Lines } from "../formats/text.ts";
import type { YamlNode } from "../formats/yamlTree.ts";

/** More help nobody, and an editor takes no more (VS Code: 5,000). */
const mostRanges = 5000;

/** What can be folded: everything that has more than a line under its first, and comments of several lines. */
export function provideFoldingRanges({ root, text }: ConfigModel): FoldingRange[] {
  const lines = new Lines(text);
  const ranges = new Map<number, FoldingRange>();
  const add = (start: number, end: number): void => {
    const startLine = lines.position(start).line;
    const endLine = lines.position(start + text.slice(start, end).trimEnd().length).line;
    // What begins on one line is one fold: the outermost.
    if (endLine > startLine && !ranges.has(startLine)) ranges.set(startLine, { startLine, endLine });
  };
  const visit = (node: YamlNode): void => {
    if (ranges.size >= mostRanges || node.kind === "scalar") return;
    if (node.kind === "list") {
      for (const item of node.items) if (item.start >= node.start) visitPart(item.start, item);
      return;
    }
    // What an alias stands for is folded where it is written.
    for (const { key, value, merged } of node.entries) if (!merged && key.start >= node.start) visitPart(key.start, value);
  };
  const visitPart = (start: number, node: YamlNode): void => {
    if (node.end < start) return;
    add(start, node.end);
    visit(node);
  };
  if (root !== undefined) visit(root);
  return [...ranges.values(), ...comments(lines)].slice(0, mostRanges);
}

function comments(lines: Lines): FoldingRange[] {
  const found: FoldingRange[] = [];
  for (let line = 0; line < lines.count; line++) {
    const startLine = line;
    while (line < lines.count && /^[ \t]*#/.test(lines.line(line))) line++;
    if (line - startLine > 1) found.push({ startLine, endLine: line - 1, kind: FoldingRangeKind.Comment });
  }
  return found;
}

import { type CodeAction, CodeActionKind, type Range as LspRange } from "vscode-languageserver";
import type { ConfigDocument } from "../formats/format.ts";
import { placeAt } from "../formats/keySpec.ts";
import { Lines, type Position, type Range } from "../formats/text.ts";
import type { Problem } from "../rules/check.ts";
import { toDiagnostic } from "./provideDiagnostics.ts";

/** Fixes of the problems in a range, and for each rule a way to silence it here. */
export function provideCodeActions(document: ConfigDocument, range: LspRange, problems: readonly Problem[]): CodeAction[] {
  const lines = new Lines(document.model.text);
  const { uri } = document;
  const here = problems.filter((problem) => touches(problem.range, range));
  const fixes = here.flatMap((problem) =>
    problem.fixes.map(
      (fix): CodeAction => ({
        title: fix.title,
        kind: CodeActionKind.QuickFix,
        diagnostics: [toDiagnostic(problem)],
        isPreferred: fix.preferred === true,
        edit: { changes: { [uri]: fix.edits.map((edit) => ({ range: lines.range(edit), newText: edit.text })) } },
      }),
    ),
  );
  return [...fixes, ...here.filter((problem) => problem.code !== "not-checked").map((problem) => silence(document, lines, problem))];
}

/** A comment on the line above; at the head of the file where a comment above would become part of a text of several lines. */
function silence(document: ConfigDocument, lines: Lines, problem: Problem): CodeAction {
  const { line } = problem.range.start;
  const insideText = startsAbove(document, lines, problem.range.start);
  const indent = /^[ \t]*/.exec(lines.line(line))?.[0] ?? "";
  const at = { line: insideText ? 0 : line, character: 0 };
  const comment = insideText ? `# slipway-ignore-file ${problem.code}\n` : `${indent}# slipway-ignore ${problem.code}\n`;
  return {
    title: insideText ? `Silence ${problem.code} in this file` : `Silence ${problem.code} here`,
    kind: CodeActionKind.QuickFix,
    diagnostics: [toDiagnostic(problem)],
    edit: { changes: { [document.uri]: [{ range: { start: at, end: at }, newText: comment }] } },
  };
}

/** Is the position in a scalar that began on an earlier line? */
function startsAbove({ format, model }: ConfigDocument, lines: Lines, position: Position): boolean {
  if (model.root === undefined) return false;
  const { node } = placeAt(model.root, format.spec, lines.offset(position));
  return node.kind === "scalar" && lines.position(node.start).line < position.line;
}

function touches(problem: Range, range: LspRange): boolean {
  return !isBefore(problem.end, range.start) && !isBefore(range.end, problem.start);
}

function isBefore(left: { line: number; character: number }, right: { line: number; character: number }): boolean {
  return left.line < right.line || (left.line === right.line && left.character < right.character);
}

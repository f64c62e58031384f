import {
  type CodeAction,
  type CodeActionContext,
  CodeActionKind,
  type Range as LspRange,
  type TextEdit,
  type WorkspaceEdit,
} from "vscode-languageserver";
import type { ConfigDocument } from "../formats/format.ts";
import { placeAt } from "../formats/keySpec.ts";
import { namedPath } from "../formats/namedPath.ts";
import { Lines, type Position, type Range } from "../formats/text.ts";
import type { Problem } from "../rules/check.ts";
import type { Fix, OtherFile } from "../rules/rule.ts";
import type { Workspace } from "../workspace/workspace.ts";
import { pathFixes } from "./pathFixes.ts";
import { toDiagnostic } from "./provideDiagnostics.ts";

/** Every fix of a file at once, for an editor that asks for it when a file is saved. */
export const fixAllKind = `${CodeActionKind.SourceFixAll}.slipway`;

export interface CodeActionQuestion {
  readonly range: LspRange;
  /** Kinds that are asked for; absent: all. */
  readonly only?: CodeActionContext["only"];
  /** The editor can make files. */
  readonly canCreate: boolean;
}

/** Fixes of the problems in a range, of all of a kind, and for each rule a way to silence it here. */
export async function provideCodeActions(
  document: ConfigDocument,
  { range, only, canCreate }: CodeActionQuestion,
  problems: readonly Problem[],
  workspace: Workspace,
): Promise<CodeAction[]> {
  const lines = new Lines(document.model.text);
  const asks = (kind: string): boolean => only?.some((each) => kind === each || kind.startsWith(`${each}.`)) === true;
  // Nobody who looks at one problem asks for this.
  const everything = asks(fixAllKind) ? fixAll(document, lines, problems) : [];
  if (only !== undefined && !asks(CodeActionKind.QuickFix)) return everything;
  const here = problems.filter((problem) => touches(problem.range, range));
  const fixes = here.flatMap((problem) =>
    problem.fixes.flatMap((fix): CodeAction[] => {
      const edit = fix.inFile
        ? editOfOther(fix, fix.inFile, document.uri, canCreate)
        : { changes: { [document.uri]: editsOf(fix, lines) } };
      const diagnostics = [toDiagnostic(problem)];
      return edit ? [{ title: fix.title, kind: CodeActionKind.QuickFix, diagnostics, isPreferred: fix.preferred === true, edit }] : [];
    }),
  );
  const titles = new Set(fixes.map(({ title }) => title));
  const paths = (await Promise.all(here.map((problem) => pathActions(document, problem, lines, workspace, canCreate)))).flat();
  return [
    ...fixes,
    ...paths.filter(({ title }) => !titles.has(title)),
    ...[...new Set(here.map(({ code }) => code))].flatMap((code) => allOfKind(document, lines, code, problems)),
    ...here.filter((problem) => problem.code !== "not-checked").flatMap((problem) => silence(document, lines, problem) ?? []),
    ...everything,
  ];
}

/** For a problem with a path that the file names, where there is nothing. */
async function pathActions(
  document: ConfigDocument,
  problem: Problem,
  lines: Lines,
  workspace: Workspace,
  canCreate: boolean,
): Promise<CodeAction[]> {
  const [start, end] = [lines.offset(problem.range.start), lines.offset(problem.range.end)];
  const named = document.format.paths?.(document.model).find((each) => each.start < end && start < each.end);
  if (named === undefined) return [];
  const actions = await pathFixes(document, named, lines, workspace, canCreate);
  return actions.map((action) => ({ ...action, diagnostics: [toDiagnostic(problem)] }));
}

/** Undefined where the file would have to be made, and cannot be. */
function editOfOther(fix: Fix, { path, text }: OtherFile, from: string, canCreate: boolean): WorkspaceEdit | undefined {
  const uri = namedPath(path, from);
  if (uri === undefined || (text === undefined && !canCreate)) return undefined;
  const edits = editsOf(fix, new Lines(text ?? ""));
  if (text !== undefined) return { changes: { [uri]: edits } };
  const creation = { kind: "create", uri, options: { ignoreIfExists: true } } as const;
  return { documentChanges: [creation, { textDocument: { uri, version: null }, edits }] };
}

/** One press for several problems of one rule. */
function allOfKind({ uri }: ConfigDocument, lines: Lines, code: string, problems: readonly Problem[]): CodeAction[] {
  const alike = problems.filter((problem) => problem.code === code);
  const { edits, count } = together(alike, lines);
  if (count < 2) return [];
  return [
    {
      title: `Fix all ${count} ${code} problems`,
      kind: CodeActionKind.QuickFix,
      diagnostics: alike.map(toDiagnostic),
      edit: { changes: { [uri]: edits } },
    },
  ];
}

function fixAll({ uri }: ConfigDocument, lines: Lines, problems: readonly Problem[]): CodeAction[] {
  const { edits, count } = together(problems, lines);
  return count === 0 ? [] : [{ title: "Fix all Slipway problems", kind: fixAllKind, edit: { changes: { [uri]: edits } } }];
}

/** The preferred fixes of several problems that do not touch each other. */
function together(problems: readonly Problem[], lines: Lines): { readonly edits: TextEdit[]; readonly count: number } {
  const taken: Fix[] = [];
  for (const { fixes } of problems) {
    const fix = fixes.find(({ preferred }) => preferred);
    const isFree = fix?.edits.every((edit) =>
      taken.every((each) => each.edits.every(({ start, end }) => edit.end < start || edit.start > end)),
    );
    if (fix !== undefined && isFree) taken.push(fix);
  }
  return { edits: taken.flatMap((fix) => editsOf(fix, lines)), count: taken.length };
}

function editsOf({ edits }: Fix, lines: Lines): TextEdit[] {
  return edits.map((edit) => ({ range: lines.range(edit), newText: edit.text }));
}

/**
 * A comment on the line above; at the head of the file where a comment above would become part of a text of several lines, at the end of the
 * line where the one above goes on in it (`\\`, in Python). Undefined: there is no place for one.
 */
function silence(document: ConfigDocument, lines: Lines, problem: Problem): CodeAction | undefined {
  const { line } = problem.range.start;
  const insideText = startsAbove(document, lines, problem.range.start);
  const goesOn = (each: number): boolean => each >= 0 && lines.line(each).endsWith("\\");
  const isContinued = !insideText && goesOn(line - 1);
  if (isContinued && goesOn(line)) return undefined;
  const indent = /^[ \t]*/.exec(lines.line(line))?.[0] ?? "";
  const at = isContinued ? { line, character: lines.line(line).length } : { line: insideText ? 0 : line, character: 0 };
  const above = insideText ? `# slipway-ignore-file ${problem.code}\n` : `${indent}# slipway-ignore ${problem.code}\n`;
  const comment = isContinued ? `  # slipway-ignore ${problem.code}` : above;
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

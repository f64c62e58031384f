import * as vscode from "vscode";
import { type NamedRun, runAt, runsInLine } from "#client/core/runAtCursor.ts";

interface RunLink extends vscode.TerminalLink {
  readonly id: string;
}

/** Runs that a terminal shows, as links: a training script prints its run's id. */
export function registerTerminalRunLinks(tooltip: string, open: (id: string) => unknown): vscode.Disposable {
  const provider: vscode.TerminalLinkProvider<RunLink> = {
    provideTerminalLinks: ({ line }) => runsInLine(line).map((run) => linkOf(run, tooltip)),
    handleTerminalLink: ({ id }) => void open(id),
  };
  return vscode.window.registerTerminalLinkProvider(provider);
}

function linkOf({ id, start, end }: NamedRun, tooltip: string): RunLink {
  return { id, startIndex: start, length: end - start, tooltip };
}

/** The run that is named under the cursor of the editor that has the focus, a notebook's cell too; absent where none is. */
export function runUnderCursor(): string | undefined {
  const editor = vscode.window.activeTextEditor;
  if (editor === undefined) return undefined;
  const { line, character } = editor.selection.active;
  return runAt(editor.document.lineAt(line).text, character);
}

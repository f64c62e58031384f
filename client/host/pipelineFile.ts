import * as vscode from "vscode";
import { isPipelineFile } from "#client/core/fileToOpen.ts";

/** The `dvc.yaml` or `.dvc` file that the person works in, if it is one. */
export function pipelineInEditor(): { readonly uri: string } | undefined {
  const uri = vscode.window.activeTextEditor?.document.uri;
  return uri !== undefined && isPipelineFile(uri.path) ? { uri: uri.toString() } : undefined;
}

/**
 * Shows a zero-based line of a file, in the column after the page's where there is no editor of it yet. `column`: the page's; "beside" would be beside
 * what is active, and a press on a page may be heard before or after it makes the page so.
 */
export async function openLine(uri: string, line: number, takesFocus: boolean, column: number | undefined): Promise<void> {
  const file = vscode.Uri.parse(uri, true);
  const shown = vscode.window.visibleTextEditors.find(({ document }) => document.uri.toString() === file.toString());
  const viewColumn = shown?.viewColumn ?? (column === undefined ? vscode.ViewColumn.Beside : column + 1);
  await vscode.window.showTextDocument(file, { viewColumn, preserveFocus: !takesFocus, selection: new vscode.Range(line, 0, line, 0) });
}

/** What a graph rests on may be another: a text was typed in or saved, or a tool wrote its lock. */
export function onPipelineTouched(touched: () => void): vscode.Disposable {
  const watcher = vscode.workspace.createFileSystemWatcher("**/{dvc.lock,dvc.yaml,*.dvc}");
  return vscode.Disposable.from(
    watcher,
    watcher.onDidChange(touched),
    watcher.onDidCreate(touched),
    watcher.onDidDelete(touched),
    vscode.workspace.onDidSaveTextDocument(touched),
    vscode.workspace.onDidChangeTextDocument(({ document }) => {
      if (/\.(?:ya?ml|json|toml|py|lock|dvc)$/.test(document.uri.path)) touched();
    }),
  );
}

/** Tells the file and the zero-based line in which the cursor stands. */
export function onCursorMoved(moved: (uri: string, line: number) => void): vscode.Disposable {
  return vscode.window.onDidChangeTextEditorSelection(({ textEditor, selections }) => {
    if (selections[0] !== undefined) moved(textEditor.document.uri.toString(), selections[0].active.line);
  });
}

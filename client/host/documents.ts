import * as vscode from "vscode";
import { documentSelector } from "#protocol/languageContributions.ts";

/** Calls `opened` when a file that Slipway checks is open or is opened. */
export function onCheckedDocument(opened: () => void): vscode.Disposable {
  const check = (document: vscode.TextDocument): void => {
    if (vscode.languages.match(documentSelector, document) > 0) opened();
  };
  vscode.workspace.textDocuments.forEach(check);
  return vscode.workspace.onDidOpenTextDocument(check);
}

/** Calls `saved` when a file of any kind was saved. */
export function onSaved(saved: () => void): vscode.Disposable {
  return vscode.workspace.onDidSaveTextDocument(saved);
}

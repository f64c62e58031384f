import * as vscode from "vscode";

export function isTestHost(context: vscode.ExtensionContext): boolean {
  return context.extensionMode === vscode.ExtensionMode.Test;
}

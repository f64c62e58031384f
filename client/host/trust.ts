import * as vscode from "vscode";

export function isTrusted(): boolean {
  return vscode.workspace.isTrusted;
}

/** Trust can be given while the window is open, and is never taken back in it. */
export function onTrusted(listener: () => void): vscode.Disposable {
  return vscode.workspace.onDidGrantWorkspaceTrust(listener);
}

/** Shows VS Code's own page about trust. */
export async function manageTrust(): Promise<void> {
  await vscode.commands.executeCommand("workbench.trust.manage");
}

import * as vscode from "vscode";

/** The scheme of this editor's addresses (`vscode`, `vscode-insiders`): what opens them opens this editor. */
export function editorScheme(): string {
  return vscode.env.uriScheme;
}

/** Calls back with an address of ours that was opened outside of the editor. Anybody may have made it. */
export function onAddressOpened(callback: (path: string, query: string) => unknown): vscode.Disposable {
  return vscode.window.registerUriHandler({ handleUri: ({ path, query }) => void callback(path, query) });
}

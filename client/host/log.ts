import * as vscode from "vscode";

/** One log for the window: the client's lines and what the server sends. */
export function createLog(): vscode.LogOutputChannel {
  return vscode.window.createOutputChannel("Slipway", { log: true });
}

import * as vscode from "vscode";
import { withoutSecrets } from "#client/core/withoutSecrets.ts";

/** One log for the window: the client's lines and what the server sends. */
export function createLog(): vscode.LogOutputChannel {
  return vscode.window.createOutputChannel("Slipway", { log: true });
}

/** The log as the language client traces into it: its messages carry credentials. */
export function traceLog(log: vscode.LogOutputChannel): vscode.LogOutputChannel {
  return Object.create(log, { trace: { value: (message: string) => log.trace(withoutSecrets(message)) } });
}

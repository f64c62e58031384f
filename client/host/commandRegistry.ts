import * as vscode from "vscode";
import { showError } from "./dialogs.ts";

/** Registers a command; a handler that throws is told to the person and the log, never lost. */
export function registerCommand(
  id: string,
  handler: (args: readonly unknown[]) => unknown,
  log: vscode.LogOutputChannel,
): vscode.Disposable {
  return vscode.commands.registerCommand(id, async (...args: unknown[]) => {
    try {
      await handler(args);
    } catch (error) {
      log.error(`${id}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
      showError(error instanceof Error ? error.message : String(error));
    }
  });
}

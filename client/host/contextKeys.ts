import * as vscode from "vscode";
import type { ContextKeys } from "#protocol/viewIds.ts";

/** Sets what `when` clauses in menus and welcome views ask for. */
export function setContextKey<K extends keyof ContextKeys>(key: K, value: ContextKeys[K]): void {
  void vscode.commands.executeCommand("setContext", key, value);
}

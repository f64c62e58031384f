import * as vscode from "vscode";
import { visibleLines } from "#registry/model/visibleText.ts";

/** What a status bar item says; absent: it is hidden. */
export interface StatusText {
  readonly text: string;
  readonly tooltip: string;
  readonly accessibleLabel: string;
  readonly warning?: boolean;
}

/** An item that is there only while it has something to say. */
export class StatusItem implements vscode.Disposable {
  readonly #item: vscode.StatusBarItem;

  constructor(id: string, name: string, command: string, priority: number) {
    this.#item = vscode.window.createStatusBarItem(id, vscode.StatusBarAlignment.Left, priority);
    this.#item.name = name;
    this.#item.command = command;
  }

  show(status: StatusText | undefined): void {
    if (status === undefined) {
      this.#item.hide();
      return;
    }
    this.#item.text = status.text;
    this.#item.tooltip = visibleLines(status.tooltip);
    this.#item.accessibilityInformation = { label: status.accessibleLabel };
    this.#item.backgroundColor = status.warning ? new vscode.ThemeColor("statusBarItem.warningBackground") : undefined;
    this.#item.show();
  }

  dispose(): void {
    this.#item.dispose();
  }
}

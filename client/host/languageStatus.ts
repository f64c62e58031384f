import * as vscode from "vscode";
import { plainText } from "#client/core/plainText.ts";

/** The name of each format as its status item says it. */
const formats = [
  { language: "mlproject", name: "MLproject" },
  { language: "slipway-policy", name: "slipway.yaml" },
];

/** What the language status of a file says: its format, the registry that it is checked with, and what is paused. */
export class LanguageStatus implements vscode.Disposable {
  readonly #items = formats.map(({ language, name }) => {
    const item = vscode.languages.createLanguageStatusItem(`slipway.${language}`, { language });
    item.name = "Slipway";
    item.text = name;
    item.command = { command: "slipway.switchRegistry", title: vscode.l10n.t("Switch Registry…") };
    return item;
  });

  show(detail: string, warning: boolean): void {
    for (const item of this.#items) {
      item.detail = plainText(detail);
      item.severity = warning ? vscode.LanguageStatusSeverity.Warning : vscode.LanguageStatusSeverity.Information;
    }
  }

  dispose(): void {
    for (const item of this.#items) item.dispose();
  }
}

import * as vscode from "vscode";
import { pictureName } from "#client/core/pictureName.ts";
import type { SavedPicture } from "#protocol/views/panel.ts";
import { inform, showError } from "./dialogs.ts";

/** Asks where to, and writes the file there: on whatever the folder lies. */
export async function savePicture({ name, ending, base64 }: SavedPicture): Promise<void> {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  const file = pictureName(name, ending);
  const kind = ending === "svg" ? vscode.l10n.t("SVG image") : vscode.l10n.t("PNG image");
  const uri = await vscode.window.showSaveDialog({
    ...(folder === undefined ? {} : { defaultUri: vscode.Uri.joinPath(folder, file) }),
    filters: { [kind]: [ending] },
    title: vscode.l10n.t("Save Chart"),
  });
  if (uri === undefined) return;
  try {
    await vscode.workspace.fs.writeFile(uri, Buffer.from(base64, "base64"));
    inform(vscode.l10n.t("Saved {0}", uri.path.slice(uri.path.lastIndexOf("/") + 1)), [
      { label: vscode.l10n.t("Open"), run: () => vscode.commands.executeCommand("vscode.open", uri) },
    ]);
  } catch (error) {
    showError(vscode.l10n.t("The chart was not saved: {0}", error instanceof Error ? error.message : String(error)));
  }
}

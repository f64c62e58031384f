import type { Services } from "./services.ts";

/** Puts a copy of the sample project where the person says, and opens it. */
export async function openSample({ sample, words, dialogs }: Services): Promise<void> {
  const parent = await sample.chooseParent(words.t("Folder for the Sample Project"), words.t("Create Sample Here"));
  if (parent === undefined) return;
  if (parent.scheme !== "file" && parent.scheme !== "vscode-remote") {
    dialogs.showError(
      words.t("The sample has a store in a file, which needs a folder on a disk. Choose one, or open a folder on a disk first."),
    );
    return;
  }
  try {
    await sample.open(await sample.copyInto(parent));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    dialogs.showError(words.t("The sample could not be put into {0}: {1}. Choose another folder.", parent.fsPath, why));
  }
}

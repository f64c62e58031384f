import { copyFile, mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";

const manifest = {
  name: "slipway-demo",
  publisher: "slipway",
  version: "1.0.0",
  engines: { vscode: "^1.103.0" },
  main: "./extension.js",
  activationEvents: ["onStartupFinished"],
};

/** What a person does first, done for them: Slipway's side bar, and the story of the sample beside it. */
const source = `const vscode = require("vscode");
exports.activate = async (context) => {
  await vscode.commands.executeCommand("workbench.view.extension.slipway");
  if (vscode.window.tabGroups.all.some((group) => group.tabs.length > 0)) return;
  await vscode.commands.executeCommand("markdown.showPreview", vscode.Uri.joinPath(context.extensionUri, "story.md"));
};
`;

/** Has the demo's editor open on the product: a small extension beside Slipway's own, in the editor's data folder. */
export async function openOnProduct(dataFolder: string): Promise<void> {
  const folder = join(dataFolder, "extensions", `${manifest.publisher}.${manifest.name}-${manifest.version}`);
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, "package.json"), JSON.stringify(manifest));
  await writeFile(join(folder, "extension.js"), source);
  await copyFile(join(import.meta.dirname, "story.md"), join(folder, "story.md"));
}

import * as vscode from "vscode";

const fileName = "slipway.yaml";

/** Opens the policy, at a zero-based line when one is given. False when no folder has one. */
export async function openPolicyFile(line?: number): Promise<boolean> {
  const folder = await firstFolderWithPolicy();
  if (folder === undefined) return false;
  const selection = line === undefined ? {} : { selection: new vscode.Range(line, 0, line, 0) };
  await vscode.window.showTextDocument(vscode.Uri.joinPath(folder, fileName), selection);
  return true;
}

/** Writes the policy into the folder that the person chooses and opens it; one that is there already is only opened. */
export async function createPolicyFile(text: string): Promise<"created" | "opened" | "noFolder"> {
  if (await openPolicyFile()) return "opened";
  const folders = vscode.workspace.workspaceFolders ?? [];
  const folder = folders.length > 1 ? await vscode.window.showWorkspaceFolderPick() : folders[0];
  if (folder === undefined) return "noFolder";
  const uri = vscode.Uri.joinPath(folder.uri, fileName);
  await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(text));
  await vscode.window.showTextDocument(uri);
  return "created";
}

async function firstFolderWithPolicy(): Promise<vscode.Uri | undefined> {
  for (const { uri } of vscode.workspace.workspaceFolders ?? []) {
    try {
      await vscode.workspace.fs.stat(vscode.Uri.joinPath(uri, fileName));
      return uri;
    } catch {
      // `stat` rejects for a file that is not there; the next folder may have one.
    }
  }
  return undefined;
}

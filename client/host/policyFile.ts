import * as vscode from "vscode";
import type { ChosenFolder } from "./chosenFolder.ts";

const fileName = "slipway.yaml";

/** URI of the folder whose policy is meant; absent: that of any folder. */
export type PolicyFolder = Pick<ChosenFolder, "uri">;

/** Opens the policy: at a zero-based line, or at its first error. False when no folder has one. */
export async function openPolicyFile(chosen: PolicyFolder, at?: number | "problem"): Promise<boolean> {
  const folder = await firstFolderWithPolicy(chosen);
  if (folder === undefined) return false;
  const uri = vscode.Uri.joinPath(folder, fileName);
  const line = at === "problem" ? firstError(uri) : at;
  await vscode.window.showTextDocument(uri, line === undefined ? {} : { selection: new vscode.Range(line, 0, line, 0) });
  return true;
}

function firstError(uri: vscode.Uri): number | undefined {
  const errors = vscode.languages.getDiagnostics(uri).filter(({ severity }) => severity === vscode.DiagnosticSeverity.Error);
  return errors.map(({ range }) => range.start.line).sort((left, right) => left - right)[0];
}

/** Calls `changed` with whether a folder has a policy, now and whenever that changes. */
export function watchPolicyFile(chosen: ChosenFolder, changed: (exists: boolean) => void): vscode.Disposable {
  const look = async (): Promise<void> => changed((await firstFolderWithPolicy(chosen)) !== undefined);
  const watcher = vscode.workspace.createFileSystemWatcher(`**/${fileName}`, false, true, false);
  watcher.onDidCreate(look);
  watcher.onDidDelete(look);
  const folders = vscode.workspace.onDidChangeWorkspaceFolders(look);
  void look();
  return vscode.Disposable.from(watcher, folders);
}

/** Writes the policy into the folder that the person chooses and opens it; one that is there already is only opened. */
export async function createPolicyFile(chosen: ChosenFolder, text: string): Promise<"created" | "opened" | "noFolder"> {
  if (await openPolicyFile(chosen)) return "opened";
  const folders = vscode.workspace.workspaceFolders ?? [];
  const own = folders.find(({ uri }) => uri.toString() === chosen.uri);
  const folder = own ?? (folders.length > 1 ? await vscode.window.showWorkspaceFolderPick() : folders[0]);
  if (folder === undefined) return "noFolder";
  const uri = vscode.Uri.joinPath(folder.uri, fileName);
  await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(text));
  await vscode.window.showTextDocument(uri);
  return "created";
}

/** The chosen folder, where there is one, and no other: its registry goes with its policy. */
async function firstFolderWithPolicy(chosen: PolicyFolder): Promise<vscode.Uri | undefined> {
  const folders = vscode.workspace.workspaceFolders ?? [];
  for (const { uri } of chosen.uri === undefined ? folders : folders.filter((folder) => folder.uri.toString() === chosen.uri)) {
    try {
      await vscode.workspace.fs.stat(vscode.Uri.joinPath(uri, fileName));
      return uri;
    } catch {
      // `stat` rejects for a file that is not there; the next folder may have one.
    }
  }
  return undefined;
}

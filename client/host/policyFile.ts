import * as vscode from "vscode";

const fileName = "slipway.yaml";

/** Opens the policy: at a zero-based line, or at its first error. False when no folder has one. */
export async function openPolicyFile(at?: number | "problem"): Promise<boolean> {
  const folder = await firstFolderWithPolicy();
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
export function watchPolicyFile(changed: (exists: boolean) => void): vscode.Disposable {
  const look = async (): Promise<void> => changed((await firstFolderWithPolicy()) !== undefined);
  const watcher = vscode.workspace.createFileSystemWatcher(`**/${fileName}`, false, true, false);
  watcher.onDidCreate(look);
  watcher.onDidDelete(look);
  const folders = vscode.workspace.onDidChangeWorkspaceFolders(look);
  void look();
  return vscode.Disposable.from(watcher, folders);
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

import * as vscode from "vscode";
import { placesInWorkspace } from "#client/core/workspacePath.ts";

/** Paths that are looked for at once. */
const mostAsked = 50;

/** Which of these paths, as somebody logged them, are files in the workspace; in the order asked. */
export function filesInWorkspace(paths: readonly string[]): Promise<boolean[]> {
  return Promise.all(paths.slice(0, mostAsked).map(async (path) => (await fileInWorkspace(path)) !== undefined));
}

/** Opens it in the editor that VS Code has for it; nothing happens where it is gone by now. */
export async function openFileInWorkspace(path: string): Promise<void> {
  const uri = await fileInWorkspace(path);
  if (uri !== undefined) await vscode.commands.executeCommand("vscode.open", uri);
}

async function fileInWorkspace(path: string): Promise<vscode.Uri | undefined> {
  const folders = vscode.workspace.workspaceFolders ?? [];
  for (const place of placesInWorkspace(
    path,
    folders.map(({ uri }) => uri.path),
  )) {
    const folder = folders[place.folder];
    if (folder === undefined) continue;
    const uri = vscode.Uri.joinPath(folder.uri, place.path);
    try {
      if (((await vscode.workspace.fs.stat(uri)).type & vscode.FileType.File) !== 0) return uri;
    } catch {
      // `stat` rejects for a file that is not there; the next folder may have it.
    }
  }
  return undefined;
}

import * as vscode from "vscode";
import type { Asker } from "#client/core/asker.ts";
import { type CodeDiffFile, codeDiffRequest, fileAtCommitRequest } from "#protocol/git.ts";
import { visibleText } from "#registry/model/visibleText.ts";
import { inform } from "./dialogs.ts";

const scheme = "slipway-git";

/** Files as they were at a commit, for VS Code's own diff editors. */
export function registerFilesAtCommit(asker: Asker): vscode.Disposable {
  return vscode.workspace.registerTextDocumentContentProvider(scheme, {
    provideTextDocumentContent: async ({ path, query }) => {
      const { text } = await asker.ask(fileAtCommitRequest, { commit: query, path: path.slice(1) });
      return text;
    },
  });
}

/** Opens what changed between two commits: VS Code's multi-file diff, or its plain one for a single file. */
export async function openCodeChanges(asker: Asker, left: string, right: string): Promise<void> {
  const { files, problem } = await asker.ask(codeDiffRequest, { left, right });
  if (problem !== undefined) inform(problem);
  else await showChanges(files, left, right.slice(0, 7), (file) => at(right, file));
}

/** The same from a commit to the files as they are in the workspace now. */
export async function openChangesSince(asker: Asker, commit: string): Promise<void> {
  const { files, root = "", problem } = await asker.ask(codeDiffRequest, { left: commit });
  if (problem !== undefined) inform(problem);
  else await showChanges(files, commit, vscode.l10n.t("workspace"), ({ path }) => vscode.Uri.joinPath(vscode.Uri.file(root), path));
}

async function showChanges(
  files: readonly CodeDiffFile[],
  left: string,
  rightName: string,
  right: (file: CodeDiffFile) => vscode.Uri,
): Promise<void> {
  const title = `${left.slice(0, 7)} → ${rightName}`;
  const [first] = files;
  if (first === undefined) inform(vscode.l10n.t("No file differs between {0} and {1}.", left.slice(0, 7), rightName));
  else if (files.length === 1) {
    await vscode.commands.executeCommand("vscode.diff", at(left, first), right(first), visibleText(`${first.path} (${title})`));
  } else
    await vscode.commands.executeCommand(
      "vscode.changes",
      title,
      files.map((file) => change(file, left, right(file))),
    );
}

function at(commit: string, file: CodeDiffFile): vscode.Uri {
  return vscode.Uri.from({ scheme, path: `/${file.path}`, query: commit });
}

type Change = readonly [resource: vscode.Uri, original: vscode.Uri | undefined, modified: vscode.Uri | undefined];

function change(file: CodeDiffFile, left: string, right: vscode.Uri): Change {
  return [right, file.status === "added" ? undefined : at(left, file), file.status === "removed" ? undefined : right];
}

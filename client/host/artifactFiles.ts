import * as vscode from "vscode";
import { type ArtifactAddress, artifactPath, artifactPlace, parentOf } from "#client/core/artifactAddress.ts";
import { type Asker, aboutRegistry, askAnswer } from "#client/core/asker.ts";
import type { Problem } from "#protocol/message.ts";
import { artifactFileRequest, artifactFolderRequest, artifactScheme } from "#protocol/views/artifacts.ts";
import { visibleText } from "#registry/model/visibleText.ts";

/** What an editor is given of one file at most. */
const mostBytes = 64_000_000;

/** Artifacts of runs as files for VS Code's own editors and diffs: read on demand, never written, nothing of them on disk. */
export function registerArtifactFiles(asker: Asker): vscode.Disposable {
  const never = new vscode.EventEmitter<vscode.FileChangeEvent[]>();
  const refuse = (uri: vscode.Uri): never => {
    throw vscode.FileSystemError.NoPermissions(uri);
  };
  const provider: vscode.FileSystemProvider = {
    onDidChangeFile: never.event,
    watch: () => ({ dispose: () => undefined }),
    stat: (uri) => stat(asker, uri),
    readDirectory: async (uri) => (await entriesOf(asker, uri)).map(({ name, type }) => [name, type]),
    readFile: (uri) => readFile(asker, uri),
    createDirectory: refuse,
    writeFile: refuse,
    delete: refuse,
    rename: refuse,
  };
  return vscode.Disposable.from(
    never,
    vscode.workspace.registerFileSystemProvider(artifactScheme, provider, { isReadonly: true, isCaseSensitive: true }),
  );
}

/** In the editor that VS Code has for such a file. */
export async function openArtifactFile(address: ArtifactAddress): Promise<void> {
  await vscode.commands.executeCommand("vscode.open", uriOf(address));
}

/** VS Code's own diff of the file of two runs, which are named as the page names them. */
export async function openArtifactDiff(left: ArtifactAddress, right: ArtifactAddress, names: readonly [string, string]): Promise<void> {
  const title = `${left.path.slice(left.path.lastIndexOf("/") + 1)} (${names[0]} ↔ ${names[1]})`;
  await vscode.commands.executeCommand("vscode.diff", uriOf(left), uriOf(right), visibleText(title));
}

function uriOf(address: ArtifactAddress): vscode.Uri {
  return vscode.Uri.from({ scheme: artifactScheme, path: artifactPath(address), query: address.registry ?? "" });
}

function addressOf(uri: vscode.Uri): ArtifactAddress {
  const place = artifactPlace(uri.path);
  if (place === undefined) throw vscode.FileSystemError.FileNotFound(uri);
  return { ...place, ...(uri.query === "" ? {} : { registry: uri.query }) };
}

function about(asker: Asker, address: ArtifactAddress): Asker {
  return aboutRegistry(asker, () => address);
}

async function stat(asker: Asker, uri: vscode.Uri): Promise<vscode.FileStat> {
  const { path } = addressOf(uri);
  const times = { ctime: 0, mtime: 0 };
  if (path === "") return { type: vscode.FileType.Directory, size: 0, ...times };
  const siblings = await entriesOf(asker, uri.with({ path: parentOf(uri.path) }));
  const found = siblings.find(({ path: other }) => other === path);
  if (found === undefined) throw vscode.FileSystemError.FileNotFound(uri);
  return { type: found.type, size: found.size, ...times };
}

async function entriesOf(asker: Asker, uri: vscode.Uri) {
  const address = addressOf(uri);
  const answer = await askAnswer(about(asker, address), artifactFolderRequest, { runId: address.runId, path: address.path });
  if (!answer.ok) throw failure(answer.problem, uri);
  return answer.value.entries.map(({ path, isFolder, size = 0 }) => ({
    path,
    name: path.slice(path.lastIndexOf("/") + 1),
    type: isFolder ? vscode.FileType.Directory : vscode.FileType.File,
    size,
  }));
}

async function readFile(asker: Asker, uri: vscode.Uri): Promise<Uint8Array> {
  const address = addressOf(uri);
  const { runId, path } = address;
  const answer = await askAnswer(about(asker, address), artifactFileRequest, { runId, path, maxBytes: mostBytes });
  if (!answer.ok) throw failure(answer.problem, uri);
  if (!answer.value.isWhole) {
    throw vscode.FileSystemError.Unavailable(
      vscode.l10n.t("{0} is larger than {1} MB: MLflow's own page downloads it.", visibleText(path), mostBytes / 1_000_000),
    );
  }
  return Buffer.from(answer.value.base64, "base64");
}

function failure({ kind, message, next }: Problem, uri: vscode.Uri): vscode.FileSystemError {
  if (kind === "notFound") return vscode.FileSystemError.FileNotFound(uri);
  return vscode.FileSystemError.Unavailable(visibleText(`${message} ${next}`.trim()));
}

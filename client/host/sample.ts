import * as vscode from "vscode";

/** Where the sample was put last: the window that opens there begins with its story. */
const key = "slipway.newSample";
const name = "fraud-detection";
const store = "mlflow.db";
/** The store as it is shipped: it is most of the sample, and half as large so. */
const packedStore = `${store}.br`;
/** Bytes; ten times what it is today. */
const mostOfStore = 40_000_000;

/** The sample project that the extension ships, and copies of it. */
export class Sample {
  readonly #context: vscode.ExtensionContext;
  readonly #shipped: vscode.Uri;

  constructor(context: vscode.ExtensionContext) {
    this.#context = context;
    this.#shipped = vscode.Uri.joinPath(context.extensionUri, "dist/sample");
  }

  /** Asks where the sample is to go. Undefined: cancelled. Only folders on a disk can hold its store. */
  async chooseParent(title: string, label: string): Promise<vscode.Uri | undefined> {
    const [parent] =
      (await vscode.window.showOpenDialog({
        title,
        openLabel: label,
        canSelectFolders: true,
        canSelectFiles: false,
        canSelectMany: false,
      })) ?? [];
    return parent;
  }

  /** Copies the sample into a new folder below `parent`, named so that nothing is overwritten. Rejects as the file system does. */
  async copyInto(parent: vscode.Uri): Promise<vscode.Uri> {
    for (let number = 1; ; number++) {
      const target = vscode.Uri.joinPath(parent, number === 1 ? name : `${name}-${number}`);
      if (await exists(target)) continue;
      await vscode.workspace.fs.copy(vscode.Uri.joinPath(this.#shipped, name), target, { overwrite: false });
      await unpackStore(target);
      await vscode.workspace.fs.rename(vscode.Uri.joinPath(target, "git"), vscode.Uri.joinPath(target, ".git"), { overwrite: false });
      return target;
    }
  }

  /** Opens a copy: in this window where it is empty, else in a new one. */
  async open(folder: vscode.Uri): Promise<void> {
    await this.#context.globalState.update(key, folder.toString());
    const isEmpty = vscode.workspace.workspaceFolders === undefined;
    await vscode.commands.executeCommand("vscode.openFolder", folder, { forceNewWindow: !isEmpty });
  }

  /** In a window that was opened on a new copy: shows the side bar, and the story beside it, once. */
  async welcome(): Promise<void> {
    const folder = vscode.workspace.workspaceFolders?.[0]?.uri.toString();
    if (folder === undefined || this.#context.globalState.get(key) !== folder) return;
    await this.#context.globalState.update(key, undefined);
    await vscode.commands.executeCommand("workbench.view.extension.slipway");
    await vscode.commands.executeCommand("markdown.showPreview", vscode.Uri.joinPath(this.#shipped, "story.md"));
  }
}

async function unpackStore(project: vscode.Uri): Promise<void> {
  const packed = vscode.Uri.joinPath(project, packedStore);
  // When it is asked for: at a window's start nobody waits for them.
  const [{ promisify }, { brotliDecompress }] = await Promise.all([import("node:util"), import("node:zlib")]);
  const content = await promisify(brotliDecompress)(await vscode.workspace.fs.readFile(packed), { maxOutputLength: mostOfStore });
  await vscode.workspace.fs.writeFile(vscode.Uri.joinPath(project, store), content);
  await vscode.workspace.fs.delete(packed);
}

async function exists(uri: vscode.Uri): Promise<boolean> {
  try {
    await vscode.workspace.fs.stat(uri);
    return true;
  } catch (error) {
    if (error instanceof vscode.FileSystemError && error.code === "FileNotFound") return false;
    throw error;
  }
}

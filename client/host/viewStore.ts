import * as vscode from "vscode";
import { fileWithViews, viewsInFile } from "#client/core/viewFile.ts";
import type { ChosenFolder } from "./chosenFolder.ts";

const key = "slipway.runsViews";
const file = [".vscode", "slipway.json"] as const;

/** By permissions, by a file system that is for reading, or by a disk that is. */
function isRefused(error: unknown): boolean {
  return error instanceof vscode.FileSystemError && (error.code === "NoPermissions" || error.message.includes("EROFS"));
}

/** Saved views of the Runs page: the person's own in the workspace's state, the team's in a file beside the code. Both as they were kept. */
export class ViewStore {
  readonly #memento: vscode.Memento;
  readonly #chosen: ChosenFolder;

  constructor(memento: vscode.Memento, chosen: ChosenFolder) {
    this.#memento = memento;
    this.#chosen = chosen;
  }

  get mine(): unknown {
    return this.#memento.get(key);
  }

  async keepMine(views: readonly unknown[]): Promise<void> {
    await this.#memento.update(key, views);
  }

  /** Rejects where the file cannot be read, or is no JSON. */
  async shared(): Promise<unknown> {
    return viewsInFile(await this.#text());
  }

  /** Rejects where there is no folder, where the file that is there is no JSON, and where it may not be written. */
  async keepShared(views: readonly unknown[]): Promise<void> {
    const uri = this.#uri();
    if (uri === undefined) throw new Error("No folder is open.");
    const text = fileWithViews(await this.#text(), views);
    try {
      await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(text));
    } catch (error) {
      if (isRefused(error)) throw new Error(`you may not write to ${file.join("/")}.`, { cause: error });
      throw error;
    }
  }

  async #text(): Promise<string> {
    const uri = this.#uri();
    if (uri === undefined) return "";
    try {
      return new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
    } catch (error) {
      if (error instanceof vscode.FileSystemError && error.code === "FileNotFound") return "";
      throw error;
    }
  }

  #uri(): vscode.Uri | undefined {
    const folders = vscode.workspace.workspaceFolders ?? [];
    const folder = folders.find(({ uri }) => uri.toString() === this.#chosen.uri) ?? folders[0];
    return folder && vscode.Uri.joinPath(folder.uri, ...file);
  }
}

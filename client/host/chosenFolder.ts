import * as vscode from "vscode";

const key = "slipway.folder";

/** A folder of the workspace, as a person chooses it. */
export interface FolderChoice {
  readonly uri: string;
  readonly name: string;
  /** Tells folders of one name apart. */
  readonly path: string;
}

/** In a workspace of several folders: the one whose registry and policy the views show, kept per workspace. */
export class ChosenFolder {
  readonly #memento: vscode.Memento;

  constructor(memento: vscode.Memento) {
    this.#memento = memento;
  }

  /** Absent: nobody chose one, or it is not part of the workspace any more. */
  get uri(): string | undefined {
    const kept = this.#memento.get<unknown>(key);
    return this.choices().find(({ uri }) => uri === kept)?.uri;
  }

  choices(): readonly FolderChoice[] {
    return (vscode.workspace.workspaceFolders ?? []).map(({ uri, name }) => ({ uri: uri.toString(), name, path: uri.path }));
  }

  async choose(uri: string): Promise<void> {
    await this.#memento.update(key, uri);
  }
}

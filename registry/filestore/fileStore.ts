import { existsSync, statSync } from "node:fs";
import { basename } from "node:path";
import { RegistryError } from "#registry/model/errors.ts";
import { readError, writeError } from "./errors.ts";
import { foldersIn, statAt } from "./keyFiles.ts";
import { RunIndex } from "./runIndex.ts";
import { Turns } from "./turns.ts";

/** Where deleted experiments are. */
export const trashFolder = ".trash";
/** Where registered models are: no experiment. */
export const modelsFolder = "models";

/** One `mlruns` folder. Nothing is read before the first call. */
export class FileStore {
  /** Without a slash at its end. */
  readonly root: string;
  readonly name: string;
  readonly runs = new RunIndex();
  #closed = false;

  constructor(root: string) {
    this.root = root;
    this.name = basename(root);
  }

  /** Runs `work`, whose errors of the file system come out in words for people. */
  async read<T>(signal: AbortSignal, work: (turns: Turns) => T | Promise<T>): Promise<T> {
    signal.throwIfAborted();
    if (this.#closed) throw new RegistryError("unavailable", `${this.name} was closed.`, "Open the registry again.");
    try {
      this.#check();
      return await work(new Turns(signal));
    } catch (error) {
      throw readError(error, this.name);
    }
  }

  /** As `read`, for work that writes. */
  async write(signal: AbortSignal, work: () => void): Promise<void> {
    await this.read(signal, () => {
      try {
        work();
      } catch (error) {
        throw writeError(error, this.name);
      }
    });
  }

  close(): void {
    this.#closed = true;
  }

  /** The folder of an experiment, of a deleted one too; absent where there is none. */
  experimentFolder(id: string): string | undefined {
    // As MLflow 3.17.2 has it (`_validate_experiment_id`): an id is no path.
    if (!/^[a-zA-Z0-9][\w-]{0,63}$/.test(id) || id === modelsFolder) return undefined;
    return [`${this.root}/${id}`, `${this.root}/${trashFolder}/${id}`].find(isFolder);
  }

  /** Ids of the experiments that are not deleted, in no order; among them may be folders that are none. */
  experimentIds(): string[] {
    return foldersIn(this.root).filter((name) => name !== trashFolder && name !== modelsFolder);
  }

  /** All experiments with their folders, deleted ones last. */
  experimentFolders(): { readonly id: string; readonly folder: string }[] {
    const trash = `${this.root}/${trashFolder}`;
    return [
      ...this.experimentIds().map((id) => ({ id, folder: `${this.root}/${id}` })),
      ...foldersIn(trash).map((id) => ({ id, folder: `${trash}/${id}` })),
    ];
  }

  #check(): void {
    const stat = statSync(this.root, { throwIfNoEntry: false });
    if (stat === undefined) {
      throw new RegistryError(
        "notFound",
        `There is no folder ${this.root}.`,
        "Run something that logs to MLflow, or choose another registry.",
      );
    }
    if (!stat.isDirectory()) throw new RegistryError("invalid", `${this.root} is not a folder.`, "Choose an mlruns folder.");
    if (holdsStore(this.root)) return;
    throw new RegistryError(
      "invalid",
      `${this.name} holds no experiments: it is no store of MLflow's, or has only the artifacts of one.`,
      "Choose the mlflow.db or the server that it belongs to, or another folder.",
    );
  }
}

/** Does a folder hold experiments or registered models as MLflow's file store keeps them, and not just artifacts? */
export function holdsStore(root: string): boolean {
  const isExperiment = (name: string): boolean => name !== trashFolder && existsSync(`${root}/${name}/meta.yaml`);
  return foldersIn(root).some(isExperiment) || foldersIn(`${root}/${modelsFolder}`).some((name) => isExperiment(`${modelsFolder}/${name}`));
}

function isFolder(path: string): boolean {
  return statAt(path)?.isDirectory() === true;
}

import { setTimeout as sleep } from "node:timers/promises";
import type { RunHead } from "#registry/model/runColumns.ts";
import { fileProblem, isMissing } from "./errors.ts";
import { stateOf } from "./fileState.ts";
import { foldersIn, statAt } from "./keyFiles.ts";
import { readText } from "./readFile.ts";
import { headWithoutMeta, runHead } from "./runMeta.ts";
import type { Turns } from "./turns.ts";

/** A run and the folder that has the rest of it. */
export interface IndexedRun {
  readonly head: RunHead;
  readonly folder: string;
  /** Why its `meta.yaml` cannot be read; absent: it can. */
  readonly problem?: string;
}

/** What a file was when it was read: another state is another content. */
interface Known {
  readonly run: IndexedRun;
  readonly state: string | undefined;
}

/** Folders of an experiment that are no runs (MLflow 3.17.2, `RESERVED_EXPERIMENT_FOLDERS`). */
export const noRuns: ReadonlySet<string> = new Set(["tags", "datasets", "traces", "models"]);
const longestMeta = 1_000_000;
/** A file that was changed less than this ago may be changed again without its times telling, ms: some file systems count in whole seconds. */
const unsettled = 2500;
/** MLflow writes the `meta.yaml` of a run in place: after this it has, ms. */
const whileWriting = 100;
const mostKnown = 100_000;

/**
 * Knows the `meta.yaml` of runs. Each listing asks the file system for the state of every one, and reads those that have another state than when
 * they were read.
 */
export class RunIndex {
  #known = new Map<string, Known>();

  /** The runs of an experiment's folder, deleted ones too, in no order. One that cannot be read is among them, with why. */
  async of(experiment: string, experimentId: string, turns: Turns): Promise<IndexedRun[]> {
    const runs: IndexedRun[] = [];
    const broken: string[] = [];
    for (const id of foldersIn(experiment)) {
      if (turns.isDue) await turns.take();
      const run = noRuns.has(id) ? undefined : this.#look(`${experiment}/${id}`, id, experimentId);
      if (run === undefined) continue;
      if (run.problem !== undefined && isNew(`${run.folder}/meta.yaml`)) broken.push(id);
      else runs.push(run);
    }
    if (broken.length > 0) await sleep(whileWriting);
    for (const id of broken) {
      const run = this.#look(`${experiment}/${id}`, id, experimentId);
      if (run !== undefined) runs.push(run);
    }
    return runs;
  }

  /** A run in the folder of an experiment; absent where there is none. */
  async one(experiment: string, experimentId: string, id: string): Promise<IndexedRun | undefined> {
    if (noRuns.has(id) || statAt(`${experiment}/${id}`) === undefined) return undefined;
    const look = () => this.#look(`${experiment}/${id}`, id, experimentId);
    const run = look();
    if (run?.problem === undefined || !isNew(`${run.folder}/meta.yaml`)) return run;
    await sleep(whileWriting);
    return look();
  }

  /** Whether a run may log more; one of which that is not known may. */
  goesOn(folder: string, id: string, experimentId: string): boolean {
    const run = this.#look(folder, id, experimentId);
    return run !== undefined && (run.problem !== undefined || run.head.status === "RUNNING" || run.head.status === "SCHEDULED");
  }

  /** Absent: no run, or, as for MLflow, one that belongs to another experiment. */
  #look(folder: string, id: string, experimentId: string): IndexedRun | undefined {
    const path = `${folder}/meta.yaml`;
    const known = this.#known.get(folder);
    // Asked before it is read: what is written in between gives another state next time. The first time nothing is asked: it would cost
    // half of reading, and most folders are listed once.
    const state = known === undefined ? undefined : settledState(path);
    if (known?.state !== undefined && known.state === state) return known.run;
    const run = readRun(folder, path, id, experimentId);
    if (run === undefined) {
      this.#known.delete(folder);
      return undefined;
    }
    if (this.#known.size > mostKnown) this.#known = new Map();
    this.#known.set(folder, { run, state });
    return run;
  }
}

function readRun(folder: string, path: string, id: string, experimentId: string): IndexedRun | undefined {
  try {
    const head = runHead(readText(path, longestMeta), id);
    return head.experimentId === experimentId ? { head, folder } : undefined;
  } catch (error) {
    // Artifacts may lie there, in a folder that is no run.
    if (isMissing(error)) return undefined;
    const problem = fileProblem(error);
    if (problem === undefined) throw error;
    return { head: headWithoutMeta(id, experimentId), folder, problem: `meta.yaml ${problem}` };
  }
}

/** Absent while it may be changed without another state. */
function settledState(path: string): string | undefined {
  const { text, changedAt } = stateOf(path);
  return Math.abs(Date.now() - changedAt) < unsettled || changedAt === 0 ? undefined : text;
}

function isNew(path: string): boolean {
  const stat = statAt(path);
  return stat !== undefined && Math.abs(Date.now() - stat.mtimeMs) < unsettled;
}

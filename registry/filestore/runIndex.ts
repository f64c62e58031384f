import { setTimeout as sleep } from "node:timers/promises";
import { fileProblem, isMissing } from "./errors.ts";
import { stateOf } from "./fileState.ts";
import { IndexedRun, isCut, isElsewhere, type RunText } from "./indexedRun.ts";
import { foldersIn, statAt } from "./keyFiles.ts";
import { readText } from "./readFile.ts";
import type { Turns } from "./turns.ts";

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
  /** By the folder of the experiment, then by id. */
  readonly #known = new Map<string, Map<string, Known>>();

  /** The runs of an experiment's folder, deleted ones too, in no order. One that cannot be read is among them. */
  async of(experiment: string, experimentId: string, turns: Turns): Promise<IndexedRun[]> {
    const runs: IndexedRun[] = [];
    const unwritten: string[] = [];
    for (const id of foldersIn(experiment)) {
      if (turns.isDue) await turns.take();
      const run = noRuns.has(id) ? undefined : this.#look(experiment, id, experimentId);
      if (run === "unwritten") unwritten.push(id);
      else if (run !== undefined) runs.push(run);
    }
    if (unwritten.length > 0) await sleep(whileWriting);
    for (const id of unwritten) {
      const run = this.#look(experiment, id, experimentId, "as it is");
      if (run instanceof IndexedRun) runs.push(run);
    }
    return runs;
  }

  /** A run in the folder of an experiment; absent where there is none. */
  async one(experiment: string, experimentId: string, id: string): Promise<IndexedRun | undefined> {
    if (noRuns.has(id) || statAt(`${experiment}/${id}`) === undefined) return undefined;
    const run = this.#look(experiment, id, experimentId);
    if (run !== "unwritten") return run;
    await sleep(whileWriting);
    const again = this.#look(experiment, id, experimentId, "as it is");
    return again instanceof IndexedRun ? again : undefined;
  }

  /** Whether a run may log more; one of which that is not known may. */
  goesOn(experiment: string, id: string, experimentId: string): boolean {
    const run = this.#look(experiment, id, experimentId, "as it is");
    if (!(run instanceof IndexedRun)) return false;
    return run.problem !== undefined || run.head.status === "RUNNING" || run.head.status === "SCHEDULED";
  }

  /** Absent: no run, or, as for MLflow, one that belongs to another experiment. `unwritten`: one that is most likely being written. */
  #look(experiment: string, id: string, experimentId: string, cut?: "as it is"): IndexedRun | "unwritten" | undefined {
    const path = `${experiment}/${id}/meta.yaml`;
    const runs = this.#of(experiment);
    const known = runs.get(id);
    // Asked before it is read: what is written in between gives another state next time. The first time nothing is asked: it would cost
    // half of reading, and most folders are listed once.
    const state = known === undefined ? undefined : settledState(path);
    if (known?.state !== undefined && known.state === state) return known.run;
    const read = runText(path);
    if (read === undefined || ("text" in read && isElsewhere(read.text, experimentId))) {
      runs.delete(id);
      return undefined;
    }
    if (cut === undefined && "text" in read && isCut(read.text) && isNew(path)) return "unwritten";
    const run = new IndexedRun(experiment, id, experimentId, read);
    if (runs.size > mostKnown) runs.clear();
    runs.set(id, { run, state });
    return run;
  }

  #of(experiment: string): Map<string, Known> {
    let runs = this.#known.get(experiment);
    if (runs === undefined) {
      runs = new Map();
      this.#known.set(experiment, runs);
    }
    return runs;
  }
}

/** Absent: there is none. Artifacts may lie there, in a folder that is no run. */
function runText(path: string): RunText | undefined {
  try {
    return { text: readText(path, longestMeta) };
  } catch (error) {
    if (isMissing(error)) return undefined;
    const problem = fileProblem(error);
    if (problem === undefined) throw error;
    return { problem: `meta.yaml ${problem}` };
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

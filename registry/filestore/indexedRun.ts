import type { RunHead } from "#registry/model/runColumns.ts";
import { fileProblem } from "./errors.ts";
import { headWithoutMeta, runHead } from "./runMeta.ts";

/** What is read of a run before anything else: the text of its `meta.yaml`, or why it cannot be read. */
export type RunText = { readonly text: string } | { readonly problem: string };

/**
 * A run. Of its `meta.yaml` only what decides about its place in a list is looked at until more of it is asked
 * for: of ten thousand runs a page shows a hundred.
 */
export class IndexedRun {
  readonly id: string;
  readonly experimentId: string;
  /** ms; NaN where it cannot be read. */
  readonly startTime: number;
  readonly isDeleted: boolean;
  readonly #experiment: string;
  #read: RunText | undefined;
  #head: RunHead | undefined;
  #problem: string | undefined;

  /** `experiment` is the folder that has the run's. */
  constructor(experiment: string, id: string, experimentId: string, read: RunText) {
    this.#experiment = experiment;
    this.id = id;
    this.experimentId = experimentId;
    this.#read = read;
    const text = "text" in read ? read.text : "";
    this.startTime = Number(fieldOf(text, startTime) || "NaN");
    this.isDeleted = fieldOf(text, lifecycleStage) === "deleted";
  }

  /** The folder that has the rest of it. */
  get folder(): string {
    return `${this.#experiment}/${this.id}`;
  }

  get head(): RunHead {
    this.#look();
    return this.#head ?? headWithoutMeta(this.id, this.experimentId);
  }

  /** Why its `meta.yaml` cannot be read; absent: it can. */
  get problem(): string | undefined {
    this.#look();
    return this.#problem;
  }

  #look(): void {
    const read = this.#read;
    if (read === undefined) return;
    this.#read = undefined;
    if ("problem" in read) {
      this.#problem = read.problem;
      return;
    }
    try {
      this.#head = runHead(read.text, this.id);
    } catch (error) {
      const problem = fileProblem(error);
      if (problem === undefined) throw error;
      this.#problem = `meta.yaml ${problem}`;
    }
  }
}

// As they stand in a text: no line within a value begins at the start of a line.
const startTime = "\nstart_time: ";
const lifecycleStage = "\nlifecycle_stage: ";
const experimentOf = "\nexperiment_id: ";
/** The last of the keys that a run needs. */
const userId = "\nuser_id: ";

/** Whether a `meta.yaml` is not written to its end. */
export function isCut(text: string): boolean {
  return fieldOf(text, userId) === undefined;
}

/** Whether a `meta.yaml` is that of a run of another experiment, as far as it says. */
export function isElsewhere(text: string, experimentId: string): boolean {
  const written = fieldOf(text, experimentOf);
  return written !== undefined && written !== `'${experimentId}'` && written !== experimentId;
}

/** What stands behind a key, as it is written; absent where there is none. Only the first key of a text is not found, and MLflow's is none of these. */
function fieldOf(text: string, key: string): string | undefined {
  const at = text.indexOf(key);
  if (at < 0) return undefined;
  const start = at + key.length;
  const end = text.indexOf("\n", start);
  return text.slice(start, end < 0 ? undefined : end);
}

import type { RunKind } from "#protocol/tasks/runnable.ts";
import type { StatusLooks } from "../dvc/status/looks.ts";
import type { Project } from "../rules/rule.ts";
import type { DrawnFile, StageNote } from "./drawnFile.ts";
import type { Span } from "./text.ts";

/** Something of a file that its tool can run by name. */
export interface Runnable {
  readonly name: string;
  readonly kind: RunKind;
  /** Where it is named. */
  readonly at: Span;
  /** Names of values without which the tool does not run it. */
  readonly asks: readonly string[];
  /** What runs after it, and with it: `train → evaluate`. */
  readonly leadsTo?: string;
}

/** What can be run of the files of a format, and what is said of it beside `Run`. */
export interface Lens<Model> {
  runnables(model: Model, found: Project): readonly Runnable[];
  /** What `notes` tell of besides, which nothing runs. */
  noted?(model: Model): readonly Pick<Runnable, "name" | "at">[];
  /**
   * How each of them, by name, stands to when it was last run, in a few words: `changed: params lr`. Files are read for it; nothing is run.
   * Undefined: it is not known of any. Absent: the tool keeps no record.
   */
  notes?(model: Model, uri: string, found: Project, looks: StatusLooks): Promise<ReadonlyMap<string, string> | undefined>;
  /** What the file adds to a graph of what leads to what. Absent: the files of the format have no order. */
  drawn?(model: Model, uri: string, found: Project): DrawnFile;
  /** The same as `notes`, of every stage that the file draws, by its name. */
  states?(model: Model, uri: string, found: Project, looks: StatusLooks): Promise<ReadonlyMap<string, StageNote> | undefined>;
}

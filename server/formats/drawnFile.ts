/** A stage as a graph shows it. */
export interface DrawnStage {
  /** As DVC calls it in its file; empty: the one that a `.dvc` file is. */
  readonly name: string;
  readonly deps: readonly Datum[];
  /** Params files. */
  readonly params: readonly Datum[];
  readonly outs: readonly Datum[];
}

/** What a stage reads or writes. */
export interface Datum {
  /** Where it stands: a URI, or an address as written (`s3://…`). */
  readonly place: string;
  /** As the stage calls it. */
  readonly path: string;
}

/** An entry of a file: a stage, all that a loop makes, or the whole of a `.dvc` file. */
export interface DrawnEntry {
  /** Empty: a `.dvc` file. */
  readonly name: string;
  readonly isLoop: boolean;
  /** `dvc repro` leaves a `.dvc` file of this kind alone, whatever comes before it. */
  readonly isFrozen?: boolean;
  /** Zero-based. */
  readonly lines: { readonly first: number; readonly last: number };
  /** None: what it makes cannot be resolved. */
  readonly stages: readonly DrawnStage[];
}

/** What a file adds to a graph, in the order of the file. */
export interface DrawnFile {
  readonly entries: readonly DrawnEntry[];
  /** Zero-based line of the first thing in it that cannot be read; absent: there is none. */
  readonly unreadAt?: number;
}

/** How a stage stands to its last run, for a graph. */
export interface StageNote {
  readonly state: "current" | "changed" | "frozen" | "unknown";
  /** In the words of `dvc status`. */
  readonly note: string;
}

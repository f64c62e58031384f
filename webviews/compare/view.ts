import type { NamedRun } from "#protocol/runEdits.ts";
import type { CompareData, CompareRun, CompareState } from "#protocol/views/compare.ts";
import type { SavedPicture } from "#protocol/views/panel.ts";
import type { GroupColumn } from "#registry/model/compare/groupColumns.ts";
import type { RunSwatch } from "#registry/model/compare/runSwatch.ts";
import type { CopyFormat, TextTable } from "#registry/model/tableText.ts";
import type { ChangeRow } from "./changes.ts";
import type { GroupMember } from "./groupMembers.ts";
import type { MetricTable } from "./metricTable.ts";

/** A formula as its field is opened. */
export interface FormulaTyping {
  readonly text: string;
  /** The formula whose chart it is to change. Absent: it is to be another chart. */
  readonly of?: string;
}

/** What the parts of the page draw from, made anew for each drawing, and what they can ask for. */
export interface CompareView {
  /** With a column per group where runs are grouped: each then stands for a run, in all that is said of runs below. */
  readonly data: CompareData;
  /** As it was read, with a column per run. */
  readonly runData: CompareData;
  /** One per run of `data`; empty where nothing is grouped. */
  readonly groups: readonly GroupColumn[];
  /** Set where single runs stand in the columns of groups: one per run of `data`. */
  readonly members?: readonly GroupMember[];
  readonly state: CompareState;
  /** Indices into `data.runs` of the runs that are not hidden, in column order. */
  readonly shown: readonly number[];
  readonly shownRuns: readonly CompareRun[];
  /** How many columns stand on the page: at first those that fit on the screen, the others a frame later. */
  readonly drawn: number;
  /** Ids of runs that are hidden, by themselves or with their group. */
  readonly hiddenRuns: ReadonlySet<string>;
  /** One per run of `data.runs`: as they are shown where there is little room. */
  readonly names: readonly string[];
  /** One per run of `data.runs`. */
  readonly swatches: readonly RunSwatch[];
  readonly changes: readonly ChangeRow[];
  readonly metrics: MetricTable;
  /** Takes a new state: draws it, tells the host, and reads again when the runs changed. */
  readonly change: (state: CompareState) => void;
  readonly addRun: () => void;
  /** Copies the address that opens this comparison elsewhere. */
  readonly share: () => void;
  /** The Runs page of an experiment with a filter. */
  readonly openRuns: (runs: { readonly experimentId: string; readonly name: string; readonly filter: string }) => void;
  /** VS Code's diff of a file of two runs. */
  readonly diffArtifacts: (path: string, left: NamedRun, right: NamedRun) => void;
  readonly openDiff: (left: string, right: string) => void;
  readonly openPolicy: (line: number) => void;
  readonly savePicture: (picture: SavedPicture) => void;
  /** The formula that is being typed; absent: none. */
  readonly formula?: FormulaTyping;
  /** Opens the field for a formula, or closes it: then the focus goes to the chart `shown`, or to the button that opened it. */
  readonly typeFormula: (typing: FormulaTyping | undefined, shown?: string) => void;
  readonly copy: (table: TextTable, format: CopyFormat, what: string) => void;
}

/** The page with a swatch for every run, that of its group, for parts that show runs whatever they are grouped by. */
export function asRuns(view: CompareView): CompareView {
  if (view.groups.length === 0) return view;
  const ofGroups = new Map(view.groups.flatMap(({ runs }, group) => runs.map((run) => [run, view.swatches[group]] as const)));
  const [first] = view.swatches;
  const swatches = view.runData.runs.flatMap((_run, row) => ofGroups.get(row) ?? first ?? []);
  return { ...view, data: view.runData, groups: [], swatches };
}

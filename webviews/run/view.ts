import type { RunAct } from "#protocol/runEdits.ts";
import type { ModelFacts } from "#protocol/views/compareModels.ts";
import type { RunPageData, RunPageState, RunPress } from "#protocol/views/run.ts";
import type { ChartGroup } from "../charts/chartGroup.ts";
import type { CurveStore } from "../charts/curveStore.ts";
import type { ArtifactReader } from "../ui/artifactReader.ts";

/** What the sections draw, and how they act. */
export interface RunPageView {
  readonly data: RunPageData;
  readonly state: RunPageState;
  readonly isBaseline: boolean;
  readonly hasBaseline: boolean;
  readonly hasBrowser: boolean;
  readonly curves: CurveStore;
  readonly charts: ChartGroup;
  /** Of the version that stands highest; null: it became none, or its files cannot be reached; undefined: not read yet. */
  readonly model: ModelFacts | null | undefined;
  readonly artifacts: ArtifactReader;
  /** Another one: the registry changed. */
  readonly edition: number;
  readonly change: (state: RunPageState) => void;
  readonly press: (act: RunPress) => void;
  readonly edit: (act: RunAct) => void;
  readonly openRun: (id: string, name: string) => void;
  readonly openVersion: (model: string, version: string) => void;
  /** Paths that data sets came from, and that are files in the workspace. */
  readonly filesHere: ReadonlySet<string>;
  readonly openFile: (path: string) => void;
  /** https only. */
  readonly openAddress: (url: string) => void;
  readonly openPolicy: (line: number) => void;
  /** `what` is named in the status bar: `Copied run id`. */
  readonly copy: (text: string, what: string) => void;
}

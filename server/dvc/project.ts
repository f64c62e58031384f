import type { Span } from "../formats/text.ts";
import type { ProjectKind } from "../rules/rule.ts";
import { type GraphProblem, graphShares, placedProblems, type UnplacedProblem } from "./graph.ts";

/** A path that a stage reads or writes, where it stands: a URI, or an address as written (`s3://…`). */
export interface PlacedPath {
  readonly place: string;
  /** As resolved. */
  readonly path: string;
  readonly at: Span;
}

/** A stage as the graph of a repository knows it. */
export interface GraphStage {
  /** Empty: the only one of a `.dvc` file. */
  readonly name: string;
  readonly deps: readonly PlacedPath[];
  readonly outs: readonly PlacedPath[];
}

/** What a file adds to the graph of its repository. */
export interface DvcPart {
  readonly stages: readonly GraphStage[];
}

/** What the files of a repository make of one of them. */
export interface DvcShare<Problem = GraphProblem> {
  readonly problems: readonly Problem[];
}

/** All `dvc.yaml` and `.dvc` files below a folder that has a `.dvc` folder, as DVC 3.67 takes them together (`dvc/repo/index.py`). */
export const dvcProject: ProjectKind<DvcPart, DvcShare, DvcShare<UnplacedProblem>> = {
  marker: ".dvc",
  join: graphShares,
  placed: ({ problems }, part) => ({ problems: placedProblems(problems, part) }),
};

import { namedPath } from "../../formats/namedPath.ts";
import type { StageParts } from "../stageParts.ts";
import type { Value } from "../value.ts";
import type { ParamsFile } from "../vars.ts";
import type { DataState, DataStatus } from "./dataStatus.ts";
import type { LockedStage } from "./lock.ts";
import { equalValues, type ParamsChange, paramsChange, paramsFilesOfStage } from "./paramsStatus.ts";

export interface DataChange {
  /** As the stage names it. */
  readonly path: string;
  readonly state: Exclude<DataState, "same">;
}

/** How a stage stands to what it was last run with: what `dvc status` of DVC 3.67 says of it. */
export interface StageStatus {
  /** `dvc.lock` knows it. */
  readonly wasRun: boolean;
  /** Then `dvc repro` leaves it alone, and nothing is said of what it reads. */
  readonly isFrozen: boolean;
  readonly isAlwaysChanged: boolean;
  /** `unknown`: it rests on something that is not known. */
  readonly command: "same" | "modified" | "unknown";
  readonly deps: readonly DataChange[];
  readonly params: readonly ParamsChange[];
  readonly outs: readonly DataChange[];
}

/** What a stage is compared with. */
export interface StageLooks {
  readonly data: DataStatus;
  /** A params file by its URI, as it stands in the editor. */
  params(uri: string, path: string): Promise<ParamsFile>;
}

/** Undefined: the stage rests on something that is not known. `folder` is the URI of the folder of its file. */
export async function stageStatus(
  parts: StageParts,
  locked: LockedStage | undefined,
  folder: string,
  { data, params }: StageLooks,
): Promise<StageStatus | undefined> {
  const { stage, deps, outs } = parts;
  const place = stage.folder === undefined ? undefined : namedPath(stage.folder || ".", `${folder}/x`);
  if (place === undefined) return undefined;
  const isFrozen = isSet(stage.sections.get("frozen"));
  const [depChanges, paramChanges, outChanges]: [DataChange[], ParamsChange[], DataChange[]] = [[], [], []];
  if (!isFrozen) {
    for (const { path } of deps) addChange(depChanges, path, await data.dependency(path, place, locked?.deps.get(path)));
    for (const [file, names] of paramsFilesOfStage(parts.params)) {
      const uri = namedPath(file, `${place}/x`);
      const found: ParamsFile = uri === undefined ? { kind: "unknown" } : await params(uri, file);
      const change = paramsChange(file, names, locked?.params.get(file), found);
      if (change !== undefined) paramChanges.push(change);
    }
  }
  for (const { path, isCached } of outs) addChange(outChanges, path, await data.output(path, place, locked?.outs.get(path), isCached));
  const isCallback = deps.length + parts.params.length + outs.length === 0;
  return {
    wasRun: locked !== undefined,
    isFrozen,
    isAlwaysChanged: isCallback || isSet(stage.sections.get("always_changed")),
    command: locked === undefined ? "same" : commandState(stage.sections.get("cmd"), locked.command),
    deps: depChanges,
    params: paramChanges,
    outs: outChanges,
  };
}

/** What is the same is no change. */
export function addChange(changes: DataChange[], path: string, state: DataState): void {
  if (state !== "same") changes.push({ path, state });
}

function commandState(command: Value | undefined, locked: Value | undefined): StageStatus["command"] {
  if (command === undefined || locked === undefined) return command === locked ? "same" : "modified";
  const same = equalValues(command, locked);
  return same === undefined ? "unknown" : same ? "same" : "modified";
}

function isSet(value: Value | undefined): boolean {
  return value?.kind === "bool" && value.value;
}

import { folderOf } from "../../formats/namedPath.ts";
import { readParamsFile } from "../paramsFile.ts";
import type { Pipeline } from "../pipeline.ts";
import type { StageParts } from "../stageParts.ts";
import type { ParamsFile } from "../vars.ts";
import { type LockedStage, readLock } from "./lock.ts";
import { dataStatusIn, type StatusLooks } from "./looks.ts";
import { type StageLooks, type StageStatus, stageStatus } from "./stageStatus.ts";

/**
 * What `dvc status` says of every stage of a file, by name; a stage that rests on something unknown is left out. Undefined: the file is in no
 * repository of DVC, or DVC does not read its `dvc.lock`.
 */
export async function pipelineStatus(
  { parts }: Pipeline,
  uri: string,
  looks: StatusLooks,
): Promise<ReadonlyMap<string, StageStatus> | undefined> {
  const folder = folderOf(uri);
  const data = await dataStatusIn(folder, looks);
  const lock = await looks.text(`${folder}/dvc.lock`);
  const locked = lock.kind === "read" ? readLock(lock.data) : lock.kind === "missing" ? new Map<string, never>() : undefined;
  if (data === undefined || locked === undefined) return undefined;
  const params = paramsOnce(looks);
  const found = new Map<string, StageStatus>();
  for (const each of parts) {
    const status = await stageStatus(each, locked.get(each.stage.name), folder, { data, params });
    if (status !== undefined) found.set(each.stage.name, status);
  }
  return found;
}

/** The same of one stage alone. Undefined: it rests on something unknown, or its file is in no repository of DVC. `folder` is the URI of that of the file. */
export async function statusOfOne(
  parts: StageParts,
  locked: LockedStage | undefined,
  folder: string,
  looks: StatusLooks,
): Promise<StageStatus | undefined> {
  const data = await dataStatusIn(folder, looks);
  return data && stageStatus(parts, locked, folder, { data, params: paramsOnce(looks) });
}

/** Many stages name the same file: each is read once. */
function paramsOnce({ text, common }: StatusLooks): StageLooks["params"] {
  const known = common?.params ?? new Map<string, Promise<ParamsFile>>();
  const read = async (uri: string, path: string): Promise<ParamsFile> => {
    const found = await text(uri);
    return found.kind === "read" ? readParamsFile(found.data, path) : found;
  };
  return (uri, path) => {
    const found = known.get(uri) ?? read(uri, path);
    known.set(uri, found);
    return found;
  };
}

import type { Answer, Problem } from "#protocol/message.ts";
import type { ArtifactSize, ArtifactTable } from "#protocol/views/artifacts.ts";
import type { Registry } from "#registry/api.ts";
import { RegistryError } from "#registry/model/errors.ts";
import { inParallel } from "#registry/model/inParallel.ts";
import { naturalOrder } from "#registry/model/naturalOrder.ts";
import { answer, problemOf } from "../registry/answer.ts";
import type { ArtifactContext } from "./context.ts";

/** Of one run. A run that keeps more is listed in part, and said to be. */
const mostFiles = 1000;
const mostFolders = 50;
/** Of all runs together: what a page can hold. */
const mostPaths = 2000;
/** As many runs as have columns. */
const mostRuns = 100;
const width = 4;

interface RunFiles {
  readonly files: ReadonlyMap<string, Exclude<ArtifactSize, null>>;
  readonly isPartial: boolean;
  readonly problem?: Problem;
}

/** The files of the runs by path; a run whose artifacts cannot be listed says why, and the others are shown. */
export function artifactTable(
  { runIds }: { readonly runIds: readonly string[] },
  { registry, world }: ArtifactContext,
  signal: AbortSignal,
): Promise<Answer<ArtifactTable>> {
  const read = async (): Promise<ArtifactTable> => {
    const runs = await inParallel(runIds.slice(0, mostRuns), width, (runId) => filesOf(registry, runId, signal));
    const paths = [...new Set(runs.flatMap(({ files }) => [...files.keys()]))].sort(naturalOrder);
    return {
      files: paths.slice(0, mostPaths).map((path) => ({ path, sizes: runs.map(({ files }) => files.get(path) ?? null) })),
      problems: runs.map(({ problem }) => problem ?? null),
      isPartial: runs.map(({ isPartial }) => isPartial || paths.length > mostPaths),
    };
  };
  return answer(read, world.log, signal);
}

/** Folder by folder, those nearest to the root first. */
async function filesOf(registry: Registry, runId: string, signal: AbortSignal): Promise<RunFiles> {
  const files = new Map<string, Exclude<ArtifactSize, null>>();
  const folders = [""];
  try {
    for (let at = 0; at < folders.length && at < mostFolders && files.size < mostFiles; at++) {
      for (const one of await registry.artifacts({ runId, path: folders[at] ?? "" }, signal)) {
        if (one.isFolder) folders.push(one.path);
        else if (files.size <= mostFiles) files.set(one.path, one.size ?? "unknown");
      }
    }
  } catch (error) {
    signal.throwIfAborted();
    if (!RegistryError.is(error)) throw error;
    return { files, isPartial: false, problem: problemOf(error) };
  }
  return { files, isPartial: folders.length > mostFolders || files.size > mostFiles };
}

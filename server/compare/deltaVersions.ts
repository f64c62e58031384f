import type { CompareRun, DeltaTable } from "#protocol/views/compare.ts";
import { type DeltaVersion, deltaFolder, deltaLogFile, readDeltaCommit } from "#registry/model/deltaLog.ts";
import { inParallel } from "#registry/model/inParallel.ts";
import type { World } from "../world.ts";

const mostTables = 5;
/** Versions that are read of a table, the newest. */
const mostVersions = 30;
/** bytes; the entry that is looked for is short, and stands at the beginning. */
const mostRead = 65_536;
const atOnce = 4;

/** Of the Delta tables on this computer that the runs read in several versions: what was done to them from the oldest of these to the newest. */
export async function deltaVersions(runs: readonly CompareRun[], world: Pick<World, "files">, signal: AbortSignal): Promise<DeltaTable[]> {
  const read = new Map<string, Set<number>>();
  for (const { source } of runs.flatMap(({ datasets }) => datasets)) {
    if (source?.kind !== "delta_table" || !/^\d{1,15}$/.test(source.version)) continue;
    read.set(source.where, (read.get(source.where) ?? new Set()).add(Number(source.version)));
  }
  const several = [...read].filter(([, versions]) => versions.size > 1).slice(0, mostTables);
  const tables = await inParallel(several, 1, ([where, versions]) => tableOf(where, [...versions], world, signal));
  return tables.filter((table) => table !== undefined);
}

/** Undefined: the log is not here. */
async function tableOf(
  where: string,
  versions: readonly number[],
  { files }: Pick<World, "files">,
  signal: AbortSignal,
): Promise<DeltaTable | undefined> {
  const folder = deltaFolder(where);
  if (folder === undefined || (await files.stat(`${folder}/_delta_log`))?.type !== "folder") return undefined;
  const [oldest, newest] = [Math.min(...versions), Math.max(...versions)];
  const first = Math.max(oldest + 1, newest - mostVersions + 1);
  const wanted = Array.from({ length: newest - first + 1 }, (_, at) => first + at);
  const commits = await inParallel(wanted, atOnce, async (version): Promise<DeltaVersion> => {
    signal.throwIfAborted();
    const uri = `${folder}/${deltaLogFile(version)}`;
    // Logs are cleaned up: an old commit may be gone, and then nothing is known of it.
    const isThere = (await files.stat(uri))?.type === "file";
    return readDeltaCommit(version, isThere ? await files.readText(uri, mostRead).catch(() => "") : "");
  });
  return { where, commits };
}

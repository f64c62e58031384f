import { setTimeout as sleep } from "node:timers/promises";
import type { Registry } from "./api.ts";
import { bothChanges, type ChangeSet, isNoChange, noChange } from "./model/changes.ts";

const signal = new AbortController().signal;
/** ms between looks: a backend may compare what takes long only when that was rested from. */
const usualPause = 60;

/** Looks until nothing more is told; gives what was, if anything. For tests. */
export async function lookedAt(registry: Pick<Registry, "changes">, pause = usualPause): Promise<ChangeSet> {
  let told = noChange;
  for (let quiet = 0; quiet < 4; await sleep(pause)) {
    const changes = await registry.changes(signal);
    told = bothChanges(told, changes);
    quiet = isNoChange(changes) ? quiet + 1 : 0;
  }
  return told;
}

/** All that a registry tells of what just happened, sorted; looks for it 60 times. For tests. */
export async function toldChanges(registry: Pick<Registry, "changes">, pause = usualPause): Promise<ChangeSet> {
  let told = noChange;
  for (let look = 0, quiet = 0; look < 60 && quiet < 3; look++, await sleep(pause)) {
    const changes = await registry.changes(signal);
    told = bothChanges(told, changes);
    quiet = isNoChange(changes) && !isNoChange(told) ? quiet + 1 : 0;
  }
  const sorted = (changed: ChangeSet["runs"]) => (changed === "all" ? changed : changed.toSorted());
  return { experiments: sorted(told.experiments), runs: sorted(told.runs), models: sorted(told.models) };
}

/** Ids or names of what changed; `all`: it is not known which, so it may be any. */
export type Changed = "all" | readonly string[];

/** What of a registry is not as it was. A view reads again only what it shows of it. */
export interface ChangeSet {
  /** Ids of experiments that changed themselves, came or went, or that have a run which did. */
  readonly experiments: Changed;
  /** Ids of runs that changed, came or went; a metric that was logged is a change. */
  readonly runs: Changed;
  /** Names of registered models that changed, came or went, or that have a version which did. */
  readonly models: Changed;
}

export const noChange: ChangeSet = { experiments: [], runs: [], models: [] };
export const anyChange: ChangeSet = { experiments: "all", runs: "all", models: "all" };

export function isNoChange(changes: ChangeSet): boolean {
  return changes.experiments.length === 0 && changes.runs.length === 0 && changes.models.length === 0;
}

/** Whether one of `ids` changed. */
export function touches(changed: Changed, ids: Iterable<string>): boolean {
  if (changed === "all") return true;
  if (changed.length === 0) return false;
  const known = new Set(changed);
  for (const id of ids) if (known.has(id)) return true;
  return false;
}

/** Both of two change sets, as when one was not told yet when the other came. */
export function bothChanges(one: ChangeSet, other: ChangeSet): ChangeSet {
  const both = (a: Changed, b: Changed): Changed => (a === "all" || b === "all" ? "all" : [...new Set([...a, ...b])]);
  return {
    experiments: both(one.experiments, other.experiments),
    runs: both(one.runs, other.runs),
    models: both(one.models, other.models),
  };
}

/** Ids whose content is another, or that are only in one of the two. */
export function differences(before: ReadonlyMap<string, string>, now: ReadonlyMap<string, string>): string[] {
  const changed: string[] = [];
  for (const [id, content] of now) if (before.get(id) !== content) changed.push(id);
  for (const id of before.keys()) if (!now.has(id)) changed.push(id);
  return changed;
}

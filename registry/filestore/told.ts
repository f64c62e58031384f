import { type Changed, type ChangeSet, noChange } from "#registry/model/changes.ts";

/** More than this many are told as `all`. */
const mostNamed = 1000;

/** Changes until they are told: a look that fails in the middle loses none. */
export class Told {
  readonly experiments = new Set<string>();
  readonly runs = new Set<string>();
  readonly models = new Set<string>();

  run(experiment: string, id: string): void {
    this.experiments.add(experiment);
    this.runs.add(id);
  }

  /** All of them, which are then forgotten. */
  take(): ChangeSet {
    const { experiments, runs, models } = this;
    if (experiments.size + runs.size + models.size === 0) return noChange;
    const changes = { experiments: named(experiments), runs: named(runs), models: named(models) };
    for (const set of [experiments, runs, models]) set.clear();
    return changes;
  }
}

function named(ids: ReadonlySet<string>): Changed {
  return ids.size > mostNamed ? "all" : [...ids];
}

import type { ArtifactsState } from "#protocol/views/compare.ts";
import { formatMetrics } from "#registry/model/format.ts";
import { visibleText } from "#registry/model/visibleText.ts";
import { choiceText, type MetricTableRow, shownValues } from "./metricTable.ts";
import type { CompareView } from "./view.ts";

/** The run that stands for a group where something is of single runs. */
export interface GroupMember {
  /** Index into `runData.runs`. */
  readonly run: number;
  /** Why this one, as it stands beside its name: `val_auc 0.9412`; empty for the first run. */
  readonly words: string;
}

export interface GroupMembers {
  /** The metric whose best run is shown; absent: the first runs are. */
  readonly best: MetricTableRow | undefined;
  /** One per group. */
  readonly members: readonly GroupMember[];
}

/** The metrics by which a run can be the best. */
export function judgedMetrics({ metrics }: Pick<CompareView, "metrics">): readonly MetricTableRow[] {
  return metrics.rows.filter(({ direction }) => direction.better !== undefined);
}

/**
 * Of each group the best run by the metric that was chosen, until one was by the first that is better one way, of the values that the metrics table shows: of
 * equals the first. Where no run of a group has a value, or no metric can tell, its first run.
 */
export function groupMembers(
  view: Pick<CompareView, "groups" | "metrics" | "runData" | "state">,
  chosen: ArtifactsState["of"],
): GroupMembers {
  const { groups, runData, state } = view;
  const judged = judgedMetrics(view);
  const best = chosen === "first" ? undefined : (judged.find(({ metric }) => chosen === `best:${metric.key}`) ?? judged[0]);
  if (best === undefined) return { best, members: groups.map(({ runs }) => ({ run: runs[0] ?? 0, words: "" })) };
  const values = shownValues(runData, best.metric, state);
  const sign = best.direction.better === "lower" ? -1 : 1;
  const found = groups.map(({ runs }) =>
    runs.reduce<number | undefined>((most, run) => {
      const [value, other] = [values[run], most === undefined ? undefined : values[most]];
      if (value === undefined || Number.isNaN(value)) return most;
      return other === undefined || sign * value > sign * other ? run : most;
    }, undefined),
  );
  const texts = formatMetrics(found.flatMap((run) => (run === undefined ? [] : (values[run] ?? [])))).values();
  const name = `${visibleText(best.metric.key)}${best.choice === "last" ? "" : ` ${choiceText(best.choice)}`}`;
  const members = found.map((run, group): GroupMember => {
    if (run === undefined) return { run: groups[group]?.runs[0] ?? 0, words: `${name} not logged` };
    return { run, words: `${name} ${texts.next().value ?? ""}` };
  });
  return { best, members };
}

/** The page with the run that stands for each group in the group's column, for parts that show single runs. */
export function asMembers(view: CompareView, members: readonly GroupMember[]): CompareView {
  const runs = members.flatMap(({ run }) => view.runData.runs[run] ?? []);
  return {
    ...view,
    data: { ...view.data, runs },
    shownRuns: view.shown.flatMap((column) => runs[column] ?? []),
    names: runs.map(({ name }) => visibleText(name)),
    members,
  };
}

import type { ExperimentRow, RunDetail, RunRow, ShownMetric } from "#protocol/registryRequests.ts";
import { clipped } from "#registry/model/clipped.ts";
import { formatDuration, relativeTime } from "#registry/model/format.ts";
import type { RunStatus } from "#registry/model/types.ts";
import type { Icon, RowView } from "./treeNode.ts";
import { age, joinParts, type Wording } from "./wording.ts";

/** `fraud/gbm-sweep` · `41 runs · 2 h ago`. */
export function experimentRow(row: ExperimentRow, words: Wording): RowView {
  return {
    id: `experiment:${row.id}`,
    kind: "experiment",
    label: row.name,
    description: joinParts([
      row.problem ?? "",
      runCount(row.runCount, words),
      row.lastStart === undefined ? "" : relativeTime(row.lastStart, words.now()),
    ]),
    icon: row.problem === undefined ? { id: "beaker" } : damaged,
    tooltip: joinLines([
      row.name,
      row.problem ?? "",
      words.t("Experiment {0}", row.id),
      row.lastStart === undefined ? "" : words.t("Last run started {0}", words.dateTime(row.lastStart)),
    ]),
    fold: "closed",
  };
}

function runCount(count: number | undefined, words: Wording): string {
  if (count === undefined) return "";
  if (count === 0) return words.t("no runs");
  return count === 1 ? words.t("1 run") : words.t("{0} runs", count);
}

/** Of what cannot be read whole: which status a run has may be a part of that. */
const damaged: Icon = { id: "warning", color: "list.warningForeground" };

const statusIcons: Readonly<Record<RunStatus, Icon>> = {
  FINISHED: { id: "pass", color: "testing.iconPassed" },
  FAILED: { id: "error", color: "testing.iconFailed" },
  RUNNING: { id: "sync~spin", color: "testing.iconQueued" },
  KILLED: { id: "circle-slash" },
  SCHEDULED: { id: "watch" },
  UNKNOWN: { id: "question" },
};

function statusWord(status: RunStatus, words: Wording): string {
  const texts: Readonly<Record<RunStatus, string>> = {
    FINISHED: words.t("finished"),
    FAILED: words.t("failed"),
    RUNNING: words.t("running"),
    KILLED: words.t("killed"),
    SCHEDULED: words.t("scheduled"),
    UNKNOWN: words.t("status unknown"),
  };
  return texts[status];
}

/** A run: icon by status, `val_auc 0.931 · 3 h ago`; `no value logged` where the shown metric is missing. */
export function runRow(row: RunRow, hasChildren: boolean, baselineId: string | undefined, words: Wording): RowView {
  const description = joinParts([
    row.problem ?? "",
    row.id === baselineId ? words.t("baseline") : "",
    row.metric === undefined ? "" : metricText(row.metric, words),
    runTime(row, words),
  ]);
  const label = row.name === "" ? row.id : row.name;
  return {
    id: `run:${row.id}`,
    kind: "run",
    ...(row.isEditable ? { traits: ["editable"] } : {}),
    label,
    description,
    icon: row.problem === undefined ? statusIcons[row.status] : damaged,
    // There is no detail to ask for: a run that cannot be read whole is read for a list alone.
    ...(row.problem === undefined ? {} : { tooltip: joinLines([label, row.problem]) }),
    fold: hasChildren ? "closed" : "none",
    command: "slipway.openRun",
    accessibleLabel: joinParts([label, statusWord(row.status, words), description]),
  };
}

function metricText(metric: ShownMetric, words: Wording): string {
  return metric.value === "" ? words.t("no value logged") : `${metric.key} ${metric.value}`;
}

function runTime(row: RunRow, words: Wording): string {
  if (row.startTime === undefined) return "";
  if (row.status !== "RUNNING") return relativeTime(row.startTime, words.now());
  const duration = age(row.startTime, words.now());
  return duration === "now" ? words.t("running") : words.t("running {0}", duration);
}

/** The tooltip of a run as plain lines: status and duration, user, commit, first params and metrics, data sets. */
export function runTooltip(detail: RunDetail, words: Wording): string {
  const { row } = detail;
  const duration =
    row.startTime === undefined || row.endTime === undefined ? "" : words.t("took {0}", formatDuration(row.endTime - row.startTime));
  return joinLines([
    row.name,
    joinParts([statusWord(row.status, words), duration]),
    row.startTime === undefined ? "" : words.t("Started {0}", words.dateTime(row.startTime)),
    detail.user === "" ? "" : words.t("By {0}", detail.user),
    detail.commit === "" ? words.t("No commit logged") : words.t("Commit {0}", detail.commit.slice(0, 10)),
    ...section(words.t("Metrics"), detail.metrics, detail.metricCount, words),
    ...section(words.t("Params"), detail.params, detail.paramCount, words),
    ...(detail.datasets.length === 0 ? [] : [`${words.t("Data")}: ${detail.datasets.map((name) => short(name)).join(", ")}`]),
  ]);
}

function section(
  title: string,
  rows: readonly { readonly key: string; readonly value: string }[],
  count: number,
  words: Wording,
): string[] {
  if (rows.length === 0) return [];
  const more = count > rows.length ? [`  ${words.t("and {0} more", count - rows.length)}`] : [];
  return [`${title}:`, ...rows.map(({ key, value }) => `  ${short(key)} = ${short(value)}`), ...more];
}

/** A param may be megabytes long, and hold line breaks; a tooltip shows its head on one line. */
const longestValue = 80;
function short(text: string): string {
  return clipped(text, longestValue).replace(/\s+/g, " ");
}

function joinLines(lines: readonly string[]): string {
  return lines.filter((line) => line !== "").join("\n");
}

import type { Lifecycle, MetricColumn, RunDataset, RunPage, RunStatus, TextColumn } from "./types.ts";

/** One run without its metrics, params and tags. */
export interface RunHead {
  readonly id: string;
  readonly name: string;
  readonly experimentId: string;
  readonly status: string;
  readonly lifecycle: string;
  readonly user: string;
  /** ms */
  readonly startTime: number | null | undefined;
  /** ms */
  readonly endTime: number | null | undefined;
  readonly artifactUri: string;
}

/** A metric's latest value in one run. */
export interface LatestMetric {
  readonly key: string;
  readonly value: number;
  readonly step: number;
  /** ms */
  readonly timestamp: number;
}

const statuses: ReadonlySet<string> = new Set<RunStatus>(["RUNNING", "SCHEDULED", "FINISHED", "FAILED", "KILLED"]);

/** Collects runs row by row and gives them as columns. The same for every backend, so that their answers have one shape. */
export class RunColumns {
  private readonly heads: readonly RunHead[];
  private readonly metrics = new Map<string, MetricColumn>();
  private readonly params = new Map<string, (string | undefined)[]>();
  private readonly tags = new Map<string, (string | undefined)[]>();
  private readonly datasets: RunDataset[][];

  constructor(heads: readonly RunHead[]) {
    this.heads = heads;
    this.datasets = heads.map(() => []);
  }

  metric(row: number, metric: LatestMetric): void {
    let column = this.metrics.get(metric.key);
    if (column === undefined) {
      const rows = this.heads.length;
      column = {
        key: metric.key,
        has: new Uint8Array(rows),
        values: new Float64Array(rows),
        steps: new Float64Array(rows),
        timestamps: new Float64Array(rows),
      };
      this.metrics.set(metric.key, column);
    }
    column.has[row] = 1;
    column.values[row] = metric.value;
    column.steps[row] = metric.step;
    column.timestamps[row] = metric.timestamp;
  }

  param(row: number, key: string, value: string): void {
    this.text(this.params, row, key, value);
  }

  tag(row: number, key: string, value: string): void {
    this.text(this.tags, row, key, value);
  }

  dataset(row: number, dataset: RunDataset): void {
    this.datasets[row]?.push(dataset);
  }

  page(nextPageToken: string | undefined): RunPage {
    const { heads } = this;
    const userTags = this.tags.get("mlflow.user");
    const nameTags = this.tags.get("mlflow.runName");
    return {
      ids: heads.map((head) => head.id),
      names: heads.map((head, row) => head.name || nameTags?.[row] || ""),
      experimentIds: heads.map((head) => head.experimentId),
      statuses: heads.map((head) => (statuses.has(head.status) ? (head.status as RunStatus) : "UNKNOWN")),
      lifecycles: heads.map((head): Lifecycle => (head.lifecycle === "deleted" ? "deleted" : "active")),
      // `user_id` is deprecated in MLflow and often empty or `unknown`; its own page shows the tag.
      users: heads.map((head, row) => userTags?.[row] || head.user),
      startTimes: Float64Array.from(heads, (head) => head.startTime ?? Number.NaN),
      endTimes: Float64Array.from(heads, (head) => head.endTime ?? Number.NaN),
      artifactUris: heads.map((head) => head.artifactUri),
      metrics: [...this.metrics.values()].sort(byKey),
      params: textColumns(this.params),
      tags: textColumns(this.tags),
      datasets: this.datasets.map((list) => list.sort(byNameAndDigest)),
      ...(nextPageToken === undefined ? {} : { nextPageToken }),
    };
  }

  private text(columns: Map<string, (string | undefined)[]>, row: number, key: string, value: string): void {
    let values = columns.get(key);
    if (values === undefined) {
      values = new Array<string | undefined>(this.heads.length).fill(undefined);
      columns.set(key, values);
    }
    values[row] = value;
  }
}

/** A data set as both backends read it: the row count comes from MLflow's free-form profile, when it has one. */
export function runDataset(name: string, digest: string, context: string, profile: string | null | undefined): RunDataset {
  const rows = rowsOf(profile);
  return { name, digest, context, ...(rows === undefined ? {} : { rows }) };
}

function rowsOf(profile: string | null | undefined): number | undefined {
  if (!profile) return undefined;
  try {
    const parsed: unknown = JSON.parse(profile);
    const rows = typeof parsed === "object" && parsed !== null && "num_rows" in parsed ? parsed.num_rows : undefined;
    return typeof rows === "number" && rows >= 0 ? rows : undefined;
  } catch {
    return undefined;
  }
}

function textColumns(columns: ReadonlyMap<string, (string | undefined)[]>): TextColumn[] {
  return [...columns].map(([key, values]) => ({ key, values })).sort(byKey);
}

function byKey(a: { readonly key: string }, b: { readonly key: string }): number {
  return a.key < b.key ? -1 : a.key > b.key ? 1 : 0;
}

function byNameAndDigest(a: RunDataset, b: RunDataset): number {
  if (a.name !== b.name) return a.name < b.name ? -1 : 1;
  return a.digest < b.digest ? -1 : a.digest > b.digest ? 1 : 0;
}

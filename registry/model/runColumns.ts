import { columnOf, textAt } from "./columns.ts";
import { joinTexts } from "./joinColumns.ts";
import { MetricRows } from "./metricRows.ts";
import type { Lifecycle, RowProblem, RunDataset, RunPage, RunStatus, TextColumn, WantedColumns } from "./types.ts";

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

const userTag = "mlflow.user";
const nameTag = "mlflow.runName";

/** Tags that a page reads whichever are wanted. */
export const headTags: readonly string[] = [userTag, nameTag];

const statuses: ReadonlySet<string> = new Set<RunStatus>(["RUNNING", "SCHEDULED", "FINISHED", "FAILED", "KILLED"]);

/**
 * Collects runs row by row, lower rows first, and gives the columns that are wanted of them. The same for every backend, so that their
 * answers have one shape; one that can leave columns out in its store saves reading them.
 */
export class RunColumns {
  readonly #heads: readonly RunHead[];
  readonly #wanted: WantedColumns;
  readonly #metrics: MetricRows;
  readonly #params: TextOfRuns;
  readonly #tags: TextOfRuns;
  /** Tags that MLflow keeps what every run has in. */
  readonly #headTags = new TextOfRuns(headTags);
  readonly #datasets: RunDataset[][];
  readonly #problems: RowProblem[] = [];

  constructor(heads: readonly RunHead[], wanted: WantedColumns = {}) {
    this.#heads = heads;
    this.#wanted = wanted;
    this.#metrics = new MetricRows(wanted);
    this.#params = new TextOfRuns(wanted.params);
    this.#tags = new TextOfRuns(wanted.tags);
    this.#datasets = heads.map(() => []);
  }

  metric(row: number, metric: LatestMetric): void {
    this.#metrics.add(row, metric.key, metric.value, metric.step, metric.timestamp);
  }

  param(row: number, key: string, value: string): void {
    this.#params.add(row, key, value);
  }

  tag(row: number, key: string, value: string): void {
    this.#tags.add(row, key, value);
    this.#headTags.add(row, key, value);
  }

  /** Whether source and schema of data sets are wanted. */
  get wantsDatasetDetails(): boolean {
    return this.#wanted.datasetDetails === true;
  }

  dataset(row: number, dataset: RunDataset): void {
    if (this.#wanted.datasets !== false) this.#datasets[row]?.push(dataset);
  }

  /** Says of a row that it is not whole; rows come in their order, each once. */
  problem(row: number, why: string): void {
    this.#problems.push({ row, why });
  }

  page(nextPageToken: string | undefined): RunPage {
    const heads = this.#heads;
    const headTags = this.#headTags.columns();
    const [userTags, nameTags] = [columnOf(headTags, userTag), columnOf(headTags, nameTag)];
    return {
      ids: heads.map((head) => head.id),
      names: heads.map((head, row) => head.name || textAt(nameTags, row) || ""),
      experimentIds: heads.map((head) => head.experimentId),
      statuses: heads.map((head) => (statuses.has(head.status) ? (head.status as RunStatus) : "UNKNOWN")),
      lifecycles: heads.map((head): Lifecycle => (head.lifecycle === "deleted" ? "deleted" : "active")),
      // `user_id` is deprecated in MLflow and often empty or `unknown`; its own page shows the tag.
      users: heads.map((head, row) => textAt(userTags, row) || head.user),
      startTimes: Float64Array.from(heads, (head) => head.startTime ?? Number.NaN),
      endTimes: Float64Array.from(heads, (head) => head.endTime ?? Number.NaN),
      artifactUris: heads.map((head) => head.artifactUri),
      metrics: this.#metrics.columns(),
      params: this.#params.columns(),
      tags: this.#tags.columns(),
      datasets: this.#datasets.map((list) => list.sort(byNameAndDigest)),
      ...(this.#problems.length === 0 ? {} : { problems: this.#problems }),
      ...(nextPageToken === undefined ? {} : { nextPageToken }),
    };
  }
}

/** A column that was collected whole. */
function asOnePart<S>([key, part]: readonly [string, S]) {
  return { key, parts: [{ part, start: 0 }] as const };
}

/** Params or tags while they are collected; all of them where none are named. */
class TextOfRuns {
  readonly #wanted: ReadonlySet<string> | undefined;
  readonly #columns = new Map<string, { readonly rows: number[]; readonly values: string[] }>();

  constructor(wanted: readonly string[] | undefined) {
    this.#wanted = wanted && new Set(wanted);
  }

  add(row: number, key: string, value: string): void {
    if (this.#wanted?.has(key) === false) return;
    let column = this.#columns.get(key);
    if (column === undefined) {
      column = { rows: [], values: [] };
      this.#columns.set(key, column);
    }
    column.values[placeFor(column.rows, row)] = value;
  }

  columns(): TextColumn[] {
    return joinTexts([...this.#columns].map(asOnePart));
  }
}

/** The place of a row that is added to a column: the last one's again where a key comes twice for one run. */
function placeFor(rows: number[], row: number): number {
  const last = rows.at(-1) ?? -1;
  if (row < last) throw new RangeError(`Row ${row} comes after row ${last}`);
  if (row > last) rows.push(row);
  return rows.length - 1;
}

function byNameAndDigest(a: RunDataset, b: RunDataset): number {
  if (a.name !== b.name) return a.name < b.name ? -1 : 1;
  return a.digest < b.digest ? -1 : a.digest > b.digest ? 1 : 0;
}

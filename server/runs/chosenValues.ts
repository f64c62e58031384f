import type { Better, ChosenValue, RunsQuery } from "#protocol/views/runs.ts";
import type { Registry } from "#registry/api.ts";
import { columnOf, placeOf } from "#registry/model/columns.ts";
import { valueAtBest } from "#registry/model/compare/atBest.ts";
import { RegistryError } from "#registry/model/errors.ts";
import { forRuns } from "#registry/model/forRuns.ts";
import type { MetricColumn, RunPage } from "#registry/model/types.ts";

/** Where values need whole histories, so many runs are read, the newest first. */
const mostHistories = 1000;
/** Histories up to this length are read whole; a longer one is looked at as a curve is drawn. */
const mostPoints = 50_000;

/** What was found for a run, as long as its latest point is this one. */
interface Found {
  readonly latest: string;
  /** Absent: there is none. */
  readonly value: number | undefined;
}

/** A page with the values that were chosen in the place of the last ones. */
export interface WithValues {
  readonly page: RunPage;
  /** What could not be read, in words. */
  readonly notes: readonly string[];
}

type Direction = (metric: string) => Better | undefined;

/** Least, greatest and best-step values of metrics. A run's are read once, and again when it has logged more. */
export class ChosenValues {
  readonly #found = new WeakMap<Registry, Map<string, Map<string, Found>>>();
  readonly #pages = new WeakMap<RunPage, { readonly of: string; readonly made: Promise<WithValues> }>();

  /** The page as the query wants it. Rejects as the registry does. */
  in(
    registry: Registry,
    page: RunPage,
    { values = {} }: Pick<RunsQuery, "values">,
    directionOf: Direction,
    signal: AbortSignal,
  ): Promise<WithValues> {
    const wanted = Object.entries(values);
    if (wanted.length === 0) return Promise.resolve({ page, notes: [] });
    const of = JSON.stringify(wanted.map(([metric, value]) => [metric, value, directionOf(value.slice(3))]));
    const known = this.#pages.get(page);
    if (known?.of === of) {
      return known.made.catch((error) => {
        // Somebody else's question was given up, and its read with it: this one is still wanted.
        if (RegistryError.is(error) || signal.aborted) throw error;
        return this.in(registry, page, { values }, directionOf, signal);
      });
    }
    const made = this.#withValues(registry, page, wanted, directionOf, signal);
    this.#pages.set(page, { of, made });
    // What failed or was given up is read again.
    made.catch(() => this.#pages.delete(page));
    return made;
  }

  async #withValues(
    registry: Registry,
    page: RunPage,
    wanted: readonly (readonly [string, ChosenValue])[],
    directionOf: Direction,
    signal: AbortSignal,
  ): Promise<WithValues> {
    const { quickRanges } = await registry.capabilities(signal);
    const notes: string[] = [];
    const columns = new Map<string, MetricColumn>();
    for (const [metric, value] of wanted) {
      const column = columnOf(page.metrics, metric);
      if (column === undefined) continue;
      const most = quickRanges && !value.startsWith("at:") ? Number.POSITIVE_INFINITY : mostHistories;
      columns.set(metric, await this.#column(registry, page, column, value, { most, directionOf }, signal));
      if (column.rows.length > most) notes.push(`${nameOf(metric, value)} is known of the newest ${most.toLocaleString("en")} runs.`);
    }
    return { page: { ...page, metrics: page.metrics.map((column) => columns.get(column.key) ?? column) }, notes };
  }

  async #column(
    registry: Registry,
    page: RunPage,
    column: MetricColumn,
    value: ChosenValue,
    { most, directionOf }: { readonly most: number; readonly directionOf: Direction },
    signal: AbortSignal,
  ): Promise<MetricColumn> {
    const found = this.#of(registry, `${value}\n${directionOf(value.slice(3)) ?? ""}\n${column.key}`);
    const beside = value.startsWith("at:") ? columnOf(page.metrics, value.slice(3)) : undefined;
    const rows = [...column.rows].slice(0, Math.min(most, column.rows.length));
    const latest = new Map(rows.map((row) => [page.ids[row] ?? "", `${latestOf(column, row)} ${beside ? latestOf(beside, row) : ""}`]));
    const unread = [...latest.keys()].filter((id) => found.get(id)?.latest !== latest.get(id));
    const read = await valuesOf(registry, unread, column.key, value, directionOf, signal);
    for (const id of unread) found.set(id, { latest: latest.get(id) ?? "", value: read.get(id) });
    const kept = [...column.rows.entries()].flatMap(([at, row]) => {
      const own = at < rows.length ? found.get(page.ids[row] ?? "")?.value : undefined;
      return own === undefined ? [] : [{ at, row, own }];
    });
    return {
      key: column.key,
      rows: Uint32Array.from(kept, ({ row }) => row),
      values: Float64Array.from(kept, ({ own }) => own),
      steps: Float64Array.from(kept, ({ at }) => column.steps[at] ?? Number.NaN),
      timestamps: Float64Array.from(kept, ({ at }) => column.timestamps[at] ?? Number.NaN),
    };
  }

  #of(registry: Registry, key: string): Map<string, Found> {
    const known = this.#found.get(registry) ?? new Map<string, Map<string, Found>>();
    this.#found.set(registry, known);
    const found = known.get(key) ?? new Map<string, Found>();
    known.set(key, found);
    return found;
  }
}

/** `max of val_auc`, `loss at the best val_auc`. */
export function nameOf(metric: string, value: ChosenValue): string {
  return value.startsWith("at:") ? `${metric} at the best ${value.slice(3)}` : `${value} of ${metric}`;
}

function latestOf(column: MetricColumn, row: number): string {
  const at = placeOf(column, row);
  return `${column.steps[at]} ${column.timestamps[at]} ${column.values[at]}`;
}

async function valuesOf(
  registry: Registry,
  runIds: readonly string[],
  metric: string,
  value: ChosenValue,
  directionOf: Direction,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, number>> {
  if (value === "min" || value === "max") {
    const ranges = await forRuns(runIds, (ids) => registry.metricRanges({ runIds: ids, metrics: [metric] }, signal));
    return new Map(ranges.map((range) => [range.runId, range[value]]));
  }
  const beside = value.slice(3);
  const histories = await forRuns(runIds, (ids) =>
    registry.history({ runIds: ids, metrics: [metric, beside], maxPoints: mostPoints }, signal),
  );
  const better = directionOf(beside);
  if (better === undefined) return new Map();
  const byRun = Map.groupBy(histories, ({ runId }) => runId);
  return new Map(
    [...byRun].flatMap(([runId, own]) => {
      const of = (key: string) => own.find((history) => history.metric === key);
      const [history, other] = [of(metric), of(beside)];
      const at = history && other && valueAtBest(history, other, better);
      return at === undefined ? [] : [[runId, at.value] as const];
    }),
  );
}

import type { HistoryQuery } from "#registry/api.ts";
import { unclamp } from "#registry/model/infinity.ts";
import type { MetricHistory } from "#registry/model/types.ts";
import { byTime, type HistoryRow, historyIndex, indexByStep, pointsSql } from "./histories.ts";
import type { Connection } from "./store.ts";

/** Steps, of all histories asked for, whose points are read whole as quickly as some of them are found here and there. */
const quicklyRead = 100_000;
/** Of each history; they take as long to find as 1,000 take to read. */
const pointsOfSample = 120;
/** Histories that are looked into in one read, which a writer may have to wait for. */
const atOnce = 10;

interface Wanted {
  readonly runId: string;
  readonly metric: string;
}

/** First and last step. */
type Ends = readonly [first: number, last: number];

/**
 * Some points of each history (`HistoryQuery.sample`), each looked up in the index by step. Older stores have no such index, and no samples. `read`
 * runs its work in a short read of its own.
 */
export async function readSamples(
  { runIds, metrics, maxPoints }: HistoryQuery,
  read: <T>(work: (connection: Connection) => T) => Promise<T>,
): Promise<MetricHistory[]> {
  const wanted = [...new Set(runIds)].flatMap((runId) => metrics.map((metric) => ({ runId, metric })));
  const known = await read((connection) =>
    historyIndex(connection).includes(indexByStep) ? wanted.flatMap((each) => withEnds(connection, each)) : [],
  );
  if (known.reduce((sum, { ends: [first, last] }) => sum + last - first, 0) <= quicklyRead) return [];
  const points = Math.min(maxPoints, pointsOfSample);
  const found: MetricHistory[] = [];
  for (let from = 0; from < known.length; from += atOnce) {
    const some = known.slice(from, from + atOnce);
    found.push(...(await read((connection) => some.map((each) => sampleOf(connection, each, points)))));
  }
  return found;
}

const ofRun = `FROM metrics INDEXED BY ${indexByStep} WHERE run_uuid = ?1 AND key = ?2`;

/** None for a history without points. */
function withEnds(connection: Connection, wanted: Wanted): (Wanted & { readonly ends: Ends })[] {
  const sql = `SELECT CAST((SELECT min(step) ${ofRun}) AS REAL), CAST((SELECT max(step) ${ofRun}) AS REAL)`;
  const [first, last] = connection.rows(sql, wanted.runId, wanted.metric)[0] ?? [];
  return typeof first === "number" && typeof last === "number" ? [{ ...wanted, ends: [first, last] }] : [];
}

function sampleOf(connection: Connection, { runId, metric, ends }: Wanted & { readonly ends: Ends }, points: number): MetricHistory {
  const [first, last] = ends;
  const places = Array.from({ length: points }, (_, place) => first + Math.floor(((last - first) * place) / (points - 1)));
  const found = `SELECT (SELECT rowid ${ofRun} AND step >= place.value ORDER BY step LIMIT 1) FROM json_each(?3) place`;
  const sql = `${pointsSql} WHERE rowid IN (${found})`;
  const rows = (connection.rows(sql, runId, metric, JSON.stringify(places)) as HistoryRow[]).sort(byTime);
  return {
    ...{ runId, metric, total: Number.NaN },
    steps: Float64Array.from(rows, ([, step]) => step),
    timestamps: Float64Array.from(rows, ([, , timestamp]) => timestamp),
    values: Float64Array.from(rows, ([value]) => (value === null ? Number.NaN : unclamp(value))),
  };
}

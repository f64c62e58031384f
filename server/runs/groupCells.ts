import type { ColumnId, RunsQuery } from "#protocol/views/runs.ts";
import { formatDuration, formatMetrics } from "#registry/model/format.ts";
import { spreadText } from "#registry/model/spread.ts";
import type { RunPage } from "#registry/model/types.ts";
import { keyOf, kindOf, wordAt } from "./columnValues.ts";
import { type RunGroup, spreadsOf } from "./groups.ts";

/** What stands in a column for some groups; numbers with as many digits as tell those of all groups apart. */
export function groupCells(
  page: RunPage,
  id: ColumnId,
  groups: readonly RunGroup[],
  among: readonly RunGroup[],
  summary: RunsQuery["summary"],
): (string | null)[] {
  const isTime = id === "attribute:start_time" || id === "attribute:duration";
  if (kindOf(id) === "metric" || isTime) return numberCells(page, id, groups, among, summary);
  if (id === "attribute:version") return groups.map(() => null);
  const word = wordAt(page, id);
  return groups.map(({ rows }) => {
    const words = new Set(rows.map((row) => word(row)));
    const [only] = words;
    if (words.size > 1) return `${words.size} values`;
    return only ?? null;
  });
}

function numberCells(
  page: RunPage,
  id: ColumnId,
  groups: readonly RunGroup[],
  among: readonly RunGroup[],
  summary: RunsQuery["summary"],
): (string | null)[] {
  const spreads = new Map(spreadsOf(page, id, among).map((spread, at) => [among[at], spread]));
  // The newest start, the usual duration.
  if (id === "attribute:start_time")
    return groups.map((group) => {
      const newest = spreads.get(group)?.max;
      return newest === undefined ? null : new Date(newest).toISOString();
    });
  if (keyOf(id) === "duration" && kindOf(id) === "attribute")
    return groups.map((group) => {
      const mean = spreads.get(group)?.mean;
      return mean === undefined ? null : formatDuration(mean);
    });
  const middles = among.map((group) => spreads.get(group)?.[summary === "median" ? "median" : "mean"]);
  const logged = middles.filter((value) => value !== undefined);
  const texts = formatMetrics(logged).values();
  const written = new Map(middles.map((value, at) => [among[at], value === undefined ? undefined : texts.next().value]));
  return groups.map((group) => {
    const [spread, middle] = [spreads.get(group), written.get(group)];
    if (spread === undefined || middle === undefined) return null;
    if (spread.n === 1 || spread.min === spread.max) return middle;
    if (summary === "median") return `${middle} (${formatMetrics([spread.min, spread.max]).join("–")})`;
    return Number.isNaN(spread.std) ? middle : `${middle} ± ${spreadText(spread.std)}`;
  });
}

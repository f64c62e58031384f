import type { Answer } from "#protocol/message.ts";
import type { RunTags, RunTagsAnswer } from "#protocol/runEdits.ts";
import type { Registry } from "#registry/api.ts";
import { textAt } from "#registry/model/columns.ts";
import { forRuns } from "#registry/model/forRuns.ts";
import { naturalOrder } from "#registry/model/naturalOrder.ts";
import { runNoteTag } from "#registry/model/registryRules.ts";
import { runNameAt } from "#registry/model/runName.ts";
import type { RunPage, TextColumn } from "#registry/model/types.ts";
import { answer } from "../registry/answer.ts";
import type { Log } from "../world.ts";

/** What is suggested comes from so many of the newest runs: enough to know what people write. */
const mostLooked = 500;
const mostValues = 50;
const onlyTags = { metrics: [], params: [], datasets: false } as const;

/** The tags of runs, and what is known from the others of their experiment. */
export function runTags(
  { runIds, suggest }: { readonly runIds: readonly string[]; readonly suggest?: boolean },
  { registry, log }: { readonly registry: Registry; readonly log: Log },
  signal: AbortSignal,
): Promise<Answer<RunTagsAnswer>> {
  const work = async (): Promise<RunTagsAnswer> => {
    const parts = await forRuns([...new Set(runIds)], async (ids) => [await registry.runsById({ ids, columns: onlyTags }, signal)]);
    const runs = parts.flatMap((page) => page.ids.map((_id, row) => tagsOf(page, row)));
    const experimentId = parts[0]?.experimentIds[0];
    if (!suggest || experimentId === undefined) return { runs, known: [] };
    const query = { experimentIds: [experimentId], filter: "", orderBy: [], limit: mostLooked, columns: onlyTags };
    return { runs, known: knownTags(await registry.runs(query, signal)) };
  };
  return answer(work, log, signal);
}

function tagsOf(page: RunPage, row: number): RunTags {
  const own = page.tags.filter(isPersons).flatMap((column) => {
    const value = textAt(column, row);
    return value === undefined ? [] : [[column.key, value] as const];
  });
  return {
    runId: page.ids[row] ?? "",
    name: runNameAt(page, row),
    isDeleted: page.lifecycles[row] === "deleted",
    tags: Object.fromEntries(own),
  };
}

function knownTags(page: RunPage): RunTagsAnswer["known"] {
  const columns = page.tags.filter((column) => isPersons(column) && column.key !== runNoteTag);
  return columns
    .sort((a, b) => b.rows.length - a.rows.length || naturalOrder(a.key, b.key))
    .map(({ key, values }) => ({ key, values: mostCommon(values) }));
}

/** Most common first. */
function mostCommon(values: readonly string[]): string[] {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts]
    .sort(([a, one], [b, other]) => other - one || naturalOrder(a, b))
    .slice(0, mostValues)
    .map(([value]) => value);
}

function isPersons({ key }: TextColumn): boolean {
  return !key.startsWith("mlflow.") || key === runNoteTag;
}

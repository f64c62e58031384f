import type { Registry } from "#registry/api.ts";
import { forRuns } from "#registry/model/forRuns.ts";
import { CannotDo } from "./io.ts";
import { allExperiments } from "./paging.ts";
import { type RunRow, runRows } from "./rows.ts";

/** Runs named by id, `runs:/` URI, or by their name where only one run has it; in the order asked for. */
export async function findRuns(registry: Registry, named: readonly string[], signal: AbortSignal): Promise<RunRow[]> {
  const names = named.map((name) => name.replace(/^runs:\/+([^/]+).*$/, "$1"));
  const found = await forRuns(names, async (part) => runRows(await registry.runsById({ ids: part }, signal)));
  const byId = new Map(found.map((row) => [row.run_id, row]));
  const rows: RunRow[] = [];
  for (const name of names) rows.push(byId.get(name) ?? (await findByName(registry, name, signal)));
  return rows;
}

async function findByName(registry: Registry, name: string, signal: AbortSignal): Promise<RunRow> {
  const experimentIds = (await allExperiments(registry, signal)).map((experiment) => experiment.id);
  const quoted = name.includes("'") ? `"${name}"` : `'${name}'`;
  const query = { experimentIds, filter: `attributes.run_name = ${quoted}`, orderBy: [], limit: 2 };
  const rows = experimentIds.length === 0 ? [] : runRows(await registry.runs(query, signal));
  const [only] = rows;
  if (only === undefined) throw new CannotDo(`There is no run ${name}.`);
  if (rows.length > 1) throw new CannotDo(`Several runs are called ${name}. Name it by its id.`);
  return only;
}

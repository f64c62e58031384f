import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import type { RunsState, SortBy } from "#protocol/views/runs.ts";

/** A run as the file has it. */
export interface StoredRun {
  readonly id: string;
  readonly name: string;
  readonly status: string;
  readonly user: string;
  readonly start: number;
  readonly end: number | null;
  readonly metrics: ReadonlyMap<string, number>;
  readonly params: ReadonlyMap<string, string>;
  readonly tags: ReadonlyMap<string, string>;
}

/** The runs of an experiment, newest first, read from the file with nothing of ours. */
export function storedRuns(folder: string, { isDeleted = false, values = {} }: Pick<RunsState, "isDeleted" | "values">): StoredRun[] {
  const database = new DatabaseSync(join(folder, "mlflow.db"), { readOnly: true });
  try {
    const rows = (sql: string) => database.prepare(sql).all() as Record<string, string | number | null>[];
    const stage = isDeleted ? "deleted" : "active";
    const runs = rows(`SELECT * FROM runs WHERE experiment_id = 1 AND lifecycle_stage = '${stage}' ORDER BY start_time DESC, run_uuid`);
    const byRun = <T>(sql: string) => Map.groupBy(rows(sql), (row) => row["run_uuid"]) as Map<string, { key: string; value: T }[]>;
    const metrics = byRun<number>("SELECT * FROM latest_metrics");
    const params = byRun<string>("SELECT * FROM params");
    const tags = byRun<string>("SELECT * FROM tags");
    const extremes = Object.entries(values).map(([key, of]) => ({
      key,
      found: byRun<number>(
        `SELECT run_uuid, key, ${of === "max" ? "max" : "min"}(value) AS value FROM metrics WHERE key = '${key}' GROUP BY run_uuid`,
      ),
    }));
    const map = <T>(entries: readonly { key: string; value: T }[] = []) => new Map(entries.map(({ key, value }) => [key, value]));
    return runs.map((run) => {
      const id = String(run["run_uuid"]);
      const own = map(metrics.get(id));
      for (const { key, found } of extremes) {
        const value = found.get(id)?.[0]?.value;
        if (value === undefined) own.delete(key);
        else own.set(key, value);
      }
      return {
        ...{ id, name: String(run["name"]), status: String(run["status"]), user: String(run["user_id"]) },
        ...{ start: Number(run["start_time"]), end: run["end_time"] === null ? null : Number(run["end_time"]) },
        ...{ metrics: own, params: map(params.get(id)), tags: map(tags.get(id)) },
      };
    });
  } finally {
    database.close();
  }
}

/** What a run has in a column; undefined: nothing. Numbers where all are numbers. */
export function valueIn(column: string, run: StoredRun, all: readonly StoredRun[]): number | string | undefined {
  const [kind, key] = [column.slice(0, column.indexOf(":")), column.slice(column.indexOf(":") + 1)];
  if (kind === "metric") return run.metrics.get(key);
  if (kind === "attribute") {
    const own: Record<string, number | string | undefined> = {
      run_name: run.name,
      status: run.status,
      user_id: run.user,
      start_time: run.start,
    };
    return key === "duration" ? (run.end === null ? undefined : run.end - run.start) : own[key];
  }
  const text = (of: StoredRun) => (kind === "param" ? of.params : of.tags).get(key);
  const isNumeric = all.every((each) => text(each) === undefined || (text(each) !== "" && Number.isFinite(Number(text(each)))));
  const own = text(run);
  return own === undefined ? undefined : isNumeric ? Number(own) : own;
}

/** The runs that pass, as they are sorted; undefined: the model does not know this filter. */
export function expectedRuns(all: readonly StoredRun[], tested: readonly StoredRun[], state: RunsState): StoredRun[] | undefined {
  const test = filterOf(state.filter);
  if (test === undefined) return undefined;
  const quick = new Set(state.quick);
  // Whose runs they are and what time it is, others test.
  if (quick.has("recent") || quick.has("mine")) return undefined;
  const statuses = [...(quick.has("running") ? ["RUNNING"] : []), ...(quick.has("failed") ? ["FAILED", "KILLED"] : [])];
  const passes = (run: StoredRun, at: number) =>
    test(tested[at] ?? run) &&
    (statuses.length === 0 || statuses.includes(run.status)) &&
    !(quick.has("unfinished") && run.status === "FINISHED");
  return all.filter(passes).sort((a, b) => compared(a, b, all, state.sort) || all.indexOf(a) - all.indexOf(b));
}

const words = new Intl.Collator("en", { numeric: true });

function compared(a: StoredRun, b: StoredRun, all: readonly StoredRun[], sort: readonly SortBy[]): number {
  for (const { column, descending } of sort) {
    const [one, other] = [valueIn(column, a, all), valueIn(column, b, all)];
    if (one === undefined || other === undefined) {
      if (one !== other) return one === undefined ? 1 : -1;
      continue;
    }
    const difference = typeof one === "number" ? one - Number(other) : words.compare(one, String(other));
    if (difference !== 0) return descending ? -difference : difference;
  }
  return 0;
}

/** Conditions joined by AND, and by OR in parentheses: as much of the language as the hands use. */
function filterOf(text: string): ((run: StoredRun) => boolean) | undefined {
  if (text.trim() === "") return () => true;
  const tests = text.split(/ AND (?![^(]*\))/).map((part) => {
    const either = /^\((.*)\)$/.exec(part.trim())?.[1] ?? part;
    const some = either.split(" OR ").map((each) => conditionOf(each.trim()));
    return some.every((each) => each !== undefined) ? (run: StoredRun) => some.some((each) => each?.(run)) : undefined;
  });
  return tests.every((each) => each !== undefined) ? (run) => tests.every((each) => each?.(run)) : undefined;
}

function conditionOf(text: string): ((run: StoredRun) => boolean) | undefined {
  const [, kind, key = "", operator = "", value = ""] =
    /^(metrics|params|tags|attributes)\.[`"]?([\w./]+?)[`"]?\s*(>=|<=|!=|=|>|<)\s*(.+)$/.exec(text) ?? [];
  if (kind === undefined) return undefined;
  const quoted = /^'(.*)'$/.exec(value)?.[1];
  const wanted = quoted ?? Number(value);
  if (typeof wanted === "number" && Number.isNaN(wanted)) return undefined;
  return (run) => {
    const attributes: Record<string, unknown> = {
      run_id: run.id,
      run_name: run.name,
      status: run.status,
      start_time: run.start,
      end_time: run.end,
      user_id: run.user,
    };
    const own =
      kind === "metrics"
        ? run.metrics.get(key)
        : kind === "params"
          ? run.params.get(key)
          : kind === "tags"
            ? run.tags.get(key)
            : attributes[key];
    if (own === undefined || own === null) return false;
    const holds: Record<string, boolean> = {
      ...{ "=": own === wanted, "!=": own !== wanted, ">": own > wanted, "<": own < wanted },
      ...{ ">=": own >= wanted, "<=": own <= wanted },
    };
    return holds[operator] ?? false;
  };
}

/** A row of the table, as a person counts them. */
export type ExpectedRow =
  | { readonly run: string; readonly isAside?: boolean }
  | { readonly group: string; readonly members: readonly string[] };

/** The rows of the whole table; undefined: the model does not know. */
export function expectedRows(all: readonly StoredRun[], passing: readonly StoredRun[], state: RunsState): ExpectedRow[] | undefined {
  const { groupBy = [], turned = [], isFlat } = state;
  if (groupBy.length > 0) {
    const groups = [...Map.groupBy(passing, (run) => groupOf(run, state))];
    const rows = groups.map(([group, members]) => [
      { group, members: members.map(({ id }) => id) },
      ...(turned.includes(group) ? members.map(({ id }) => ({ run: id })) : []),
    ]);
    // How groups are sorted is another test's.
    return rows.flat();
  }
  const byId = new Map(all.map((run) => [run.id, run]));
  const parentOf = (run: StoredRun) => byId.get(run.tags.get("mlflow.parentRunId") ?? "");
  if (isFlat) return passing.map(({ id }) => ({ run: id }));
  const children = new Map<string, string[]>();
  const placed = new Set<string>();
  for (const run of passing) {
    const chain: StoredRun[] = [];
    for (let each: StoredRun | undefined = run; each !== undefined; each = parentOf(each)) chain.unshift(each);
    let above = "";
    for (const { id } of chain) {
      if (!placed.has(id)) children.set(above, [...(children.get(above) ?? []), id]);
      placed.add(id);
      above = id;
    }
  }
  const passes = new Set(passing.map(({ id }) => id));
  const under = (id: string): ExpectedRow[] =>
    (children.get(id) ?? []).flatMap((run) => [{ run, isAside: !passes.has(run) }, ...(turned.includes(run) ? [] : under(run))]);
  return under("");
}

/** Of the group that a run is in. */
export function groupOf(run: StoredRun, { groupBy = [] }: RunsState): string {
  return `group:${JSON.stringify(groupBy.map((id) => textIn(id, run)))}`;
}

function textIn(column: string, run: StoredRun): string | null {
  const key = column.slice(column.indexOf(":") + 1);
  if (column.startsWith("param:")) return run.params.get(key) ?? null;
  if (column.startsWith("tag:")) return run.tags.get(key) ?? null;
  return key === "status" ? run.status : key === "user_id" ? run.user : null;
}

import type { SQLInputValue } from "node:sqlite";
import type { PageQuery } from "#registry/api.ts";
import { RegistryError } from "#registry/model/errors.ts";
import { checkedLimit, offsetOf, pageFrom } from "#registry/model/pageToken.ts";
import type { Experiment, ExperimentActivity, KeyValue, Page } from "#registry/model/types.ts";
import { inWorkspace } from "./modelRows.ts";
import type { Connection } from "./store.ts";

export function readExperiments(connection: Connection, query: PageQuery): Page<Experiment> {
  const offset = offsetOf(query.pageToken);
  const order = hasTimes(connection) ? "last_update_time DESC, " : "";
  const where = `lifecycle_stage = 'active' ORDER BY ${order}experiment_id DESC LIMIT ? OFFSET ?`;
  const limit = checkedLimit(query.limit);
  return pageFrom(selectExperiments(connection, where, limit + 1, offset), limit, offset);
}

export function readExperiment(connection: Connection, id: string): Experiment {
  if (!/^\d+$/.test(id)) {
    throw new RegistryError("invalid", `“${id.slice(0, 64)}” is no id of an experiment.`, "Use a number such as 3.");
  }
  const [found] = selectExperiments(connection, "CAST(experiment_id AS TEXT) = ?", id);
  if (found !== undefined) return found;
  throw new RegistryError("notFound", `There is no experiment with the id ${id.slice(0, 64)}.`, "Refresh the view.");
}

/** Both columns came with MLflow 1.29. */
function hasTimes(connection: Connection): boolean {
  return connection.has("experiments", "last_update_time");
}

function selectExperiments(connection: Connection, where: string, ...parameters: SQLInputValue[]): Experiment[] {
  const times = hasTimes(connection) ? "CAST(creation_time AS REAL), CAST(last_update_time AS REAL)" : "NULL, NULL";
  const sql =
    `SELECT experiment_id, name, artifact_location, lifecycle_stage, ${times} FROM experiments ` +
    `WHERE ${inWorkspace(connection, "experiments")} AND ${where}`;
  const rows = connection.rows(sql, ...parameters);
  const tags = tagsOf(connection, JSON.stringify(rows.map((row) => row[0])));
  return rows.map(([id, name, location, lifecycle, created, updated]): Experiment => {
    return {
      id: String(id),
      name: String(name ?? ""),
      artifactLocation: String(location ?? ""),
      lifecycle: lifecycle === "deleted" ? "deleted" : "active",
      ...(created === null ? {} : { createdAt: Number(created) }),
      ...(updated === null ? {} : { updatedAt: Number(updated) }),
      tags: tags.get(String(id)) ?? [],
    };
  });
}

function tagsOf(connection: Connection, ids: string): ReadonlyMap<string, KeyValue[]> {
  const tags = new Map<string, KeyValue[]>();
  if (!connection.has("experiment_tags")) return tags;
  const sql = "SELECT experiment_id, key, value FROM experiment_tags WHERE experiment_id IN (SELECT value FROM json_each(?)) ORDER BY key";
  for (const [id, key, value] of connection.rows(sql, ids)) {
    const list = tags.get(String(id)) ?? [];
    list.push({ key: String(key), value: String(value ?? "") });
    tags.set(String(id), list);
  }
  return tags;
}

export function readActivity(connection: Connection, experimentIds: readonly string[]): ExperimentActivity[] {
  const sql =
    "SELECT CAST(experiment_id AS TEXT), count(*), CAST(max(start_time) AS REAL) FROM runs " +
    "WHERE lifecycle_stage = 'active' AND CAST(experiment_id AS TEXT) IN (SELECT value FROM json_each(?)) GROUP BY experiment_id";
  const found = new Map(connection.rows(sql, JSON.stringify(experimentIds)).map((row) => [String(row[0]), row]));
  return experimentIds.map((experimentId) => {
    const [, count, last] = found.get(experimentId) ?? [];
    return { experimentId, runCount: Number(count ?? 0), ...(typeof last === "number" ? { lastStart: last } : {}) };
  });
}

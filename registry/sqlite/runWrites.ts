import { deletedRun, runNameTag, runNotFound, tagNotFound } from "#registry/model/registryRules.ts";
import type { Connection } from "./store.ts";

// What MLflow 3.17.2 does (`store/tracking/sqlalchemy_store.py`).

/** The name of a run stands in two places. */
export function writeRunTag(connection: Connection, runId: string, key: string, value: string): void {
  checkActive(connection, runId);
  if (key === runNameTag) connection.change("UPDATE runs SET name = ? WHERE run_uuid = ?", value, runId);
  if (connection.change("UPDATE tags SET value = ? WHERE run_uuid = ? AND key = ?", value, runId, key) > 0) return;
  connection.change("INSERT INTO tags (key, value, run_uuid) VALUES (?, ?, ?)", key, value, runId);
}

export function removeRunTag(connection: Connection, runId: string, key: string): void {
  checkActive(connection, runId);
  if (connection.change("DELETE FROM tags WHERE run_uuid = ? AND key = ?", runId, key) === 0) throw tagNotFound(key);
}

/** `now` in ms. The assessments of traces that the run made go with it, as in MLflow. */
export function markRunDeleted(connection: Connection, runId: string, now: number): void {
  checkRun(connection, runId);
  if (connection.has("assessments", "assessment_metadata")) {
    const made = `"mlflow.assessment.sourceRunId": "${runId}"`;
    connection.change("DELETE FROM assessments WHERE instr(assessment_metadata, ?) > 0", made);
  }
  const time = connection.has("runs", "deleted_time") ? ", deleted_time = ?" : "";
  connection.change(`UPDATE runs SET lifecycle_stage = 'deleted'${time} WHERE run_uuid = ?`, ...(time === "" ? [] : [now]), runId);
}

export function markRunActive(connection: Connection, runId: string): void {
  checkRun(connection, runId);
  const time = connection.has("runs", "deleted_time") ? ", deleted_time = NULL" : "";
  connection.change(`UPDATE runs SET lifecycle_stage = 'active'${time} WHERE run_uuid = ?`, runId);
}

function checkRun(connection: Connection, runId: string): string {
  const row = connection.rows("SELECT lifecycle_stage FROM runs WHERE run_uuid = ?", runId)[0];
  if (row === undefined) throw runNotFound(runId);
  return String(row[0] ?? "active");
}

function checkActive(connection: Connection, runId: string): void {
  if (checkRun(connection, runId) !== "active") throw deletedRun(runId);
}

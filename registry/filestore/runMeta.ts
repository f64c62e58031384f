import type { RunHead } from "#registry/model/runColumns.ts";
import { type Meta, numberIn, readMeta, textIn } from "./metaYaml.ts";
import { FileProblem } from "./readFile.ts";

/** MLflow's numbers of a status (3.17.2, `RunStatus` in `service.proto`). */
const statuses: readonly string[] = ["", "RUNNING", "SCHEDULED", "FINISHED", "FAILED", "KILLED"];

/** Keys without which MLflow 3.17.2 does not take a run. What was cut off while it was written lacks the last of them. */
const needed = ["end_time", "experiment_id", "start_time", "user_id"] as const;

/** A run of a folder `<experiment>/<id>`. Throws `FileProblem` for a text that is no run, and for one of another run. */
export function runHead(text: string, id: string): RunHead {
  const meta = readMeta(text);
  if (meta === undefined) throw new FileProblem(text.trim() === "" ? "is empty" : "is half-written or damaged");
  const missing = needed.find((key) => !(key in meta));
  if (missing !== undefined) throw new FileProblem(`is half-written: it has no ${missing}`);
  // The first versions of MLflow called it `run_uuid` alone.
  const written = textIn(meta, "run_id") || textIn(meta, "run_uuid");
  if (written !== id) throw new FileProblem(`is that of another run, ${written.slice(0, 64)}`);
  return {
    id,
    name: textIn(meta, "run_name"),
    experimentId: textIn(meta, "experiment_id"),
    status: statusOf(meta),
    lifecycle: textIn(meta, "lifecycle_stage") || "active",
    user: textIn(meta, "user_id"),
    startTime: numberIn(meta, "start_time"),
    endTime: numberIn(meta, "end_time"),
    artifactUri: textIn(meta, "artifact_uri"),
  };
}

/** As MLflow: a run without a status is running. */
function statusOf(meta: Meta): string {
  const status = meta["status"] ?? 1;
  return typeof status === "number" ? (statuses[status] ?? "") : String(status);
}

/** What stands for a run whose `meta.yaml` cannot be read: its params, metrics and tags may be there all the same. */
export function headWithoutMeta(id: string, experimentId: string): RunHead {
  const nothing = { name: "", status: "", user: "", artifactUri: "", startTime: undefined, endTime: undefined };
  return { id, experimentId, lifecycle: "active", ...nothing };
}

import { isRecord } from "./isRecord.ts";

/** What one version of a Delta table was made by, as its commit in the table's `_delta_log` says it. */
export interface DeltaVersion {
  readonly version: number;
  /** `WRITE`, `DELETE`, `MERGE` …; empty where the commit does not say it, and where it is not there to be read. */
  readonly operation: string;
  /** ms */
  readonly at?: number;
  /** Rows that it wrote; absent where it does not say. */
  readonly written?: number;
  readonly deleted?: number;
}

const longestOperation = 60;
/** Names that writers have for the same: Delta Lake on Spark, then delta-rs. */
const writtenRows = ["numOutputRows", "numTargetRowsInserted", "num_added_rows", "num_output_rows"];
const deletedRows = ["numDeletedRows", "numTargetRowsDeleted", "num_deleted_rows"];

/** The file of a version, below the table: 20 digits (Delta protocol, "Delta Log Entries"). */
export function deltaLogFile(version: number): string {
  return `_delta_log/${String(version).padStart(20, "0")}.json`;
}

/** Reads the `commitInfo` of a commit: lines of JSON, of which this is one. The protocol leaves free what it says, so what is not understood is left out. */
export function readDeltaCommit(version: number, text: string): DeltaVersion {
  const info = commitInfo(text) ?? {};
  const metrics = isRecord(info["operationMetrics"]) ? info["operationMetrics"] : {};
  const operation = typeof info["operation"] === "string" ? info["operation"].slice(0, longestOperation) : "";
  const at = numberOf(info["timestamp"]);
  const written = firstOf(metrics, writtenRows);
  const deleted = firstOf(metrics, deletedRows);
  return {
    version,
    operation,
    ...(at === undefined ? {} : { at }),
    ...(written === undefined ? {} : { written }),
    ...(deleted === undefined ? {} : { deleted }),
  };
}

function commitInfo(text: string): Readonly<Record<string, unknown>> | undefined {
  for (const line of text.split("\n")) {
    if (!/^\s*\{\s*"commitInfo"/.test(line)) continue;
    try {
      const said: unknown = JSON.parse(line);
      const info = isRecord(said) ? said["commitInfo"] : undefined;
      if (isRecord(info)) return info;
    } catch {
      // A line that was cut off, or is none of Delta's.
    }
  }
  return undefined;
}

function firstOf(metrics: Readonly<Record<string, unknown>>, names: readonly string[]): number | undefined {
  return names.map((name) => (Object.hasOwn(metrics, name) ? numberOf(metrics[name]) : undefined)).find((value) => value !== undefined);
}

/** Whole numbers, which Spark writes as texts. */
function numberOf(value: unknown): number | undefined {
  const number = typeof value === "string" && /^\d{1,16}$/.test(value) ? Number(value) : value;
  return typeof number === "number" && Number.isSafeInteger(number) && number >= 0 ? number : undefined;
}

/** The URI of a table's folder on this computer; absent for a table elsewhere, another computer among it: nothing is contacted for it. */
export function deltaFolder(where: string): string | undefined {
  const path = /^file:\/{1,3}(?=[^/])/i.test(where) ? `/${where.replace(/^file:\/*/i, "")}` : encodeURI(where.replaceAll("\\", "/"));
  const isLocal = /^\/(?![/])/.test(path) || /^[a-z]:\//i.test(path);
  if (!isLocal || /(^|[/])\.\.([/]|$)/.test(path) || path.includes("%00") || path.includes("?") || path.includes("#")) return undefined;
  return `file://${path.startsWith("/") ? "" : "/"}${path.replace(/\/+$/, "")}`;
}

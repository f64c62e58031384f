import { withoutSignIn } from "./address.ts";
import { clipped } from "./clipped.ts";
import { type Field, readField, record, typeText } from "./fieldTypes.ts";
import { isRecord } from "./isRecord.ts";
import type { DatasetColumn, DatasetSchema, DatasetSource, RunDataset } from "./types.ts";

const mostColumns = 1000;
/** UTF-16 units of a name, an address or a type; MLflow has no limit of its own. */
const longest = 2000;
/** MLflow 3.17.2 takes no longer schema (`MAX_DATASET_SCHEMA_SIZE`); what was written past it is not parsed. */
const longestJson = 1_048_576;
const longestProfile = 16_777_216;

/** A data set as it is stored: JSON texts, that anybody may have written. */
export interface StoredDataset {
  readonly name: string;
  readonly digest: string;
  readonly context: string;
  readonly profile: string | null | undefined;
  /** Absent: they are not wanted. */
  readonly details?: { readonly sourceType: string; readonly source: string; readonly schema: string };
}

/** A data set as all backends read it: the row count comes from MLflow's free-form profile, when it has one. */
export function runDataset({ name, digest, context, profile, details }: StoredDataset): RunDataset {
  const rows = objectIn(profile ?? "", longestProfile)?.["num_rows"];
  const schema = details && readSchema(details.schema);
  return {
    name,
    digest,
    context,
    ...(typeof rows === "number" && rows >= 0 ? { rows } : {}),
    ...(details === undefined ? {} : { source: readSource(details.sourceType, details.source) }),
    ...(schema === undefined ? {} : { schema }),
  };
}

/** Sources as MLflow 3.17.2 writes them (`mlflow/data/*_dataset_source.py`, `to_dict`). What is not understood is left out. */
export function readSource(kind: string, json: string): DatasetSource {
  const said = objectIn(json) ?? {};
  const tags = kind === "code" ? (isRecord(said["tags"]) ? said["tags"] : {}) : undefined;
  const first = (of: Readonly<Record<string, unknown>>, ...keys: readonly string[]) =>
    keys.map((key) => textIn(of, key)).find((text) => text !== "") ?? "";
  const where = tags
    ? first(tags, "mlflow.source.name")
    : first(said, "uri", "url", "path", "delta_table_name", "table_name", "sql", "name");
  return {
    kind: clipped(kind, longest),
    where: clipped(/^\w+:\/\//.test(where) ? withoutSignIn(where) : where, longest),
    version: clipped(tags ? first(tags, "mlflow.source.git.commit") : first(said, "delta_table_version", "revision"), longest),
    part: clipped([first(said, "config_name"), first(said, "split")].filter((text) => text !== "").join(", "), longest),
  };
}

/** Text or number of a key; MLflow writes Python's `None` as a word where a split is not set. */
function textIn(said: Readonly<Record<string, unknown>>, key: string): string {
  const value = Object.hasOwn(said, key) ? said[key] : undefined;
  return typeof value === "number" || (typeof value === "string" && value !== "None") ? String(value) : "";
}

/** Columns of a table (`mlflow_colspec`), or the tensors of features and targets (`mlflow_tensorspec`). Undefined where there is none that can be read. */
export function readSchema(json: string): DatasetSchema | undefined {
  const said = objectIn(json);
  if (said === undefined) return undefined;
  const columns = listIn(said["mlflow_colspec"]);
  if (columns !== undefined) return schemaOf(columns.map((column) => ({ column, name: "" })));
  const tensors = said["mlflow_tensorspec"];
  if (!isRecord(tensors)) return undefined;
  const parts = (["features", "targets"] as const).flatMap((part) =>
    (listIn(tensors[part]) ?? []).map((column) => ({ column, name: part })),
  );
  return parts.length === 0 ? undefined : schemaOf(parts);
}

function schemaOf(all: readonly { readonly column: unknown; readonly name: string }[]): DatasetSchema {
  return { columns: all.slice(0, mostColumns).map(({ column, name }) => columnOf(column, name)), total: all.length };
}

/** `unnamed`: what a column without a name is called. */
function columnOf(column: unknown, unnamed: string): DatasetColumn {
  const known = isRecord(column) && typeof column["name"] === "string" ? column["name"] : "";
  try {
    const field: Field = readField(record(column));
    return { name: clipped(field.name || unnamed, longest), type: clipped(typeText(field.type), longest), required: field.required };
  } catch {
    return { name: clipped(known || unnamed, longest), type: "", required: true };
  }
}

/** A list, or the JSON text of one. */
function listIn(value: unknown): readonly unknown[] | undefined {
  const list = typeof value === "string" ? parsed(value) : value;
  return Array.isArray(list) ? list : undefined;
}

function objectIn(json: string, longest = longestJson): Readonly<Record<string, unknown>> | undefined {
  const value = parsed(json, longest);
  return isRecord(value) ? value : undefined;
}

function parsed(json: string, longest = longestJson): unknown {
  if (json === "" || json.length > longest) return undefined;
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}

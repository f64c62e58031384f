import type { DatasetColumn, DatasetSource } from "./types.ts";

/** Kinds of sources whose name in MLflow is not what people call them. */
const kinds: Readonly<Record<string, string>> = {
  delta_table: "Delta table",
  http: "HTTP",
  hugging_face: "Hugging Face",
  local: "file",
  code: "code",
  spark: "Spark",
  uc_volume: "Unity Catalog volume",
  databricks: "Databricks table",
  s3: "S3",
  gs: "Google Cloud Storage",
  wasbs: "Azure Blob Storage",
  abfss: "Azure Data Lake",
};

/** `Delta table /lake/tx, version 3`; the kind alone where nothing else is known. */
export function sourceText({ kind, where, version, part }: DatasetSource): string {
  const word = Object.hasOwn(kinds, kind) ? kinds[kind] : kind;
  const place = [word, where].filter((text) => text !== "").join(" ");
  return [place, part, versionText(kind, version)].filter((text) => text !== "").join(", ");
}

function versionText(kind: string, version: string): string {
  if (version === "") return "";
  if (kind === "code") return `commit ${version.slice(0, 7)}`;
  return kind === "hugging_face" ? `revision ${version}` : `version ${version}`;
}

/** The https address at which a person finds the source; absent where there is none. Never one with another scheme: anybody may have logged it. */
export function sourceAddress({ kind, where }: DatasetSource): string | undefined {
  if (kind === "hugging_face") {
    return /^[\w-][\w.-]*(\/[\w-][\w.-]*)?$/.test(where) ? `https://huggingface.co/datasets/${where}` : undefined;
  }
  return /^https:\/\//i.test(where) && URL.canParse(where) ? new URL(where).href : undefined;
}

/** `double`, `string (optional)`; a type that could not be read is not known. */
export function columnType({ type, required }: DatasetColumn): string {
  return `${type === "" ? "not known" : type}${required ? "" : " (optional)"}`;
}

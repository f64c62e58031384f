import type { CompareData } from "#protocol/views/compare.ts";
import type { Registry } from "#registry/api.ts";
import { readSchema, readSource, runDataset } from "#registry/model/dataset.ts";
import type { RunDataset } from "#registry/model/types.ts";

const column = (name: string, type: string, required = true) => ({ name, type, required });

/** The columns of a table as MLflow writes them. */
export function colspec(...columns: readonly (readonly [name: string, type: string])[]): string {
  return JSON.stringify({ mlflow_colspec: columns.map(([name, type]) => column(name, type)) });
}

const wide = colspec(...Array.from({ length: 30 }, (_, at) => [`feature_${at}`, at % 3 === 0 ? "string" : "double"] as const));
const set = (name: string, sourceType: string, source: unknown, schema: string): RunDataset =>
  runDataset({
    ...{ name, digest: "d07b31e5", context: "training", profile: '{"num_rows": 1240000}' },
    details: { sourceType, source: JSON.stringify(source), schema },
  });

/** Sources and schemas of every kind, hostile and broken ones too. */
export const datasetsOfEveryKind: readonly RunDataset[] = [
  set("transactions", "delta_table", { path: "/lake/tx", delta_table_version: 3 }, colspec(["amount", "double"], ["hour", "long"])),
  set("holdout", "local", { uri: "data/holdout.csv" }, wide),
  set("glue", "hugging_face", { path: "glue", config_name: "mrpc", split: "train", revision: "abc" }, colspec(["text", "string"])),
  set("remote", "http", { url: "https://ana:secret@example.com/d.csv" }, ""),
  set("script", "http", { url: "javascript:alert(1)" }, "{"),
  set("<img src=x onerror=alert(1)>", "s3", { uri: "s3://bucket/<b>" }, colspec(["<i>", "a\u202eb"])),
];

/** A registry that says that each of its runs read these. */
export function withDatasets(registry: Registry, datasets: readonly RunDataset[]): Registry {
  const runsById: Registry["runsById"] = async (query, signal) => {
    const page = await registry.runsById(query, signal);
    return { ...page, datasets: page.ids.map(() => datasets) };
  };
  return new Proxy(registry, { get: (target, key) => (key === "runsById" ? runsById : bound(target, key as keyof Registry)) });
}

function bound(registry: Registry, key: keyof Registry): unknown {
  const value: unknown = registry[key];
  return typeof value === "function" ? value.bind(registry) : value;
}

/** The runs of a comparison with a data set that changed: version, rows, a column more, one fewer, one of another type. */
export function withChangedData(data: CompareData): CompareData {
  const schemas = [
    readSchema(colspec(["amount", "double"], ["hour", "long"], ["merchant", "string"])),
    readSchema(colspec(["amount", "float"], ["merchant", "string"], ["device_age_days", "long"])),
  ].filter((schema) => schema !== undefined);
  const runs = data.runs.map((run, at) => {
    const source = readSource("delta_table", JSON.stringify({ path: "/lake/tx", delta_table_version: at === 0 ? 3 : 5 }));
    return { ...run, datasets: run.datasets.map((each) => ({ ...each, source, schema: at === 0 ? 0 : 1 })) };
  });
  return { ...data, runs, schemas };
}

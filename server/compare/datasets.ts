import type { CompareData, CompareDataset } from "#protocol/views/compare.ts";
import type { DatasetSchema, RunDataset } from "#registry/model/types.ts";

/** The data sets of some runs, and the schemas that they have, each once: a hundred runs have one of a thousand columns in common. */
export function compareDatasets(all: readonly (readonly RunDataset[])[]): {
  readonly datasets: readonly (readonly CompareDataset[])[];
  readonly schemas: NonNullable<CompareData["schemas"]>;
} {
  const schemas: DatasetSchema[] = [];
  const places = new Map<string, number>();
  const place = (schema: DatasetSchema) => {
    const key = JSON.stringify(schema);
    const known = places.get(key) ?? schemas.push(schema) - 1;
    places.set(key, known);
    return known;
  };
  const datasets = all.map((sets) => sets.map(({ schema, ...set }) => (schema === undefined ? set : { ...set, schema: place(schema) })));
  return { datasets, schemas };
}

import type { DatasetSchema, RunDataset } from "../types.ts";

/** A data set whose schema stands in a list of those that some runs have. */
export type ComparedDataset = Omit<RunDataset, "schema"> & {
  /** Its place in that list. */
  readonly schema?: number;
};

/** The data sets of some runs, and the schemas that they have, each once: a hundred runs have one of a thousand columns in common. */
export function compareDatasets(all: readonly (readonly RunDataset[])[]): {
  readonly datasets: readonly (readonly ComparedDataset[])[];
  readonly schemas: readonly DatasetSchema[];
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

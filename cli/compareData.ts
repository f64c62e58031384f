import type { Registry } from "#registry/api.ts";
import { type DataRow, dataRows } from "#registry/model/compare/dataRows.ts";
import { type ComparedDataset, compareDatasets } from "#registry/model/compare/datasets.ts";
import type { DatasetSchema } from "#registry/model/types.ts";

/** Of more runs, source and schema of data sets are not read: each may be a megabyte. The Compare page has the same bound. */
const mostDetailed = 100;

/** The data sets of runs, in their order. */
export interface DataOfNamed {
  readonly datasets: readonly (readonly ComparedDataset[])[];
  readonly schemas: readonly DatasetSchema[];
}

export async function dataOf(registry: Registry, ids: readonly string[], signal: AbortSignal): Promise<DataOfNamed> {
  const details = new Set(ids).size <= mostDetailed ? ({ datasetDetails: true } as const) : {};
  const columns = { metrics: [], params: [], tags: [], ...details };
  const page = await registry.runsById({ ids: [...new Set(ids)], columns }, signal);
  const { datasets, schemas } = compareDatasets(page.datasets);
  return { datasets: ids.map((id) => datasets[page.ids.indexOf(id)] ?? []), schemas };
}

/** What differs between the data sets of runs, or of groups of them, as the Compare page says it. */
export function dataRowsOf({ datasets, schemas }: DataOfNamed): DataRow[] {
  return dataRows(
    { runs: datasets.map((own) => ({ datasets: own })), schemas },
    datasets.map((_, index) => index),
  );
}

/** `b7715d0, 41.2 k rows (+5.1 %)` */
export function dataTexts({ cells }: DataRow): string[] {
  return cells.map(({ text, note }) => (note === "" ? text : `${text} (${note})`));
}

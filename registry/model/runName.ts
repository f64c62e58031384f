import type { RunPage } from "./types.ts";

/** What a run is called where its name is not known, or it has none (MLflow before 1.30): the first eight characters of its id. */
export function shortRunId(id: string): string {
  return id.slice(0, 8);
}

/** What the run of a row is called. */
export function runNameAt({ ids, names }: Pick<RunPage, "ids" | "names">, row: number): string {
  return names[row] || shortRunId(ids[row] ?? "");
}

import { runDataset } from "#registry/model/dataset.ts";
import type { RunColumns } from "#registry/model/runColumns.ts";
import type { WantedColumns } from "#registry/model/types.ts";
import { fileProblem, isMissing } from "./errors.ts";
import type { IndexedRun } from "./indexedRun.ts";
import { foldersIn, keysIn, readValue, statAt } from "./keyFiles.ts";
import { type Meta, readMeta, textIn } from "./metaYaml.ts";
import { latestOf } from "./metricFile.ts";
import { readText } from "./readFile.ts";

/** Schemas and profiles of wide tables. */
const longestDataset = 20_000_000;

/** Reads the files of runs into the rows of a page. One for each page: data sets, which runs share, are read once. */
export class RunContent {
  readonly #columns: RunColumns;
  readonly #wanted: WantedColumns;
  readonly #datasets = new Map<string, Meta | undefined>();

  constructor(columns: RunColumns, wanted: WantedColumns) {
    this.#columns = columns;
    this.#wanted = wanted;
  }

  /** Adds what a run has. Gives what could not be read, in words for people. */
  add(row: number, run: IndexedRun): string[] {
    const problems = run.problem === undefined ? [] : [run.problem];
    const attempt = (name: string, read: () => void): void => {
      try {
        read();
      } catch (error) {
        const problem = fileProblem(error);
        if (problem === undefined) throw error;
        problems.push(`${name} ${problem}`);
      }
    };
    const each = (kind: "metrics" | "params" | "tags", read: (folder: string, key: string) => void): void => {
      const folder = `${run.folder}/${kind}`;
      attempt(kind, () => {
        for (const key of this.#wanted[kind] ?? keysIn(folder)) {
          if (isInside(key)) attempt(`${kind}/${key}`, () => read(folder, key));
        }
      });
    };
    each("metrics", (folder, key) => {
      const unread = this.#metric(row, folder, key);
      if (unread > 0)
        problems.push(`metrics/${key} has ${unread === 1 ? "a line that is no point" : `${unread} lines that are no points`}`);
    });
    each("params", (folder, key) => this.#text(folder, key, (value) => this.#columns.param(row, key, value)));
    each("tags", (folder, key) => this.#text(folder, key, (value) => this.#columns.tag(row, key, value)));
    if (this.#wanted.datasets !== false) attempt("inputs", () => this.#inputs(row, run.folder, attempt));
    return problems;
  }

  #metric(row: number, folder: string, key: string): number {
    try {
      const { point, unread } = latestOf(`${folder}/${key}`);
      if (point !== undefined) this.#columns.metric(row, { key, ...point });
      return unread;
    } catch (error) {
      if (isMissing(error)) return 0;
      throw error;
    }
  }

  #text(folder: string, key: string, take: (value: string) => void): void {
    const value = readValue(folder, key);
    if (value !== undefined) take(value);
  }

  #inputs(row: number, run: string, attempt: (name: string, read: () => void) => void): void {
    // Most runs have none, and to be told so by an error takes longer.
    if (statAt(`${run}/inputs`) === undefined) return;
    for (const name of foldersIn(`${run}/inputs`)) {
      attempt(`inputs/${name}/meta.yaml`, () => {
        const input = readMeta(readText(`${run}/inputs/${name}/meta.yaml`, longestDataset));
        if (input === undefined || input["source_type"] !== "DATASET") return;
        const dataset = this.#dataset(`${run}/../datasets`, textIn(input, "source_id"));
        if (dataset === undefined) return;
        const tags = input["tags"];
        const context = (typeof tags === "object" && tags?.["mlflow.data.context"]) || "";
        const of = (key: string) => textIn(dataset, key);
        const stored = { name: of("name"), digest: of("digest"), context, profile: of("profile") };
        const details = this.#wanted.datasetDetails
          ? { details: { sourceType: of("source_type"), source: of("source"), schema: of("schema") } }
          : {};
        this.#columns.dataset(row, runDataset({ ...stored, ...details }));
      });
    }
  }

  /** Absent: it is gone, as MLflow sees it then too. */
  #dataset(folder: string, id: string): Meta | undefined {
    const path = `${folder}/${id}/meta.yaml`;
    if (!/^\w+$/.test(id)) return undefined;
    if (!this.#datasets.has(path)) this.#datasets.set(path, datasetAt(path));
    return this.#datasets.get(path);
  }
}

function datasetAt(path: string): Meta | undefined {
  try {
    return readMeta(readText(path, longestDataset));
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

/** Keys that are asked for are text of others; they name no file elsewhere. */
export function isInside(key: string): boolean {
  return !key.includes("\\") && !key.includes("\0") && key.split("/").every((part) => part !== "" && part !== "." && part !== "..");
}

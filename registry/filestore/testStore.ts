import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { Registry } from "#registry/api.ts";
import { openFileStoreRegistry } from "./fileStoreRegistry.ts";

/** Writes files below a folder: by path, with their text. */
export function writeFiles(folder: string, files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}

/** A `meta.yaml` of these lines, as MLflow writes it. */
export function meta(lines: Readonly<Record<string, string | number>>): string {
  return Object.entries(lines)
    .map(([key, value]) => `${key}: ${value}\n`)
    .join("");
}

/** The `meta.yaml` of a run of experiment 0. */
export function runMeta(id: string, change: Readonly<Record<string, string | number>> = {}): string {
  return meta({
    artifact_uri: `./mlruns/0/${id}/artifacts`,
    end_time: 2000,
    experiment_id: "'0'",
    lifecycle_stage: "active",
    run_id: id,
    run_name: "first",
    start_time: 1000,
    status: 3,
    user_id: "ana",
    ...change,
  });
}

/** The `meta.yaml` of a version of `scorer`. */
function versionMeta(version: number, runId: string): string {
  return meta({
    creation_timestamp: 1,
    current_stage: "None",
    description: "null",
    last_updated_timestamp: 1,
    name: "scorer",
    run_id: runId,
    source: `runs:/${runId}/model`,
    status: "READY",
    status_message: "null",
    user_id: "null",
    version,
  });
}

/** One experiment, one run and one model of one version, as MLflow 3.17.2 writes them. For tests. */
export function minimalFileStore(root: string): void {
  const experiment = { artifact_location: "./mlruns/0", creation_time: 1, experiment_id: "'0'", last_update_time: 1 };
  const times = { creation_timestamp: 1, last_updated_timestamp: 1 };
  writeFiles(root, {
    "0/meta.yaml": meta({ ...experiment, lifecycle_stage: "active", name: "Default" }),
    "0/r1/meta.yaml": runMeta("r1"),
    "0/r1/metrics/auc": "1000 0.9 0\n",
    "0/r1/tags/mlflow.runName": "first",
    "models/scorer/meta.yaml": meta({ aliases: "{}", ...times, description: "null", name: "scorer" }),
    "models/scorer/version-1/meta.yaml": versionMeta(1, "r1"),
  });
}

/** The minimal store with a second run, which logged twice and is better, and the version made of it. */
export function twoRunsOfFiles(root: string): void {
  minimalFileStore(root);
  writeFiles(root, {
    "0/r2/meta.yaml": runMeta("r2", { run_name: "second" }),
    "0/r2/tags/mlflow.runName": "second",
    "0/r2/metrics/auc": "1000 0.5 0\n2000 0.95 1\n",
    "models/scorer/version-2/meta.yaml": versionMeta(2, "r2"),
  });
}

/** A store for tests: the minimal one, and these files. `close` removes it. */
export function registryWith(files: Readonly<Record<string, string>> = {}): {
  readonly registry: Registry;
  readonly root: string;
  close(): void;
} {
  const folder = mkdtempSync(join(tmpdir(), "slipway-files-"));
  const root = join(folder, "mlruns");
  minimalFileStore(root);
  writeFiles(root, files);
  const registry = openFileStoreRegistry(root, () => 5);
  return {
    registry,
    root,
    close() {
      registry.close();
      rmSync(folder, { recursive: true });
    },
  };
}

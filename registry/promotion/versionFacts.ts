import type { Registry } from "../api.ts";
import { columnOf, rowOf, textAt } from "../model/columns.ts";
import type { Knowledge, ModelVersion, RunDataset, RunPage } from "../model/types.ts";
import type { Need } from "./gates/gateKind.ts";
import { readSignature, type Signature } from "./signature.ts";

/** What promotions need to know of a run. */
export interface RunFacts {
  readonly id: string;
  readonly name: string;
  readonly metrics: ReadonlyMap<string, number>;
  readonly params: ReadonlyMap<string, string>;
  readonly datasets: readonly RunDataset[];
  /** Empty when none was logged. */
  readonly commit: string;
  /** Was there uncommitted code? Undefined: nobody logged that (plain MLflow tracking does not). */
  readonly dirty?: boolean;
}

/** What promotions need to know of a version. */
export interface VersionFacts {
  readonly version: string;
  readonly runId: string;
  readonly tags: ReadonlyMap<string, string>;
  /** `absent`: the version was not made from a run. */
  readonly run: Knowledge<RunFacts>;
  readonly signature: Knowledge<Signature>;
}

/** Where the facts of versions come from. `modelFile` may be a cache: the artifacts of a version never change. */
export interface VersionSource {
  readonly registry: Registry;
  readonly modelFile?: Registry["modelFile"];
}

/** Reads all facts of a version. */
export const everything: ReadonlySet<Need> = new Set<Need>(["run", "signature", "tags"]);

const notAsked = { state: "unknown", why: "it was not asked for" } as const;

/** Facts of several versions with one call for their runs; what is not needed is `unknown`. */
export async function readVersions(
  source: VersionSource,
  wanted: readonly { readonly version: ModelVersion; readonly needs: ReadonlySet<Need> }[],
  signal: AbortSignal,
): Promise<VersionFacts[]> {
  const ids = wanted.filter(({ needs }) => needs.has("run")).map(({ version }) => version.runId);
  const [runs, signatures] = await Promise.all([
    readRuns(source.registry, [...new Set(ids.filter((id) => id !== ""))], signal),
    Promise.all(wanted.map(({ version, needs }) => (needs.has("signature") ? signatureOf(source, version, signal) : notAsked))),
  ]);
  return wanted.map(({ version, needs }, i) => ({
    version: version.version,
    runId: version.runId,
    tags: new Map(version.tags.map((tag) => [tag.key, tag.value])),
    run: version.runId === "" ? { state: "absent" } : needs.has("run") ? runs(version.runId) : notAsked,
    signature: signatures[i] ?? { state: "absent" },
  }));
}

async function signatureOf(source: VersionSource, version: ModelVersion, signal: AbortSignal): Promise<Knowledge<Signature>> {
  const read = source.modelFile ?? source.registry.modelFile.bind(source.registry);
  const file = await read(version.model, version.version, signal);
  if (file.state === "known") return readSignature(file.value);
  return file.state === "unknown" ? file : { state: "unknown", why: "it has no MLmodel file" };
}

async function readRuns(registry: Registry, ids: readonly string[], signal: AbortSignal): Promise<(id: string) => Knowledge<RunFacts>> {
  if (ids.length === 0) return () => ({ state: "absent" });
  const page = await registry.runsById({ ids }, signal);
  return (id) => {
    const row = page.ids.indexOf(id);
    return row < 0 ? { state: "unknown", why: "its run is gone" } : { state: "known", value: runFacts(page, row) };
  };
}

function runFacts(page: RunPage, row: number): RunFacts {
  const tag = (key: string) => textAt(columnOf(page.tags, key), row);
  const dirty = readDirty(tag("mlflow.source.git.dirty"), tag("mlflow.source.git.diff"));
  return {
    id: page.ids[row] ?? "",
    name: page.names[row] ?? "",
    metrics: new Map(rowOf(page.metrics, row)),
    params: new Map(rowOf(page.params, row)),
    datasets: page.datasets[row] ?? [],
    commit: tag("mlflow.source.git.commit") ?? "",
    ...(dirty === undefined ? {} : { dirty }),
  };
}

/** `dirty` is `true` or `false`, `diff` the uncommitted change (MLflow 3.17.2, genai/git_versioning/git_info.py). */
function readDirty(dirty: string | undefined, diff: string | undefined): boolean | undefined {
  if (dirty?.toLowerCase() === "true" || (diff !== undefined && diff.trim() !== "")) return true;
  return dirty?.toLowerCase() === "false" ? false : undefined;
}

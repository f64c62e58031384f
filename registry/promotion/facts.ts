import type { Registry } from "../api.ts";
import { RegistryError } from "../model/errors.ts";
import type { Knowledge, ModelVersion, RegisteredModel, RunDataset, RunPage } from "../model/types.ts";
import { conditionsFor } from "./conditions.ts";
import { decodeTags } from "./events.ts";
import { foldVersion, type Present } from "./fold.ts";
import { checkGates, gateEvidence } from "./gates.ts";
import { incumbentIn, type Standing, standings, usesStages } from "./ladder.ts";
import { findEnvironment } from "./policy.ts";
import { readSignature, type Signature } from "./signature.ts";
import type { BrokenEvent, Environment, Evidence, GateResult, Policy, Promotion } from "./types.ts";

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

/** Everything that a decision about one version and one environment is made on, read at one moment. */
export interface PromotionFacts {
  readonly model: RegisteredModel;
  readonly version: ModelVersion;
  readonly environment: Environment;
  readonly standing: readonly Standing[];
  readonly candidate: VersionFacts;
  /**
   * What the candidate is compared with. Null: nothing in the environment yet (or its alias names a version that is gone). Where the
   * candidate itself is there, the version that it replaced.
   */
  readonly incumbent: VersionFacts | null;
  /** The version that the environment's mark names, even when that version is gone. */
  readonly incumbentVersion: string | null;
  readonly gates: readonly GateResult[];
  /** Of this version, to any environment; newest first. Open ones into `environment` are judged by the present facts. */
  readonly promotions: readonly Promotion[];
  readonly broken: readonly BrokenEvent[];
}

/** Where facts come from. `modelFile` may be a cache: the artifacts of a version never change. */
export interface FactSource {
  readonly registry: Registry;
  readonly policy: Policy;
  readonly modelFile?: Registry["modelFile"];
}

/** Most versions looked at to find who is in a stage. */
const stageVersions = 200;

/** Reads the facts about promoting a version. Rejects with `invalid` for an environment that the policy does not have. */
export async function readFacts(
  source: FactSource,
  target: { readonly model: string; readonly version: string; readonly to: string },
  signal: AbortSignal,
): Promise<PromotionFacts> {
  const { registry, policy } = source;
  const environment = findEnvironment(policy, target.to);
  if (environment === undefined) {
    throw new RegistryError("invalid", `The policy has no environment ${target.to}.`, "Name one of the environments in slipway.yaml.");
  }
  const [model, version] = await Promise.all([
    registry.model(target.model, signal),
    registry.version(target.model, target.version, signal),
  ]);
  const standing = await readStandings(source, model, signal);
  const incumbentVersion = incumbentIn(standing, target.to);
  const comparedWith = incumbentVersion === target.version ? replacedBy(policy, version, target.to) : incumbentVersion;
  const other = await findVersion(registry, target.model, comparedWith, signal);
  const [candidate, incumbent] = await readVersions(source, [version, ...(other ? [other] : [])], signal);
  if (candidate === undefined)
    throw new RegistryError("notFound", `${target.model} has no v${target.version}.`, "Refresh the list of versions.");
  const conditions = conditionsFor(policy, target.model, target.to);
  const gone = incumbent === undefined && comparedWith !== null ? { gone: comparedWith } : {};
  const gates = checkGates(conditions, { environment: target.to, candidate, incumbent: incumbent ?? null, ...gone });
  const history = readHistory(policy, version, { to: target.to, present: { incumbent: incumbentVersion, gates } });
  return { model, version, environment, standing, candidate, incumbent: incumbent ?? null, incumbentVersion, gates, ...history };
}

/** The incumbent before this version came into the environment, as far as its events tell. */
function replacedBy(policy: Policy, version: ModelVersion, to: string): string | null {
  const events = readHistory(policy, version)
    .promotions.filter((promotion) => promotion.to === to)
    .flatMap((promotion) => promotion.events);
  const before = events.map((event) => event.evidence?.incumbent ?? null).filter((incumbent) => incumbent !== version.version);
  return before.findLast((incumbent) => incumbent !== null) ?? null;
}

/** Which version each environment of the policy holds. */
export async function readStandings(source: FactSource, model: RegisteredModel, signal: AbortSignal): Promise<Standing[]> {
  if (!usesStages(source.policy)) return standings(source.policy, model, []);
  const page = await source.registry.versions({ model: model.name, limit: stageVersions }, signal);
  return standings(source.policy, model, page.items);
}

/** The promotions of a version, folded from its tags; `now` are the present facts of one environment, where they are known. */
export function readHistory(
  policy: Policy,
  version: ModelVersion,
  now?: { readonly to: string; readonly present: Present },
): { readonly promotions: readonly Promotion[]; readonly broken: readonly BrokenEvent[] } {
  const { events, broken } = decodeTags(version.model, version.version, version.tags);
  const folded = foldVersion(events, (to) => {
    const environment = findEnvironment(policy, to);
    return { ...(environment ? { environment } : {}), ...(now?.to === to ? { present: now.present } : {}) };
  });
  return { promotions: folded.promotions, broken: [...broken, ...folded.orphans] };
}

/** What an event records of the facts it was made on. */
export function evidenceOf(facts: PromotionFacts): Evidence {
  const { candidate } = facts;
  return {
    gates: gateEvidence(facts.gates),
    incumbent: facts.incumbentVersion,
    runId: candidate.runId,
    commit: candidate.run.state === "known" ? candidate.run.value.commit : "",
  };
}

async function findVersion(
  registry: Registry,
  model: string,
  version: string | null,
  signal: AbortSignal,
): Promise<ModelVersion | undefined> {
  if (version === null) return undefined;
  try {
    return await registry.version(model, version, signal);
  } catch (error) {
    if (RegistryError.is(error, "notFound")) return undefined;
    throw error;
  }
}

/** Facts of several versions with one call for their runs. */
export async function readVersions(source: FactSource, versions: readonly ModelVersion[], signal: AbortSignal): Promise<VersionFacts[]> {
  const ids = [...new Set(versions.map((version) => version.runId).filter((id) => id !== ""))];
  const [runs, signatures] = await Promise.all([
    readRuns(source.registry, ids, signal),
    Promise.all(versions.map((version) => signatureOf(source, version, signal))),
  ]);
  return versions.map((version, i) => ({
    version: version.version,
    runId: version.runId,
    tags: new Map(version.tags.map((tag) => [tag.key, tag.value])),
    run: version.runId === "" ? { state: "absent" } : runs(version.runId),
    signature: signatures[i] ?? { state: "absent" },
  }));
}

async function signatureOf(source: FactSource, version: ModelVersion, signal: AbortSignal): Promise<Knowledge<Signature>> {
  const read = source.modelFile ?? source.registry.modelFile.bind(source.registry);
  const file = await read(version.model, version.version, signal);
  if (file.state === "known") return readSignature(file.value);
  return file.state === "unknown" ? file : { state: "unknown", why: "it has no MLmodel file" };
}

async function readRuns(registry: Registry, ids: readonly string[], signal: AbortSignal): Promise<(id: string) => Knowledge<RunFacts>> {
  if (ids.length === 0) return () => ({ state: "absent" });
  const page = await registry.runsById(ids, signal);
  return (id) => {
    const row = page.ids.indexOf(id);
    return row < 0 ? { state: "unknown", why: "its run is gone" } : { state: "known", value: runFacts(page, row) };
  };
}

function runFacts(page: RunPage, row: number): RunFacts {
  const metrics = page.metrics
    .filter((column) => column.has[row] === 1)
    .map((column) => [column.key, column.values[row] ?? Number.NaN] as const);
  const params = page.params.flatMap((column) => pair(column.key, column.values[row]));
  const tag = (key: string) => page.tags.find((column) => column.key === key)?.values[row];
  const dirty = readDirty(tag("mlflow.source.git.dirty"), tag("mlflow.source.git.diff"));
  return {
    id: page.ids[row] ?? "",
    name: page.names[row] ?? "",
    metrics: new Map(metrics),
    params: new Map(params),
    datasets: page.datasets[row] ?? [],
    commit: tag("mlflow.source.git.commit") ?? "",
    ...(dirty === undefined ? {} : { dirty }),
  };
}

function pair(key: string, value: string | undefined): (readonly [string, string])[] {
  return value === undefined ? [] : [[key, value]];
}

/** `dirty` is `true` or `false`, `diff` the uncommitted change (MLflow 3.17.2, genai/git_versioning/git_info.py). */
function readDirty(dirty: string | undefined, diff: string | undefined): boolean | undefined {
  if (dirty?.toLowerCase() === "true" || (diff !== undefined && diff.trim() !== "")) return true;
  return dirty?.toLowerCase() === "false" ? false : undefined;
}

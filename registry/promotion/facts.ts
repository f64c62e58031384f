import type { Registry } from "../api.ts";
import { RegistryError } from "../model/errors.ts";
import type { ModelVersion, RegisteredModel } from "../model/types.ts";
import { conditionsFor } from "./conditions.ts";
import { decodeTags } from "./events.ts";
import { foldVersion, type Present } from "./fold.ts";
import { checkGates, gateEvidence } from "./gates.ts";
import { incumbentIn, type Standing, standings, usesStages } from "./ladder.ts";
import { findEnvironment } from "./policy.ts";
import type { BrokenEvent, Environment, Evidence, GateResult, Policy, Promotion } from "./types.ts";
import { readVersions, type VersionFacts, type VersionSource } from "./versionFacts.ts";

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

/** Where the facts of a promotion come from. */
export interface FactSource extends VersionSource {
  readonly policy: Policy;
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

/** Absent where the model has no such version (any more). */
export async function findVersion(
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

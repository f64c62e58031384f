import type { Registry } from "../api.ts";
import { RegistryError } from "../model/errors.ts";
import type { ModelVersion, RegisteredModel } from "../model/types.ts";
import { checkGates, conditionsFor, gateRecords, needsOf } from "./checkGates.ts";
import { type FoldPresent, foldVersion } from "./fold.ts";
import type { Surroundings } from "./gates/gateKind.ts";
import { incumbentIn, type Standing, stagesOf, standings } from "./ladder.ts";
import type { PromotionLog } from "./log/promotionLog.ts";
import { findEnvironment } from "./policy.ts";
import type { PolicyOrigin } from "./policyOrigin.ts";
import type { Present } from "./seen.ts";
import type { BrokenEvent, Environment, Evidence, GateResult, LogEntries, NewerEvent, Policy, Promotion } from "./types.ts";
import { everything, readVersions, type VersionFacts, type VersionSource } from "./versionFacts.ts";

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
  /** The version of `incumbent`, even when it is gone. */
  readonly comparedWith: string | null;
  readonly gates: readonly GateResult[];
  /** Of this version, to any environment; newest first. Open ones into `environment` are judged by the present facts. */
  readonly promotions: readonly Promotion[];
  readonly broken: readonly BrokenEvent[];
  readonly newer: readonly NewerEvent[];
  /** What is recorded about the version in the environment; absent where there is none. */
  readonly incumbentEntries?: LogEntries;
  /** The text that the policy was read from. */
  readonly policyOrigin: PolicyOrigin;
}

/** Where the facts of a promotion come from. */
export interface FactSource extends VersionSource {
  readonly policy: Policy;
  readonly policyOrigin: PolicyOrigin;
  readonly log: PromotionLog;
}

/** Which promotion is meant. */
export interface Target {
  readonly model: string;
  readonly version: string;
  readonly to: string;
}

/**
 * Reads the facts about promoting a version. Rejects with `invalid` for an environment that the policy does not have.
 * `depth`: for `gates` only what the gates look at is read, the rest of the candidate and the incumbent is `unknown`.
 */
export async function readFacts(
  source: FactSource,
  target: Target,
  signal: AbortSignal,
  depth: "everything" | "gates" = "everything",
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
  const own = await source.log.of(version, signal);
  const comparedWith = incumbentVersion === target.version ? replacedBy(own, target) : incumbentVersion;
  const other = await findVersion(registry, target.model, comparedWith, signal);
  const conditions = conditionsFor(policy, target.model, target.to);
  const needs = depth === "gates" ? needsOf(conditions) : { candidate: everything, incumbent: everything };
  const wanted = [{ version, needs: needs.candidate }, ...(other ? [{ version: other, needs: needs.incumbent }] : [])];
  const [candidate, incumbent] = await readVersions(source, wanted, signal);
  if (candidate === undefined)
    throw new RegistryError("notFound", `${target.model} has no v${target.version}.`, "Refresh the list of versions.");
  const gone = incumbent === undefined && comparedWith !== null ? { gone: comparedWith } : {};
  const itself = incumbentVersion === target.version && comparedWith === null ? { itself: true } : {};
  const gates = checkGates(conditions, { environment: target.to, candidate, incumbent: incumbent ?? null, ...gone, ...itself });
  return {
    ...{ model, version, environment, standing, candidate, incumbentVersion, comparedWith, gates, policyOrigin: source.policyOrigin },
    incumbent: incumbent ?? null,
    ...foldHistory(policy, own, { to: target.to, present: { incumbent: incumbentVersion, gates } }),
    ...(other ? { incumbentEntries: await source.log.of(other, signal) } : {}),
  };
}

/** The incumbent before this version came into the environment, as far as its events tell. */
function replacedBy({ events }: LogEntries, { version, to }: Target): string | null {
  const before = events.findLast((event) => event.to === to && event.evidence !== undefined && event.evidence.incumbent !== version);
  return before?.evidence?.incumbent ?? null;
}

/** As `readStandings`, for views that show more than promotions: where the registry has no stages, nothing is in one. */
export async function standingsIfAny(
  source: { readonly registry: Registry; readonly policy: Policy },
  model: RegisteredModel,
  signal: AbortSignal,
): Promise<Standing[]> {
  const { stages } = await source.registry.capabilities(signal);
  return stages ? readStandings(source, model, signal) : standings(source.policy, model, []);
}

/** Which version each environment of the policy holds. */
export async function readStandings(
  source: { readonly registry: Registry; readonly policy: Policy },
  model: RegisteredModel,
  signal: AbortSignal,
): Promise<Standing[]> {
  const stages = stagesOf(source.policy);
  const inStages = stages.length === 0 ? [] : await source.registry.versionsInStages(model.name, stages, signal);
  return standings(source.policy, model, inStages);
}

/** The promotions of a version. */
export interface History {
  /** Newest request first. */
  readonly promotions: readonly Promotion[];
  readonly broken: readonly BrokenEvent[];
  readonly newer: readonly NewerEvent[];
}

/** The promotions that entries tell of; `now` are the present facts of one environment, where they are known. */
export function foldHistory(policy: Policy, entries: LogEntries, now?: { readonly to: string; readonly present: FoldPresent }): History {
  const folded = foldVersion(entries.events, (to) => {
    const environment = findEnvironment(policy, to);
    return { ...(environment ? { environment } : {}), ...(now?.to === to ? { present: now.present } : {}) };
  });
  return { promotions: folded.promotions, broken: [...entries.broken, ...folded.orphans], newer: entries.newer };
}

/** The promotions of a version as its log has them. */
export async function readHistory(
  source: { readonly policy: Policy; readonly log: PromotionLog },
  version: ModelVersion,
  signal: AbortSignal,
): Promise<History> {
  return foldHistory(source.policy, await source.log.of(version, signal));
}

/** What is compared with what somebody saw. */
export function presentOf(facts: PromotionFacts): Present {
  return { incumbent: facts.incumbentVersion, gates: facts.gates, policyHash: facts.policyOrigin.hash };
}

/** Who and where the results of these facts speak of. Where the candidate itself is there, it is compared with what it replaced. */
export function surroundingsOf(facts: PromotionFacts): Surroundings {
  return { environment: facts.environment.name, candidate: facts.version.version, incumbent: facts.comparedWith };
}

/** What an event records of the facts it was made on. Where the version already is there, the incumbent is the one that it replaced. */
export function evidenceOf(facts: PromotionFacts): Evidence {
  const { candidate } = facts;
  return {
    gates: gateRecords(facts.gates),
    incumbent: facts.comparedWith,
    runId: candidate.runId,
    commit: candidate.run.state === "known" ? candidate.run.value.commit : "",
    policy: facts.policyOrigin,
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

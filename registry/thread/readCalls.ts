import type { RegistryReads } from "#registry/api.ts";

const reads: Readonly<Record<Exclude<keyof RegistryReads, "source">, true>> = {
  ...{ capabilities: true, experiments: true, experiment: true, experimentActivity: true, runs: true, runsById: true },
  ...{ history: true, metricRanges: true, artifacts: true, readArtifact: true, models: true, model: true, versions: true },
  ...{ version: true, versionsInStages: true, modelFile: true, transitionRequests: true },
};

/** The calls of `RegistryReads`; the compiler holds that none is missing. */
export const readCalls = Object.keys(reads) as readonly Exclude<keyof RegistryReads, "source">[];

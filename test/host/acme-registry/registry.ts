import type { BackendRegistry, ChangeSet, ModelVersion, RunPage, RunQuery } from "../../../docs/slipway-api.d.ts";

const experiment = { id: "7", artifactLocation: "", lifecycle: "active" as const, tags: [] };
/** The loss of each run over its steps; the last one is the newest. */
const runs: number[][] = [
  [0.9, 0.5, 0.31],
  [0.9, 0.4, 0.22],
];
let trained = 0;

/** One more run, which the next look for changes tells of. */
export function train(): void {
  runs.push([0.8, 0.3, 0.12]);
  trained++;
}

const idOf = (at: number): string => `acme-run-${at + 1}`;

/** Columns of the runs with these indexes, as `RunPage` has them. */
function pageOf(indexes: readonly number[]): RunPage {
  const each = <T>(value: (at: number) => T): T[] => indexes.map(value);
  const rows = Uint32Array.from(indexes.keys());
  const last = (at: number): number => runs[at]?.at(-1) ?? Number.NaN;
  return {
    ...{ ids: each(idOf), names: each((at) => `night ${at + 1}`), experimentIds: each(() => "7"), users: each(() => "ana") },
    ...{ statuses: each(() => "FINISHED" as const), lifecycles: each(() => "active" as const), artifactUris: each(() => "") },
    startTimes: Float64Array.from(each((at) => 1_760_000_000_000 + at * 60_000)),
    endTimes: Float64Array.from(each((at) => 1_760_000_030_000 + at * 60_000)),
    metrics: [
      {
        ...{ key: "loss", rows, values: Float64Array.from(each(last)), steps: Float64Array.from(each(() => 2)) },
        timestamps: Float64Array.from(each(() => 1_760_000_000_000)),
      },
    ],
    params: [{ key: "lr", rows, values: each((at) => `0.0${at + 1}`) }],
    tags: [],
    datasets: each(() => []),
  };
}

const version: ModelVersion = {
  ...{ model: "acme-vision", version: "1", stage: "None", description: "", user: "ana", source: "", runId: idOf(0) },
  ...{ status: "READY", statusMessage: "", aliases: ["champion"], tags: [] },
};
const model = { name: "acme-vision", description: "", tags: [], aliases: [{ alias: "champion", version: "1" }] };

const notFound = async (): Promise<never> => {
  throw Object.assign(new Error("The laboratory has no such thing."), { kind: "notFound", next: "Look at its name." });
};

const cannot = async (): Promise<never> => {
  throw Object.assign(new Error("The laboratory keeps one order."), { kind: "unsupported", next: "Ask for all of them." });
};

export function acmeRegistry(name: string): BackendRegistry {
  const one = { ...experiment, name: `${name}/nights` };
  let told = trained;
  const newestFirst = (): number[] => [...runs.keys()].reverse();
  return {
    capabilities: async () => ({ aliases: true, version: "acme 1" }),
    experiments: async () => ({ items: [one] }),
    experiment: async (id) => (id === one.id ? one : notFound()),
    experimentActivity: async (ids) => ids.map((experimentId) => ({ experimentId })),
    // Slipway filters and sorts where a registry does not.
    runs: async ({ limit, filter, orderBy }: RunQuery) =>
      filter === "" && orderBy.length === 0 ? pageOf(newestFirst().slice(0, limit)) : cannot(),
    runsById: async ({ ids }) => pageOf(ids.map((id) => runs.findIndex((_, at) => idOf(at) === id)).filter((at) => at >= 0)),
    history: async ({ runIds, metrics }) =>
      runIds.flatMap((runId) => {
        const loss = runs.find((_, at) => idOf(at) === runId);
        if (loss === undefined || !metrics.includes("loss")) return [];
        const steps = Float64Array.from(loss.keys());
        return [
          {
            runId,
            metric: "loss",
            steps,
            timestamps: steps.map((step) => 1_760_000_000_000 + step),
            values: Float64Array.from(loss),
            total: 3,
          },
        ];
      }),
    metricRanges: async ({ runIds, metrics }) =>
      runIds.flatMap((runId) => {
        const loss = runs.find((_, at) => idOf(at) === runId);
        if (loss === undefined || !metrics.includes("loss")) return [];
        return [{ runId, metric: "loss", min: Math.min(...loss), max: Math.max(...loss), total: loss.length }];
      }),
    artifacts: async () => [],
    readArtifact: notFound,
    models: async () => ({ items: [model] }),
    model: async (wanted) => (wanted === model.name ? model : notFound()),
    versions: async () => ({ items: [version] }),
    version: async (wanted) => (wanted === model.name ? version : notFound()),
    versionsInStages: async () => [],
    modelFile: async () => ({ state: "unknown", why: "Acme keeps no files." }),
    changes: async (): Promise<ChangeSet> => {
      if (told === trained) return { experiments: [], runs: [], models: [] };
      told = trained;
      return { experiments: [one.id], runs: "all", models: [] };
    },
  };
}

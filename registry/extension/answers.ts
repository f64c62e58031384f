import {
  array,
  boolean,
  check,
  custom,
  type GenericSchema,
  instance,
  literal,
  nan,
  number,
  object,
  optional,
  picklist,
  pipe,
  safeParse,
  string,
  union,
  unknown,
} from "valibot";
import type { Capabilities, Registry } from "#registry/api.ts";
import type { ChangeSet } from "#registry/model/changes.ts";
import { RegistryError } from "#registry/model/errors.ts";
import type { TransitionRequest } from "#registry/model/transitions.ts";
import type {
  Artifact,
  ArtifactContent,
  DatasetColumn,
  DatasetSchema,
  DatasetSource,
  Experiment,
  ExperimentActivity,
  MetricColumn,
  MetricHistory,
  MetricPoint,
  MetricRange,
  ModelAlias,
  ModelVersion,
  RegisteredModel,
  RowProblem,
  RunDataset,
  RunPage,
  TextColumn,
} from "#registry/model/types.ts";

/**
 * What the calls of a registry answer, as `registry/api.ts` has it, for a registry whose code is not ours: what is something else is refused
 * before anything is made of it. What an answer has beside it is left out.
 */

type Call = Exclude<keyof Registry, "source" | "close">;
/** What is read of a `T`: all that it may have, so that what is added to a type is added here. */
type All<T> = { readonly [K in keyof Required<T>]: GenericSchema };

const count = pipe(
  number(),
  check((value) => value >= 0, "a number that is not negative"),
);
const texts = custom<readonly string[]>(
  (value) => Array.isArray(value) && value.every((item) => typeof item === "string"),
  "a list of texts",
);
const numbers = instance(Float64Array, "a Float64Array");
const time = optional(number());
const lifecycle = picklist(["active", "deleted"]);
const tags = array(object({ key: string(), value: string() }));

const experiment = object({
  ...{ id: string(), name: string(), artifactLocation: string(), lifecycle, tags },
  ...{ createdAt: time, updatedAt: time, problem: optional(string()) },
} satisfies All<Experiment>);
const activity = object({ experimentId: string(), runCount: optional(count), lastStart: time } satisfies All<ExperimentActivity>);

const column = { key: string(), rows: instance(Uint32Array, "a Uint32Array") };
const metricColumn = object({ ...column, values: numbers, steps: numbers, timestamps: numbers } satisfies All<MetricColumn>);
const textColumn = object({ ...column, values: texts } satisfies All<TextColumn>);
const statuses = ["RUNNING", "SCHEDULED", "FINISHED", "FAILED", "KILLED", "UNKNOWN"] as const;
const statusList = custom<readonly (typeof statuses)[number][]>(
  (value) => Array.isArray(value) && value.every((item) => statuses.includes(item)),
  `a list of ${statuses.join(", ")}`,
);
const datasetColumn = object({ name: string(), type: string(), required: boolean() } satisfies All<DatasetColumn>);
const dataset = object({
  ...{ name: string(), digest: string(), context: string(), rows: optional(count) },
  source: optional(object({ kind: string(), where: string(), version: string(), part: string() } satisfies All<DatasetSource>)),
  schema: optional(object({ columns: array(datasetColumn), total: count } satisfies All<DatasetSchema>)),
} satisfies All<RunDataset>);

interface ColumnLike {
  readonly key: string;
  readonly rows: Uint32Array;
}

/** Every array of a column is as long as its rows, which are rows of the page, ascending. */
function isColumn({ key: _key, rows, ...values }: ColumnLike, length: number): boolean {
  const fits = Object.values(values as Record<string, { readonly length: number }>).every((each) => each.length === rows.length);
  return fits && rows.every((row, at) => row < length && (at === 0 || row > (rows[at - 1] ?? 0)));
}

function areColumns(columns: readonly ColumnLike[], length: number): boolean {
  return columns.every((each, at) => isColumn(each, length) && (at === 0 || (columns[at - 1]?.key ?? "") < each.key));
}

const runPage = pipe(
  object({
    ...{ ids: texts, names: texts, experimentIds: texts, statuses: statusList, users: texts, artifactUris: texts },
    ...{ lifecycles: array(lifecycle), startTimes: numbers, endTimes: numbers, datasets: array(array(dataset)) },
    ...{ metrics: array(metricColumn), params: array(textColumn), tags: array(textColumn) },
    ...{ problems: optional(array(object({ row: count, why: string() } satisfies All<RowProblem>))) },
    nextPageToken: optional(string()),
  } satisfies All<RunPage>),
  check(({ ids, names, experimentIds, statuses: given, lifecycles, users, artifactUris, startTimes, endTimes, datasets }) => {
    const rows = [names, experimentIds, given, lifecycles, users, artifactUris, startTimes, endTimes, datasets];
    return rows.every(({ length }) => length === ids.length);
  }, "lists of one length"),
  check(
    ({ ids, metrics, params, tags: given }) => [metrics, params, given].every((columns) => areColumns(columns, ids.length)),
    "columns sorted by key, with ascending rows of the page and values for each",
  ),
);

const history = pipe(
  object({
    runId: string(),
    metric: string(),
    steps: numbers,
    timestamps: numbers,
    values: numbers,
    total: union([count, nan()]),
  } satisfies All<MetricHistory>),
  check(({ steps, timestamps, values }) => steps.length === values.length && timestamps.length === values.length, "arrays of one length"),
);
const extreme = custom<number>((value) => typeof value === "number", "a number");
const point = object({ value: extreme, step: extreme, timestamp: extreme } satisfies All<MetricPoint>);
const range = object({
  ...{ runId: string(), metric: string(), min: extreme, max: extreme, total: count },
  places: optional(object({ first: point, min: optional(point), max: optional(point) })),
} satisfies All<MetricRange>);

const model = object({
  ...{ name: string(), description: string(), tags, createdAt: time, updatedAt: time },
  aliases: array(object({ alias: string(), version: string() } satisfies All<ModelAlias>)),
} satisfies All<RegisteredModel>);
const version = object({
  ...{ model: string(), version: string(), stage: string(), description: string(), user: string(), source: string() },
  ...{ runId: string(), status: string(), statusMessage: string(), aliases: texts, tags, createdAt: time, updatedAt: time },
} satisfies All<ModelVersion>);
const artifact = object({ path: string(), isFolder: boolean(), size: optional(count) } satisfies All<Artifact>);
const changed = union([literal("all"), texts]);
const no = optional(boolean(), false);

function page(item: GenericSchema): GenericSchema {
  return object({ items: array(item), nextPageToken: optional(string()) });
}

const nothing = unknown();

const shapes: Readonly<Record<Call, GenericSchema>> = {
  // What a registry does not say of itself, it cannot do.
  capabilities: object({
    ...{ writable: no, stages: no, aliases: no, versionTags: no, editsRuns: no, transitionRequests: no },
    ...{
      bulkHistory: no,
      quickRanges: no,
      samplesHistories: no,
      countsRuns: no,
      maxTagValue: optional(count, 0),
      version: optional(string(), ""),
    },
  } satisfies All<Capabilities>),
  ...{ experiments: page(experiment), experiment, experimentActivity: array(activity), runs: runPage, runsById: runPage },
  ...{ history: array(history), metricRanges: array(range) },
  artifacts: array(artifact),
  readArtifact: object({
    ...{ bytes: instance(Uint8Array, "a Uint8Array"), isWhole: boolean() },
    part: optional(object({ from: count, size: count })),
  } satisfies All<ArtifactContent>),
  ...{ models: page(model), model, versions: page(version), version, versionsInStages: array(version) },
  modelFile: union([
    object({ state: literal("known"), value: string() }),
    object({ state: literal("absent") }),
    object({ state: literal("unknown"), why: string() }),
  ]),
  transitionRequests: array(
    object({
      ...{ stage: string(), by: string(), at: count, comment: string() },
      ...{ mayApprove: optional(boolean()), mayReject: optional(boolean()) },
    } satisfies All<TransitionRequest>),
  ),
  changes: object({ experiments: changed, runs: changed, models: changed } satisfies All<ChangeSet>),
  ...{ setExperimentTag: nothing, setRunTag: nothing, deleteRunTag: nothing, deleteRun: nothing, restoreRun: nothing },
  ...{ setVersionTag: nothing, deleteVersionTag: nothing, setAlias: nothing, deleteAlias: nothing },
  ...{ setStage: nothing, actOnTransition: nothing },
};

/** An answer with what the API says of it. Throws `unavailable`, which names the part that is something else. */
export function checkedAnswer(call: string, answer: unknown, args: readonly unknown[], who: string): unknown {
  const shape = shapes[call as Call] ?? nothing;
  if (shape === nothing) return undefined;
  const read = safeParse(shape, answer, { abortEarly: true });
  if (!read.success) {
    const [{ path = [], expected, message }] = read.issues;
    const part = path.map(({ key }) => (typeof key === "number" ? `[${key}]` : `.${String(key)}`)).join("");
    throw wrong(who, `${part === "" ? "its answer" : part.replace(/^\./, "")} is not ${wanted(expected, message)}`, call);
  }
  const { limit } = Object(args[0]) as { readonly limit?: unknown };
  const { items, ids = items } = Object(read.output) as { readonly items?: unknown[]; readonly ids?: unknown[] };
  if (typeof limit === "number" && ids !== undefined && ids.length > limit)
    throw wrong(who, `${ids.length} items came, not ${limit}`, call);
  return read.output;
}

/** valibot's word for what was expected is a type of TypeScript's; a check of ours has its own words. */
function wanted(expected: string | null, message: string): string {
  return expected === null || !message.startsWith("Invalid") ? message : expected;
}

function wrong(who: string, what: string, call: string): RegistryError {
  return new RegistryError(
    "unavailable",
    `${who} answered ${call} with what it should not: ${what}.`,
    "Tell the makers of that extension.",
  );
}

import { array, boolean, check, type InferOutput, nullish, pipe, string, transform, union } from "valibot";
import type { Page } from "#registry/model/types.ts";
import { all, fields, type ListOf, listed, name, optionalNumber, readable, someNumber, text } from "./schema.ts";

/** MLflow's answers, as far as they are read: what they are checked against, and where their types come from. */

const keyValue = fields({ key: name, value: text });

const experiment = (list: ListOf) =>
  fields({
    experiment_id: name,
    name: text,
    artifact_location: text,
    lifecycle_stage: text,
    creation_time: optionalNumber,
    last_update_time: optionalNumber,
    tags: list(keyValue),
  });
const wholeExperiment = experiment(all);
export type ExperimentWire = InferOutput<typeof wholeExperiment>;
export const oneExperiment = fields({ experiment: wholeExperiment });
export const experiments = fields({ experiments: listed(experiment(readable)), next_page_token: text });

const metric = fields({ key: name, value: someNumber, step: optionalNumber, timestamp: optionalNumber });
export type MetricWire = InferOutput<typeof metric>;
/** Points of one history; those of a bulk answer say whose they are. */
export const history = fields({ metrics: listed(metric), next_page_token: text });
export const bulkHistory = fields({ metrics: listed(fields({ ...metric.pipe[1].entries, run_id: name })) });

const datasetInput = (list: ListOf) =>
  fields({
    dataset: nullish(fields({ name: text, digest: text, profile: text, source_type: text, source: text, schema: text }), {}),
    tags: list(keyValue),
  });

const runInfo = pipe(
  fields({
    run_id: text,
    run_uuid: text,
    run_name: text,
    experiment_id: text,
    status: text,
    lifecycle_stage: text,
    user_id: text,
    start_time: optionalNumber,
    end_time: optionalNumber,
    artifact_uri: text,
  }),
  check(({ run_id, run_uuid }) => run_id !== "" || run_uuid !== ""),
);

const run = (list: ListOf) =>
  fields({
    info: runInfo,
    data: nullish(fields({ metrics: list(metric), params: list(keyValue), tags: list(keyValue) }), {}),
    inputs: nullish(fields({ dataset_inputs: list(datasetInput(list)) }), {}),
  });

/**
 * Gates read the runs that were asked for one by one: what cannot be read must not count as not logged, nor as 0. In a list of many runs, a
 * part that cannot be read is left out.
 */
const wholeRun = run(all);
const listedRun = run(readable);
export type RunWire = InferOutput<typeof wholeRun>;
export const oneRun = fields({ run: wholeRun });
export const wholeRuns = fields({ runs: all(wholeRun) });
export const runs = fields({ runs: listed(listedRun), next_page_token: text });

const artifact = fields({ path: name, is_dir: nullish(boolean()), file_size: optionalNumber });
export const artifacts = fields({ files: listed(artifact), next_page_token: text });

const model = (list: ListOf) =>
  fields({
    name,
    description: text,
    creation_timestamp: optionalNumber,
    last_updated_timestamp: optionalNumber,
    tags: list(keyValue),
    aliases: list(fields({ alias: name, version: name })),
  });
export const wholeModel = model(all);
export type ModelWire = InferOutput<typeof wholeModel>;
export const oneModel = fields({ registered_model: wholeModel });
export const models = fields({ registered_models: listed(model(readable)), next_page_token: text });

const versionEntries = {
  name,
  version: name,
  creation_timestamp: optionalNumber,
  last_updated_timestamp: optionalNumber,
  current_stage: text,
  description: text,
  user_id: text,
  source: text,
  run_id: text,
  status: text,
  status_message: text,
  // Events of promotions are tags.
  tags: all(keyValue),
};
const version = fields(versionEntries);
export type VersionWire = InferOutput<typeof version>;
/** MLflow names the aliases of a version, Unity Catalog has an object for each. */
const aliasOfVersion = union([
  string(),
  pipe(
    fields({ alias: name }),
    transform(({ alias }) => alias),
  ),
]);
export const wholeVersion = fields({ ...versionEntries, aliases: nullish(array(aliasOfVersion), () => []) });
export const oneVersion = fields({ model_version: wholeVersion });
export const versions = fields({ model_versions: all(version), next_page_token: text });
/** The version as it is after its change of stage. */
export const movedVersion = fields({ model_version: fields({ current_stage: text }) });

export const oneOfPages = fields({ next_page_token: text });

/** A page of a list, with the token that the answer has for the next one. */
export function page<T>(items: readonly T[], { next_page_token }: { readonly next_page_token: string }): Page<T> {
  return next_page_token === "" ? { items } : { items, nextPageToken: next_page_token };
}

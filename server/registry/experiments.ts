import type { Answer } from "#protocol/message.ts";
import type { ExperimentRow, RowPage } from "#protocol/registryRequests.ts";
import type { Registry } from "#registry/api.ts";
import type { Experiment, ExperimentActivity } from "#registry/model/types.ts";
import { answer, problemOf } from "./answer.ts";
import { openRegistryOf, type RegistryContext } from "./context.ts";

const pageSize = 100;

/** A page of experiments, newest activity first. Where only the counts fail, the names are still there. */
export function experimentRows(
  params: { pageToken?: string },
  context: RegistryContext,
  signal: AbortSignal,
): Promise<Answer<RowPage<ExperimentRow>>> {
  const work = async (): Promise<RowPage<ExperimentRow>> => {
    const registry = openRegistryOf(context);
    const page = await registry.experiments({ ...params, limit: pageSize }, signal);
    const { activity, failures } = await activityOf(registry, page.items, signal);
    const rows = page.items.map((experiment): ExperimentRow => {
      const { runCount, lastStart } = activity.get(experiment.id) ?? {};
      return {
        id: experiment.id,
        name: experiment.name,
        ...(runCount === undefined ? {} : { runCount }),
        ...(lastStart === undefined ? {} : { lastStart }),
        ...(experiment.problem === undefined ? {} : { problem: experiment.problem }),
      };
    });
    return { rows, failures, ...(page.nextPageToken === undefined ? {} : { nextPageToken: page.nextPageToken }) };
  };
  return answer(work, context.world.log, signal);
}

async function activityOf(
  registry: Registry,
  experiments: readonly Experiment[],
  signal: AbortSignal,
): Promise<{ activity: ReadonlyMap<string, ExperimentActivity>; failures: readonly string[] }> {
  try {
    const ids = experiments.map(({ id }) => id);
    const found = await registry.experimentActivity(ids, signal);
    return { activity: new Map(found.map((one) => [one.experimentId, one])), failures: [] };
  } catch (error) {
    signal.throwIfAborted();
    return { activity: new Map(), failures: [`The runs of the experiments are not known: ${problemOf(error).message}`] };
  }
}

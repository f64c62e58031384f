import type { Scratch } from "#registry/backend.ts";
import { columnOf, metricAt } from "../model/columns.ts";
import { RegistryError, type RegistryErrorKind } from "../model/errors.ts";
import type { RunPage } from "../model/types.ts";
import { Mismatch, Missing, same } from "./findings.ts";
import { modelChecks } from "./modelChecks.ts";

/** One thing that a registry has to be able to do. */
export interface Check {
  readonly title: string;
  /** What Slipway does not have, where a registry cannot do it. */
  readonly without: string;
  /** Throws a `Mismatch` where the answer is another one, and `Missing` where it can't be done. Gives what else is to be said, if anything. */
  run(scratch: Scratch, signal: AbortSignal): Promise<string | undefined>;
}

/** Filters, and the names of the runs that they take, newest first. */
const filters: readonly (readonly [filter: string, names: readonly string[]])[] = [
  ["metrics.score > 0.6", ["second", "first"]],
  ["metrics.score > 0.6 AND params.depth = '4'", ["first"]],
  ["tags.colour = 'red' AND attributes.run_name LIKE 's%'", ["second"]],
  ["attributes.status = 'RUNNING'", ["third"]],
  ["params.depth = '4' OR attributes.status = 'RUNNING'", ["third", "first"]],
];

const experimentChecks: readonly Check[] = [
  {
    title: "Experiments: the last changed first, page by page",
    without: "the Experiments view",
    async run({ registry, experiment }, signal) {
      const { items, nextPageToken } = await registry.experiments({ limit: 100 }, signal);
      if (!items.some(({ id, name }) => id === experiment.id && name === experiment.name)) {
        throw new Mismatch(`the experiment that was just made is not among the first ${items.length}`);
      }
      return nextPageToken === undefined && items.length === 100 ? "there is no page after 100 experiments" : undefined;
    },
  },
  {
    title: "One experiment by its id",
    without: "pages of an experiment",
    async run({ registry, experiment }, signal) {
      same("its name", (await registry.experiment(experiment.id, signal)).name, experiment.name);
      await refused("an experiment that is not there", ["notFound", "invalid"], () => registry.experiment("999999999999", signal));
      return undefined;
    },
  },
];

const runChecks: readonly Check[] = [
  {
    title: "Runs: the newest first, deleted ones left out",
    without: "runs",
    async run(scratch, signal) {
      same("the runs", names(await search(scratch, "", [], 100, signal), scratch), ["third", "second", "first"]);
      return undefined;
    },
  },
  {
    title: "Runs: filters",
    without: "the filter box",
    async run(scratch, signal) {
      for (const [filter, expected] of filters) same(filter, names(await search(scratch, filter, [], 100, signal), scratch), expected);
      return undefined;
    },
  },
  {
    title: "Runs: order by a metric, those without it last",
    without: "sorted runs",
    async run(scratch, signal) {
      const page = await search(scratch, "", ["metrics.score DESC"], 100, signal);
      same("the order", names(page, scratch), ["first", "second", "third"]);
      return undefined;
    },
  },
  {
    title: "Runs: pages, each run once",
    without: "more runs than fit on a page",
    async run(scratch, signal) {
      const found: string[] = [];
      let pageToken: string | undefined;
      for (let page = 0; page < 10; page++) {
        const answer = await search(scratch, "", [], 1, signal, pageToken);
        found.push(...names(answer, scratch));
        pageToken = answer.nextPageToken;
        if (pageToken === undefined) break;
      }
      same("pages of one run", found, ["third", "second", "first"]);
      return undefined;
    },
  },
  {
    title: "Runs by id, deleted ones too",
    without: "the Compare page",
    async run({ registry, runs, deleted }, signal) {
      const ids = [...runs.map(({ id }) => id), deleted.id];
      const page = await registry.runsById({ ids: [...ids, "0".repeat(32)] }, signal);
      same("the ids", page.ids, ids);
      same("the last one's state", page.lifecycles.at(-1), "deleted");
      return undefined;
    },
  },
  {
    title: "Metrics: the latest value, NaN and infinity",
    without: "values that are right",
    async run({ registry, runs }, signal) {
      const page = await registry.runsById({ ids: runs.map(({ id }) => id) }, signal);
      const value = (key: string, row: number) => metricAt(columnOf(page.metrics, key), row);
      same("score of first", value("score", 2), 0.9);
      same("odd of second", value("odd", 1), Number.NaN);
      same("odd of third", value("odd", 0), Number.POSITIVE_INFINITY);
      return undefined;
    },
  },
  {
    title: "Metric histories, in the order of steps",
    without: "curves",
    async run({ registry, runs }, signal) {
      const ids = runs.map(({ id }) => id);
      const histories = await registry.history({ runIds: ids, metrics: ["score"], maxPoints: 100 }, signal);
      same(
        "the runs that have one",
        histories.map(({ runId }) => runId),
        [ids[1], ids[2]],
      );
      same("the values of first", Array.from(histories[1]?.values ?? []), [0.1, 0.5, 0.9]);
      same("the steps of first", Array.from(histories[1]?.steps ?? []), [0, 1, 2]);
      return undefined;
    },
  },
];

/** In the order in which they are tried. */
export const checks: readonly Check[] = [...experimentChecks, ...runChecks, ...modelChecks];

/** Expects an error of one of these kinds. */
async function refused(what: string, kinds: readonly RegistryErrorKind[], act: () => Promise<unknown>): Promise<void> {
  const error = await act().then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error === undefined) throw new Mismatch(`${what} has an answer`);
  if (RegistryError.is(error) && kinds.includes(error.kind)) return;
  if (RegistryError.is(error, "unsupported")) throw new Missing(error.message);
  throw error;
}

function search(
  { registry, experiment }: Scratch,
  filter: string,
  orderBy: readonly string[],
  limit: number,
  signal: AbortSignal,
  pageToken?: string,
): Promise<RunPage> {
  const query = { experimentIds: [experiment.id], filter, orderBy, limit, ...(pageToken === undefined ? {} : { pageToken }) };
  return registry.runs(query, signal);
}

/** Names of a page's runs; an id that is none of the scratch runs stands for itself. */
function names(page: RunPage, { runs }: Scratch): string[] {
  return page.ids.map((id) => runs.find((run) => run.id === id)?.name ?? id);
}

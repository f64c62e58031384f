import type { Registry } from "#registry/api.ts";
import { allPages } from "#registry/model/pages.ts";
import { filters, orders } from "./filterCases.ts";

/** Asks something of a store that `make_store.py` made. */
export type Question = (registry: Registry) => Promise<unknown>;

const signal = new AbortController().signal;
const hostile = "<img src=x onerror=alert(1)>";
const model = "fraud-scorer";
const dozen = "twelve-versions";
const sweep = "1";
const many = "4";
const nobody = "0".repeat(32);

const runsOf = (registry: Registry, experimentId: string) =>
  registry.runs({ experimentIds: [experimentId], filter: "", orderBy: [], limit: 100 }, signal);

const none = { metrics: [], params: [], tags: [], datasets: false };
const someColumns = { metrics: ["val/loss", "nowhere"], commonMetrics: 2, params: ["lr", hostile], tags: ["team"], datasets: false };

/** Lists with nothing more than their names, in pages of `limit`. */
async function runPages(registry: Registry, limit: number): Promise<string[][]> {
  const pages: string[][] = [];
  for (let pageToken: string | undefined, more = true; more; more = pageToken !== undefined) {
    const token = pageToken === undefined ? {} : { pageToken };
    const page = await registry.runs({ experimentIds: [many], filter: "", orderBy: [], limit, ...token }, signal);
    pages.push([...page.names]);
    pageToken = page.nextPageToken;
  }
  return pages;
}

function ofExperiments(): Record<string, Question> {
  const found: Record<string, Question> = {};
  for (const limit of [1, 2, 4, 5, 100]) {
    found[`experiments, ${limit} on a page`] = (registry) => registry.experiments({ limit }, signal);
    found[`all experiments, ${limit} on a page`] = async (registry) =>
      (await allPages((page) => registry.experiments({ limit, ...page }, signal))).map(({ name }) => name);
  }
  for (const id of ["0", "1", "2", "3", "4", "5", "6", "77", "404", "01", "1x", "x1", "abc", ""]) {
    found[`experiment “${id}”`] = (registry) => registry.experiment(id, signal);
  }
  found["newest start of runs"] = async (registry) =>
    (await registry.experimentActivity(["3", "1", "2", "404"], signal)).map(({ experimentId, lastStart }) => ({ experimentId, lastStart }));
  return found;
}

function ofRuns(): Record<string, Question> {
  const found: Record<string, Question> = {
    "runs with all that is theirs": (registry) => runsOf(registry, sweep),
    "runs by id": async (registry) => {
      const { ids } = await runsOf(registry, sweep);
      return registry.runsById({ ids: [ids[3], nobody, ids[0], "../no id/<img>", ids[3]].map(String) }, signal);
    },
    "some columns of runs": (registry) =>
      registry.runs({ experimentIds: [sweep], filter: "", orderBy: [], limit: 100, columns: someColumns }, signal),
    "some columns of runs by id": async (registry) => {
      const { ids } = await runsOf(registry, sweep);
      return registry.runsById({ ids, columns: someColumns }, signal);
    },
    "the heads of runs": (registry) =>
      registry.runs(
        { experimentIds: [sweep], filter: "metrics.val_auc > 0 OR tags.team = 'x'", orderBy: [], limit: 100, columns: none },
        signal,
      ),
    "deleted runs": async (registry) =>
      (
        await registry.runs(
          { experimentIds: [sweep, many], viewType: "DELETED_ONLY", filter: "", orderBy: [], limit: 100, columns: none },
          signal,
        )
      ).ids,
    "deleted runs beside the others": async (registry) => {
      const { names, lifecycles } = await registry.runs(
        {
          experimentIds: [sweep],
          viewType: "ALL",
          filter: "attributes.run_name != 'sweep'",
          orderBy: ["attributes.run_name"],
          limit: 100,
          columns: none,
        },
        signal,
      );
      return names.map((name, row) => [name, lifecycles[row]]);
    },
    "a page token of something else": (registry) =>
      registry.runs({ experimentIds: [sweep], filter: "", orderBy: [], limit: 5, pageToken: "bm90IG91cnM=" }, signal),
  };
  for (const experimentIds of [[sweep, "2"], ["2", sweep], [], ["404"], ["5"], ["1; --"]]) {
    found[`runs of the experiments [${experimentIds.join(", ")}]`] = async (registry) =>
      (await registry.runs({ experimentIds, filter: " ", orderBy: [], limit: 10 }, signal)).names;
  }
  for (const limit of [10, 56, 57, 58]) found[`runs, ${limit} on a page`] = (registry) => runPages(registry, limit);
  for (const filter of filters) {
    found[`runs where ${filter}`] = async (registry) =>
      (await registry.runs({ experimentIds: [sweep], filter, orderBy: [], limit: 100 }, signal)).names;
  }
  for (const orderBy of orders) {
    found[`runs by ${JSON.stringify(orderBy)}`] = async (registry) =>
      (await registry.runs({ experimentIds: [sweep], filter: "", orderBy, limit: 100 }, signal)).names;
  }
  return found;
}

function ofMetrics(): Record<string, Question> {
  const found: Record<string, Question> = {};
  const metrics = ["val_auc", "val/loss", "diverged", "upper", "lower", "backwards", "same step", "nowhere", hostile];
  for (const metric of metrics) {
    found[`history of ${metric}`] = async (registry) => {
      const { ids } = await runsOf(registry, sweep);
      return registry.history({ runIds: [...ids, "unknown", ...ids], metrics: [metric], maxPoints: 100 }, signal);
    };
  }
  found["histories of several metrics"] = async (registry) => {
    const { ids } = await runsOf(registry, sweep);
    return registry.history({ runIds: ids, metrics: ["val_auc", "nowhere", "diverged", hostile], maxPoints: 4 }, signal);
  };
  for (const maxPoints of [2, 3, 50]) {
    found[`a long history in ${maxPoints} points`] = async (registry) =>
      registry.history({ runIds: (await runsOf(registry, "2")).ids, metrics: ["loss"], maxPoints }, signal);
  }
  found["metric ranges"] = async (registry) => {
    const { ids } = await runsOf(registry, sweep);
    return registry.metricRanges({ runIds: [...ids, "unknown"], metrics: metrics.toReversed() }, signal);
  };
  return found;
}

function ofModels(): Record<string, Question> {
  const found: Record<string, Question> = {};
  for (const limit of [5, 17, 18, 19, 100]) {
    found[`all models, ${limit} on a page`] = async (registry) =>
      (await allPages((page) => registry.models({ limit, ...page }, signal))).map(({ name }) => name);
  }
  found["models"] = (registry) => registry.models({ limit: 100 }, signal);
  for (const name of [model, dozen, "empty-model", hostile, 'it\'s "both" \\ 100%_', "dots.and spaces", "a-prompt", "theirs", "nowhere"]) {
    found[`model ${name}`] = (registry) => registry.model(name, signal);
    found[`versions of ${name}`] = (registry) => registry.versions({ model: name, limit: 100 }, signal);
  }
  for (const version of ["1", "2", "7", "40", "99", "abc", "1x", "x1", "1".repeat(16), ""]) {
    found[`version “${version}”`] = (registry) => registry.version(model, version, signal);
  }
  for (const version of ["1", "2", "3", "4", "5", "6", "7", "99"]) {
    found[`MLmodel of version ${version}`] = async (registry) => {
      const file = await registry.modelFile(model, version, signal);
      return file.state === "unknown" ? { state: file.state } : file;
    };
  }
  return found;
}

function ofVersions(): Record<string, Question> {
  const found: Record<string, Question> = {};
  const brief = async (registry: Registry, query: Parameters<Registry["versions"]>[0]) =>
    (await allPages((page) => registry.versions({ ...query, ...page }, signal))).map((each) => `${each.model} ${each.version}`);
  for (const limit of [1, 2, 12, 1000]) {
    found[`versions of all models, ${limit} on a page`] = (registry) => brief(registry, { limit });
    found[`versions of one model, ${limit} on a page`] = (registry) => brief(registry, { model: dozen, limit });
  }
  for (const which of ["none", "those of the sweep", "the first of the sweep", "unknown ones"]) {
    for (const only of [{}, { model }, { model: dozen }]) {
      found[`versions of ${only.model ?? "all models"} made from runs: ${which}`] = async (registry) => {
        const { ids } = await runsOf(registry, sweep);
        const asked: Record<string, readonly string[]> = {
          none: [],
          "those of the sweep": ids,
          "the first of the sweep": ids.slice(-3, -2),
        };
        return brief(registry, { ...only, runIds: asked[which] ?? [nobody, "it's no id"], limit: 3 });
      };
    }
  }
  for (const tagKeyPrefix of ["", "slipway.", "slipway.kept", "slipway.kepu", "mlflow.", "data_", "BIAS", "bias", "%", "no such"]) {
    for (const only of [{}, { model }]) {
      found[`versions of ${only.model ?? "all models"} with tags “${tagKeyPrefix}…”`] = (registry) =>
        brief(registry, { tagKeyPrefix, ...only, limit: 2 });
    }
  }
  for (const stages of [["Production"], ["staging", "PRODUCTION", "none", "Archived"], ["None", "none"], [], ["Production", "Live"]]) {
    for (const name of [model, dozen, "empty-model", "theirs", "nowhere"]) {
      found[`versions of ${name} in the stages [${stages.join(", ")}]`] = (registry) => registry.versionsInStages(name, stages, signal);
    }
  }
  return found;
}

/** What can be asked of the store without a change of it, by title. */
export const questions: Readonly<Record<string, Question>> = {
  ...ofExperiments(),
  ...ofRuns(),
  ...ofMetrics(),
  ...ofModels(),
  ...ofVersions(),
};

/** Changes, to be made one after the other; each is refused or leaves something that can be asked for. */
export const acts: readonly (readonly [title: string, act: (registry: Registry) => Promise<void>])[] = [
  ["a new tag", (r) => r.setVersionTag(model, "2", "by", hostile, signal)],
  ["the tag again", (r) => r.setVersionTag(model, "2", "by", "second", signal)],
  ["the tag on another version", (r) => r.setVersionTag(model, "3", "by", "third", signal)],
  ["the tag away", (r) => r.deleteVersionTag(model, "2", "by", signal)],
  ["a tag away that is not there", (r) => r.deleteVersionTag(model, "2", "never", signal)],
  ["a tag that is in the other workspace", (r) => r.setVersionTag(model, "1", "slipway.of", "us", signal)],
  ["a tag away that is in the other workspace", (r) => r.deleteVersionTag(model, "1", "slipway.of", signal)],
  ["an alias moved that the other workspace has", (r) => r.setAlias(model, "champion", "2", signal)],
  ["a new alias", (r) => r.setAlias(model, "fresh", "1", signal)],
  ["an alias away", (r) => r.deleteAlias(model, "fresh", signal)],
  ["an alias away that is not there", (r) => r.deleteAlias(model, "never", signal)],
  ["a dangling alias away", (r) => r.deleteAlias(model, "retired", signal)],
  ["an alias away that the other workspace has", (r) => r.deleteAlias(model, "champion", signal)],
  ["a stage in any case", (r) => r.setStage(model, "3", "pRoDuction", signal)],
  ["a stage into which many go", (r) => r.setStage(model, "4", "Archived", signal)],
  ["a stage from which another goes", (r) => r.setStage(model, "5", "Staging", signal)],
  ["a stage away", (r) => r.setStage(model, "3", "None", signal)],
  ["one in place of two", (r) => r.setStage(dozen, "12", "Production", signal)],
  ["a tag on a version that is gone", (r) => r.setVersionTag(model, "7", "a", "b", signal)],
  ["a tag away from a version that is gone", (r) => r.deleteVersionTag(model, "7", "a", signal)],
  ["a tag with a bad key", (r) => r.setVersionTag(model, "1", "../a", "b", signal)],
  ["a tag away with a bad key", (r) => r.deleteVersionTag(model, "1", "../a", signal)],
  ["a tag as long as it may be", (r) => r.setVersionTag(model, "3", "long", "ä".repeat(100_000), signal)],
  ["a tag that is too long", (r) => r.setVersionTag(model, "1", "a", "b".repeat(100_001), signal)],
  ["the long tag away", (r) => r.deleteVersionTag(model, "3", "long", signal)],
  ["an alias to a version that is gone", (r) => r.setAlias(model, "champion", "7", signal)],
  ["an alias to a version of the other workspace", (r) => r.setAlias(model, "champion", "40", signal)],
  ["an alias of no model", (r) => r.setAlias("nowhere", "champion", "1", signal)],
  ["an alias away of no model", (r) => r.deleteAlias("nowhere", "champion", signal)],
  ["an alias away of a model of the other workspace", (r) => r.deleteAlias("theirs", "champion", signal)],
  ["a reserved alias", (r) => r.setAlias(model, "Latest", "1", signal)],
  ["an alias that looks like a version", (r) => r.setAlias(model, "v3", "1", signal)],
  ["an alias away with a space", (r) => r.deleteAlias(model, "a b", signal)],
  ["a stage that there is not", (r) => r.setStage(model, "1", "Live", signal)],
  ["a stage of a version that is gone", (r) => r.setStage(model, "7", "Staging", signal)],
  ["a stage of a model of the other workspace", (r) => r.setStage("theirs", "1", "Staging", signal)],
];
/** The models that the acts touch. */
export const touched: readonly string[] = [model, dozen];

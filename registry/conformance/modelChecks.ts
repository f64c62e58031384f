import type { Scratch } from "#registry/backend.ts";
import { pages } from "#registry/model/pages.ts";
import type { Check } from "./checks.ts";
import { Mismatch, Missing, same } from "./findings.ts";

const tag = "slipway.conformance";
const alias = "slipway-conformance";
/** Longest event of a promotion, characters (docs/promotion-format.md). */
const longestEvent = 5000;

export const modelChecks: readonly Check[] = [
  {
    title: "Models, by name and in the list",
    without: "the Models view",
    async run({ registry, model }, signal) {
      same("its name", (await registry.model(model, signal)).name, model);
      for await (const { name } of pages((next) => registry.models({ limit: 100, ...next }, signal))) if (name === model) return undefined;
      throw new Mismatch("the model that was just made is not in the list");
    },
  },
  {
    title: "Versions of a model, the highest first, and of a run",
    without: "versions",
    async run({ registry, model, runs }, signal) {
      const { items } = await registry.versions({ model, limit: 10 }, signal);
      same(
        "the versions",
        items.map(({ version }) => version),
        ["2", "1"],
      );
      const ofRun = await registry.versions({ runIds: [runs.at(-1)?.id ?? ""], limit: 10 }, signal);
      same(
        "the version of the first run",
        ofRun.items.map(({ model: name, version }) => `${name} ${version}`),
        [`${model} 1`],
      );
      return undefined;
    },
  },
  {
    title: "Version tags: set, changed, deleted, 5,000 characters",
    without: "promotions, whose events are tags of versions",
    async run({ registry, model }, signal) {
      if (!(await registry.capabilities(signal)).versionTags) throw new Missing("it has no tags of versions");
      const value = async () => (await registry.version(model, "1", signal)).tags.find(({ key }) => key === tag)?.value;
      await registry.setVersionTag(model, "1", tag, "one", signal);
      same("the tag", await value(), "one");
      const long = "ü€".repeat(longestEvent / 2);
      await registry.setVersionTag(model, "1", tag, long, signal);
      if ((await value()) !== long) throw new Mismatch(`a tag of ${longestEvent} characters does not come back as it was sent`);
      await registry.deleteVersionTag(model, "1", tag, signal);
      same("the deleted tag", await value(), undefined);
      return undefined;
    },
  },
  {
    title: "Aliases: set, moved, deleted",
    without: "promotions to an alias",
    async run({ registry, model }, signal) {
      if (!(await registry.capabilities(signal)).aliases) throw new Missing("it has no aliases");
      const version = async () => (await registry.model(model, signal)).aliases.find((one) => one.alias === alias)?.version;
      await registry.setAlias(model, alias, "1", signal);
      same("where it points", await version(), "1");
      await registry.setAlias(model, alias, "2", signal);
      same("where it points after its move", await version(), "2");
      same("the aliases of the version", (await registry.version(model, "2", signal)).aliases, [alias]);
      await registry.deleteAlias(model, alias, signal);
      same("where it points once it is deleted", await version(), undefined);
      return undefined;
    },
  },
  {
    title: "Stages: a version moves in, the one before is archived",
    without: "promotions to a stage",
    async run({ registry, model }: Scratch, signal) {
      if (!(await registry.capabilities(signal)).stages) throw new Missing("it has no stages");
      await registry.setStage(model, "1", "Production", signal);
      await registry.setStage(model, "2", "Production", signal);
      const inProduction = await registry.versionsInStages(model, ["Production"], signal);
      same(
        "in Production",
        inProduction.map(({ version }) => version),
        ["2"],
      );
      same("the stage of the one before", (await registry.version(model, "1", signal)).stage, "Archived");
      return undefined;
    },
  },
  {
    title: "The file MLmodel of a version",
    without: "gates on signatures",
    async run({ registry, model }, signal) {
      // None was written: a registry that can look says that there is none; MLflow 2.22.5 fails instead.
      const file = await registry.modelFile(model, "1", signal);
      if (file.state === "unknown") return `one that is not there is not said to be missing: ${file.why}`;
      same("a file that was never written", file.state, "absent");
      return undefined;
    },
  },
];

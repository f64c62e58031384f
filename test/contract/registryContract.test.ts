import assert from "node:assert/strict";
import type { Registry } from "#registry/api.ts";
import { noChange } from "#registry/model/changes.ts";
import { RegistryError } from "#registry/model/errors.ts";
import { allPages } from "#registry/model/pages.ts";
import type { MetricRange } from "#registry/model/types.ts";
import { lookedAt, toldChanges } from "#registry/testChanges.ts";
import { type BothRegistries, requirePython } from "./bothRegistries.ts";
import { filters, orders, ownFilters } from "./filterCases.ts";
import { sharedRegistries } from "./sharedRegistries.ts";

const signal = new AbortController().signal;
const hostile = "<img src=x onerror=alert(1)>";

/** What a call gives: its value, or the kind of its RegistryError. Page tokens are opaque: only that there is one counts. */
async function outcome(call: Promise<unknown>): Promise<unknown> {
  try {
    const value = await call;
    if (typeof value === "object" && value !== null && "nextPageToken" in value) return { ...value, nextPageToken: "more" };
    return value;
  } catch (error) {
    assert.ok(error instanceof RegistryError, String(error));
    assert.notEqual(error.next, "");
    return { refused: error.kind };
  }
}

describe("the two backends over one store of MLflow 3.17.2", function () {
  this.timeout(180_000);
  let both: BothRegistries;

  before(async function () {
    both = await sharedRegistries(requirePython(this));
  });

  async function same(call: (registry: Registry) => Promise<unknown>): Promise<unknown> {
    const [local, remote] = await Promise.all([outcome(call(both.sqlite)), outcome(call(both.mlflow))]);
    assert.deepEqual(local, remote);
    return local;
  }

  async function sweepId(): Promise<string> {
    return experimentId("fraud/gbm-sweep");
  }

  async function experimentId(name: string): Promise<string> {
    const { items } = await both.sqlite.experiments({ limit: 100 }, signal);
    const found = items.find((experiment) => experiment.name === name);
    assert.ok(found, `no experiment ${name}`);
    return found.id;
  }

  async function allRuns(registry: Registry, name: string, limit: number): Promise<string[]> {
    const experimentIds = [await experimentId(name)];
    const ids: string[] = [];
    for (let pageToken: string | undefined, more = true; more; more = pageToken !== undefined) {
      const page = await registry.runs({ experimentIds, filter: "", orderBy: [], limit, ...(pageToken ? { pageToken } : {}) }, signal);
      ids.push(...page.ids);
      pageToken = page.nextPageToken;
    }
    return ids;
  }

  describe("experiments", () => {
    it("newest activity first, deleted ones left out", async () => {
      const answer = await same((registry) => registry.experiments({ limit: 100 }, signal));
      const names = (answer as { items: { name: string }[] }).items.map(({ name }) => name);
      assert.deepEqual(names, ["more than a page", "empty", hostile, "fraud/gbm-sweep", "Default"]);
    });
    it("in pages", () => same((registry) => registry.experiments({ limit: 2 }, signal)));
    for (const id of ["0", "1", "2", "3", "4", "5", "6", "404", "abc", ""]) {
      it(`with the id “${id}”, deleted or not`, () => same((registry) => registry.experiment(id, signal)));
    }
    it("newest start of runs", () =>
      same(async (registry) => {
        const activity = await registry.experimentActivity(["1", "2", "3", "404"], signal);
        return activity.map(({ experimentId, lastStart }) => ({ experimentId, lastStart }));
      }));
  });

  describe("runs", () => {
    it("with metrics (NaN, infinities, huge steps), params, tags and data sets", async () => {
      const experimentIds = [await sweepId()];
      const answer = await same((registry) => registry.runs({ experimentIds, filter: "", orderBy: [], limit: 100 }, signal));
      const { ids, metrics } = answer as Awaited<ReturnType<Registry["runs"]>>;
      assert.equal(ids.length, 7);
      const upper = metrics.find(({ key }) => key === "upper");
      assert.deepEqual(upper?.values.filter(Boolean), Float64Array.of(Number.POSITIVE_INFINITY));
      assert.ok(metrics.find(({ key }) => key === "diverged")?.values.some(Number.isNaN));
    });
    it("of several experiments, of none, of one that does not exist", async () => {
      for (const experimentIds of [[await sweepId(), "4"], [], ["404"]]) {
        await same((registry) => registry.runs({ experimentIds, filter: " ", orderBy: [], limit: 10 }, signal));
      }
    });
    it("page by page, each once", async () => {
      const local = await allRuns(both.sqlite, "more than a page", 10);
      assert.equal(new Set(local).size, 57);
      assert.deepEqual(local, await allRuns(both.mlflow, "more than a page", 10));
      assert.deepEqual(local, await allRuns(both.sqlite, "more than a page", 57));
    });
    it("by id: in the order asked for, unknown ones left out", async () => {
      const ids = (await allRuns(both.sqlite, "more than a page", 50)).slice(0, 5);
      const asked = [ids[3], "0".repeat(32), ids[0], "../no id/<img>", ids[3]].map(String);
      const answer = await same((registry) => registry.runsById({ ids: asked }, signal));
      assert.deepEqual((answer as { ids: string[] }).ids, [ids[3], ids[0]]);
    });
    it("a page token of something else is refused", async () => {
      const query = { experimentIds: ["1"], filter: "", orderBy: [], limit: 5 };
      const answer = await same((registry) => registry.runs({ ...query, pageToken: "bm90IG91cnM=" }, signal));
      assert.deepEqual(answer, { refused: "invalid" });
    });
  });

  describe("filter", () => {
    for (const filter of [...filters, ...ownFilters]) {
      it(filter, async () => {
        const experimentIds = [await sweepId()];
        await same(async (registry) => (await registry.runs({ experimentIds, filter, orderBy: [], limit: 100 }, signal)).names);
      });
    }
  });

  describe("order", () => {
    for (const orderBy of orders) {
      it(orderBy.join(", ") || "none", async () => {
        const experimentIds = [await sweepId()];
        await same(async (registry) => (await registry.runs({ experimentIds, filter: "", orderBy, limit: 100 }, signal)).names);
      });
    }
  });

  describe("history", () => {
    for (const metric of ["val_auc", "val/loss", "diverged", "upper", "lower", "backwards", "same step", "nowhere", hostile]) {
      it(metric, async () => {
        const runIds = [...(await allRuns(both.sqlite, "fraud/gbm-sweep", 50)), "unknown"];
        await same((registry) => registry.history({ runIds, metrics: [metric], maxPoints: 100 }, signal));
      });
    }
    it("a long one, downsampled", async () => {
      const runIds = await allRuns(both.sqlite, hostile, 50);
      const answer = await same((registry) => registry.history({ runIds, metrics: ["loss"], maxPoints: 200 }, signal));
      const [history] = answer as Awaited<ReturnType<Registry["history"]>>;
      assert.equal(history?.total, 3000);
      assert.ok(history.values.length <= 200 && history.values.length > 100);
      assert.equal(history.steps.at(-1), 2999);
    });
  });

  it("metric ranges: NaN, infinities, runs that did not log it, unknown runs and metrics", async () => {
    const runIds = [...(await allRuns(both.sqlite, "fraud/gbm-sweep", 50)), "unknown"];
    const metrics = ["val_auc", "val/loss", "diverged", "upper", "lower", "backwards", "nowhere", hostile];
    const answer = (await same((registry) => registry.metricRanges({ runIds, metrics, places: true }, signal))) as MetricRange[];
    assert.ok(answer.some(({ metric, min, max, total }) => metric === "val_auc" && min < max && total > 2));
  });

  describe("models", () => {
    it("by name, without prompts", async () => {
      const answer = await same((registry) => registry.models({ limit: 100 }, signal));
      const names = (answer as { items: { name: string }[] }).items.map(({ name }) => name);
      assert.equal(names.length, 18);
      assert.ok(!names.includes("a-prompt"));
    });
    it("in pages", () => same((registry) => registry.models({ limit: 5 }, signal)));
    for (const name of ["fraud-scorer", "empty-model", hostile, 'it\'s "both" \\ 100%_', "dots.and spaces", "a-prompt", "nowhere"]) {
      it(`${name}: model and versions`, async () => {
        await same((registry) => registry.model(name, signal));
        await same((registry) => registry.versions({ model: name, limit: 100 }, signal));
      });
    }
    it("keeps an alias whose version is gone", async () => {
      const model = await both.sqlite.model("fraud-scorer", signal);
      assert.deepEqual(model.aliases.at(-1), { alias: "retired", version: "7" });
    });
    it("versions in pages, highest first", () => same((registry) => registry.versions({ model: "fraud-scorer", limit: 2 }, signal)));
    for (const limit of [1, 4, 1000]) {
      it(`versions of all models, ${limit} on a page`, async () => {
        const found = await same((registry) => allPages((page) => registry.versions({ limit, ...page }, signal)));
        assert.ok((found as readonly unknown[]).length >= 6);
      });
    }
    it("versions that runs became", async () => {
      const all = await allPages((page) => both.sqlite.versions({ limit: 100, ...page }, signal));
      const ids = [...new Set(all.map(({ runId }) => runId).filter((id) => id !== ""))];
      const found = await same((registry) => registry.versions({ runIds: ids, limit: 100 }, signal));
      assert.deepEqual(
        (found as { items: unknown[] }).items,
        all.filter(({ runId }) => runId !== ""),
      );
      for (const runIds of [[], ids.slice(0, 1), ["0".repeat(32)], ["it's no id", ids[0] ?? ""]]) {
        await same((registry) => registry.versions({ runIds, limit: 100 }, signal));
        await same((registry) => registry.versions({ runIds, model: "fraud-scorer", limit: 100 }, signal));
      }
    });
    it("versions with tags of one kind", async () => {
      for (const tagKeyPrefix of ["", "slipway.", "mlflow.", "data_", "DATA_", "%", "no such"]) {
        for (const model of [{}, { model: "fraud-scorer" }]) {
          await same((registry) => allPages((page) => registry.versions({ tagKeyPrefix, ...model, limit: 2, ...page }, signal)));
        }
      }
    });
    for (const version of ["1", "2", "7", "99", "abc", ""]) {
      it(`version “${version}”`, () => same((registry) => registry.version("fraud-scorer", version, signal)));
    }
    const files = { "1": "known", "2": "known", "3": "known", "4": "unknown", "5": "absent", "6": "absent" };
    for (const [version, state] of Object.entries(files)) {
      it(`MLmodel of version ${version}: ${state}`, async () => {
        const answer = await same(async (registry) => {
          const file = await registry.modelFile("fraud-scorer", version, signal);
          return file.state === "unknown" ? { state: file.state } : file;
        });
        assert.equal((answer as { state: string }).state, state);
      });
    }
    it("MLmodel of a version that is gone", async () => {
      assert.deepEqual(await same((registry) => registry.modelFile("fraud-scorer", "7", signal)), { refused: "notFound" });
    });
  });

  describe("writes of one are seen by the other", () => {
    const model = "fraud-scorer";
    const steps: readonly (readonly [string, (registry: Registry) => Promise<void>])[] = [
      ["a new tag", (r) => r.setVersionTag(model, "2", `by ${r.source.kind}`, hostile, signal)],
      ["the tag again", (r) => r.setVersionTag(model, "2", `by ${r.source.kind}`, "second", signal)],
      ["an empty tag", (r) => r.setVersionTag(model, "3", "slipway.promotion.01K.apply", "", signal)],
      ["a long tag", (r) => r.setVersionTag(model, "3", "long", "ä".repeat(5000), signal)],
      ["the tag away", (r) => r.deleteVersionTag(model, "2", `by ${r.source.kind}`, signal)],
      ["a tag away that is not there", (r) => r.deleteVersionTag(model, "2", "never", signal)],
      ["an alias moved", (r) => r.setAlias(model, "champion", r.source.kind === "sqlite" ? "2" : "3", signal)],
      ["a new alias", (r) => r.setAlias(model, `new-${r.source.kind}`, "1", signal)],
      ["an alias away", (r) => r.deleteAlias(model, `new-${r.source.kind}`, signal)],
      ["an alias away that is not there", (r) => r.deleteAlias(model, "never", signal)],
      ["a dangling alias away", (r) => r.deleteAlias(model, "retired", signal)],
      ["a stage in any case", (r) => r.setStage(model, "3", "pRoDuction", signal)],
      ["a stage away", (r) => r.setStage(model, "3", "None", signal)],
    ];
    for (const [title, act] of steps) {
      it(title, async () => {
        for (const registry of [both.sqlite, both.mlflow]) {
          await act(registry);
          await same((r) => r.model(model, signal));
          await same((r) => r.versions({ model, limit: 100 }, signal));
        }
      });
    }

    it("a tag of an experiment, new, again and as long as it may be", async () => {
      const { items } = await both.sqlite.experiments({ limit: 1 }, signal);
      const id = items[0]?.id ?? "";
      for (const registry of [both.sqlite, both.mlflow]) {
        for (const value of [hostile, "second", "", "ä".repeat(20_000)]) {
          await registry.setExperimentTag(id, `by ${registry.source.kind}`, value, signal);
          const { tags } = (await same((r) => r.experiment(id, signal))) as { tags: { key: string; value: string }[] };
          assert.equal(tags.find(({ key }) => key === `by ${registry.source.kind}`)?.value, value);
        }
      }
    });

    const refusals: readonly (readonly [string, (registry: Registry) => Promise<void>, string])[] = [
      ["a tag on a version that is gone", (r) => r.setVersionTag(model, "7", "a", "b", signal), "notFound"],
      ["a tag with a bad key", (r) => r.setVersionTag(model, "1", "../a", "b", signal), "invalid"],
      ["a tag that is too long", (r) => r.setVersionTag(model, "1", "a", "b".repeat(100_001), signal), "invalid"],
      ["a tag of no experiment", (r) => r.setExperimentTag("99999", "a", "b", signal), "notFound"],
      ["an experiment's tag with a bad key", (r) => r.setExperimentTag("0", "../a", "b", signal), "invalid"],
      ["an experiment's tag that is too long", (r) => r.setExperimentTag("0", "a", "b".repeat(20_001), signal), "invalid"],
      ["an alias to a version that is gone", (r) => r.setAlias(model, "champion", "7", signal), "notFound"],
      ["an alias of no model", (r) => r.setAlias("nowhere", "champion", "1", signal), "notFound"],
      ["an alias away of no model", (r) => r.deleteAlias("nowhere", "champion", signal), "notFound"],
      ["a reserved alias", (r) => r.setAlias(model, "Latest", "1", signal), "invalid"],
      ["an alias that looks like a version", (r) => r.setAlias(model, "v3", "1", signal), "invalid"],
      ["an alias with a space", (r) => r.setAlias(model, "a b", "1", signal), "invalid"],
      ["a stage that there is not", (r) => r.setStage(model, "1", "Live", signal), "invalid"],
      ["a stage of a version that is gone", (r) => r.setStage(model, "7", "Staging", signal), "notFound"],
    ];
    for (const [title, act, kind] of refusals) {
      it(`refused: ${title}`, async () => assert.deepEqual(await same(act), { refused: kind }));
    }
  });

  describe("the changes", () => {
    const acts: readonly (readonly [string, (registry: Registry) => Promise<void>])[] = [
      ["a tag", (r) => r.setVersionTag("fraud-scorer", "1", "mark", r.source.kind, signal)],
      ["an alias", (r) => r.setAlias("fraud-scorer", `mark-${r.source.kind}`, "1", signal)],
      ["a stage", (r) => r.setStage("fraud-scorer", "1", r.source.kind === "sqlite" ? "Staging" : "Archived", signal)],
    ];
    for (const [title, act] of acts) {
      it(`name the model with ${title}, and nothing else`, async () => {
        for (const [reader, writer] of [
          [both.sqlite, both.mlflow],
          [both.mlflow, both.sqlite],
        ] as const) {
          await lookedAt(reader);
          await act(writer);
          assert.deepEqual(await toldChanges(reader), { ...noChange, models: ["fraud-scorer"] });
        }
      });
    }
  });
});

import assert from "node:assert/strict";
import type { Registry } from "#registry/api.ts";
import { RegistryError } from "#registry/model/errors.ts";
import { openMlflowRegistry } from "./mlflowRegistry.ts";

const signal = new AbortController().signal;

/** A registry whose server gives one answer to everything, or one by the end of the path. */
function answering(answer: unknown, contentType = "application/json"): Registry {
  return openMlflowRegistry(new URL("http://mlflow.internal"), {
    fetch: async (input) => {
      const path = new URL(String(input)).pathname;
      const own =
        typeof answer === "object" && answer !== null ? Object.entries(answer).find(([end]) => path.endsWith(end))?.[1] : undefined;
      const body = own ?? answer;
      return new Response(typeof body === "string" ? body : JSON.stringify(body), { headers: { "content-type": contentType } });
    },
    random: () => 0,
    sleep: async () => {},
    authorize: async () => undefined,
  });
}

async function refused(call: Promise<unknown>, message: RegExp): Promise<void> {
  await assert.rejects(call, (error) => {
    assert.ok(error instanceof RegistryError, String(error));
    assert.equal(error.kind, "unavailable");
    assert.match(error.message, message);
    assert.notEqual(error.next, "");
    return true;
  });
}

describe("an answer that says it is fine but is not what MLflow sends", () => {
  const writes: readonly (readonly [string, (registry: Registry) => Promise<void>])[] = [
    ["an alias", (r) => r.setAlias("scorer", "champion", "3", signal)],
    ["an alias away", (r) => r.deleteAlias("scorer", "champion", signal)],
    ["a tag", (r) => r.setVersionTag("scorer", "3", "slipway.x", "{}", signal)],
    ["a tag away", (r) => r.deleteVersionTag("scorer", "3", "slipway.x", signal)],
    ["a stage", (r) => r.setStage("scorer", "3", "Production", signal)],
  ];
  const strange: readonly (readonly [string, string, string])[] = [
    ["a web page", "<html>Sign in</html>", "text/html"],
    ["a web page that is called JSON", "<html>Sign in</html>", "application/json"],
    ["nothing", "", "application/json"],
    ["null", "null", "application/json"],
    ["a list", "[]", "application/json"],
    ["a text", '"ok"', "application/json"],
    ["half of it", '{"model_ver', "application/json"],
  ];
  for (const [what, write] of writes) {
    for (const [title, body, type] of strange) {
      it(`${what}, answered with ${title}: not known whether it was made`, () =>
        refused(write(answering(body, type)), /It is not known whether the change was made/));
    }
    it(`${what}, answered with an error of MLflow's: refused`, async () => {
      const error = { error_code: "PERMISSION_DENIED", message: "no" };
      await assert.rejects(write(answering(error)), (thrown) => RegistryError.is(thrown));
    });
  }
  it("a stage that is another one afterwards", async () => {
    for (const answer of [{}, { model_version: {} }, { model_version: { current_stage: "Staging" } }]) {
      await refused(answering(answer).setStage("scorer", "3", "Production", signal), /does not confirm that the version is in Production/);
    }
    await answering({ model_version: { current_stage: "Production" } }).setStage("scorer", "3", "production", signal);
  });

  const good = { name: "scorer", version: "3", current_stage: "Production", tags: [{ key: "a", value: "b" }], aliases: ["champion"] };
  const versions: readonly (readonly [string, unknown])[] = [
    ["none", undefined],
    ["another version", { ...good, version: "4" }],
    ["another model", { ...good, name: "ranker" }],
    ["no number", { ...good, version: null }],
    ["tags that are no list", { ...good, tags: { a: "b" } }],
    ["a tag that is no object", { ...good, tags: ["slipway.x"] }],
    ["aliases that are no list", { ...good, aliases: "champion" }],
    ["an alias that is no text", { ...good, aliases: [7] }],
  ];
  for (const [title, version] of versions) {
    it(`a version: ${title}`, () => refused(answering({ model_version: version }).version("scorer", "3", signal), /cannot be read/));
  }
  it("a version as it should be, and numbers for texts", async () => {
    for (const version of [good, { ...good, version: 3, tags: null, aliases: undefined }]) {
      assert.equal((await answering({ model_version: version }).version("scorer", "3", signal)).version, "3");
    }
  });

  const models: readonly (readonly [string, unknown])[] = [
    ["none", undefined],
    ["another one", { name: "ranker" }],
    ["aliases that are no list", { name: "scorer", aliases: { alias: "champion", version: "3" } }],
    ["an alias that is no object", { name: "scorer", aliases: ["champion"] }],
  ];
  for (const [title, model] of models) {
    it(`a model: ${title}`, () => refused(answering({ registered_model: model }).model("scorer", signal), /cannot be read/));
  }

  const wholeLists: readonly (readonly [string, (registry: Registry) => Promise<unknown>])[] = [
    ["experiments", (r) => r.experiments({ limit: 5 }, signal)],
    ["registered_models", (r) => r.models({ limit: 5 }, signal)],
    ["runs", (r) => r.runs({ experimentIds: ["1"], filter: "", orderBy: [], limit: 5 }, signal)],
    ["metrics", (r) => r.history({ runIds: ["r1"], metrics: ["m"], maxPoints: 5 }, signal)],
    ["experiments", (r) => r.changes(signal)],
  ];
  for (const [key, read] of wholeLists) {
    for (const list of ["x", 0, { "0": {} }, true, [7, "x"], [{}]]) {
      it(`${key}: ${JSON.stringify(list)} is no empty registry`, () => refused(read(answering({ [key]: list })), /cannot be read/));
    }
  }

  it("an answer that is nested too deeply", async () => {
    const deep = `{"experiments":[{"experiment_id":"1","tags":${"[".repeat(50_000)}${"]".repeat(50_000)}}]}`;
    await refused(answering(deep).changes(signal), /cannot be read/);
  });

  it("a failure without a reason is told without one", async () => {
    const failing = openMlflowRegistry(new URL("http://mlflow.internal"), {
      fetch: async () => Promise.reject(new TypeError("fetch failed", { cause: { code: undefined } })),
      random: () => 0,
      sleep: async () => {},
      authorize: async () => undefined,
    });
    await refused(failing.models({ limit: 1 }, signal), /cannot be reached: the connection failed\./);
  });

  it("a sign-in page is no MLmodel file", async () => {
    const file = await answering({ "get-artifact": "<!DOCTYPE html><html>Sign in</html>" }, "text/html").modelFile("scorer", "3", signal);
    assert.equal(file.state, "unknown");
  });

  const lists: readonly unknown[] = [
    "three",
    { version: "3" },
    [null],
    ["3"],
    [{ name: "scorer", version: "3", tags: "none" }],
    [{ name: "scorer" }],
  ];
  for (const list of lists) {
    it(`versions of a model: ${JSON.stringify(list)}`, async () => {
      const registry = answering({ registered_model: { name: "scorer" }, model_versions: list });
      await refused(registry.versions({ model: "scorer", limit: 5 }, signal), /cannot be read/);
      await refused(registry.versionsInStages("scorer", ["Production"], signal), /cannot be read/);
    });
  }

  const run = (data: unknown, id = "r1") => ({ run: { info: { run_id: id }, data } });
  const runs: readonly (readonly [string, unknown])[] = [
    ["none", {}],
    ["another one", run({}, "r2")],
    ["metrics that are no list", run({ metrics: { auc: 0.9 } })],
    ["a metric that is no object", run({ metrics: [0.9] })],
    ...["high", "", null, true, {}, [0.9], undefined].map(
      (value) => [`a metric of ${JSON.stringify(value)}`, run({ metrics: [{ key: "loss", value }] })] as const,
    ),
    ["a metric without a name", run({ metrics: [{ value: 1 }] })],
    ["tags that are no list", run({ tags: "dirty" })],
  ];
  for (const [title, answer] of runs) {
    it(`a run that a gate reads: ${title}`, () => refused(answering(answer).runsById({ ids: ["r1"] }, signal), /cannot be read/));
  }
  it("a run as it should be: numbers, NaN and infinities", async () => {
    for (const [value, read] of [
      [0, 0],
      ["0.5", 0.5],
      ["NaN", Number.NaN],
      ["Infinity", Number.POSITIVE_INFINITY],
    ] as const) {
      const page = await answering(run({ metrics: [{ key: "loss", value }] })).runsById({ ids: ["r1"] }, signal);
      assert.deepEqual(page.metrics[0]?.values, Float64Array.of(read));
    }
  });

  it("in lists of many runs and in histories, a metric without a number is left out, never 0", async () => {
    const metrics = [
      { key: "loss", value: "low", run_id: "r1" },
      { key: "auc", value: 0.9, run_id: "r1" },
    ];
    const registry = answering({ "runs/search": { runs: [run({ metrics }).run] }, metrics });
    const page = await registry.runs({ experimentIds: ["1"], filter: "", orderBy: [], limit: 5 }, signal);
    assert.deepEqual(
      page.metrics.map(({ key }) => key),
      ["auc"],
    );
    const [history] = await registry.history({ runIds: ["r1"], metrics: ["auc"], maxPoints: 10 }, signal);
    assert.deepEqual(history?.values, Float64Array.of(0.9));
  });

  it("sends members of the wrong kind: they are left out, nothing breaks", async () => {
    const body =
      '{"runs":[null,7,{"info":{"run_id":12,"start_time":"5"},"data":{"metrics":"no","params":[{"key":"__proto__","value":"x"}]}}]}';
    const page = await answering(body).runs({ experimentIds: ["1"], filter: "", orderBy: [], limit: 5 }, signal);
    assert.deepEqual(page.ids, ["12"]);
    assert.deepEqual(page.startTimes, Float64Array.of(5));
    assert.equal(page.params[0]?.key, "__proto__");
  });
});

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { isDeepStrictEqual, promisify } from "node:util";
import type { Registry } from "#registry/api.ts";
import { databricksBackend } from "#registry/databricks/backend.ts";
import { openWorld, requirePython } from "../contract/bothRegistries.ts";
import { databricksApi } from "../contract/openapi.ts";
import { quiet } from "../contract/realMlflow.ts";
import { type Came, FakeDatabricks } from "./fakeDatabricks.ts";

const run = promisify(execFile);
const signal = new AbortController().signal;
const scorer = "main.fraud.scorer";

/** Is there none like it before? */
function isFirst(came: Came, index: number, all: readonly Came[]): boolean {
  return all.findIndex((other) => isDeepStrictEqual(other, came)) === index;
}

type Act = readonly [python: string, own: (registry: Registry) => Promise<unknown>];

const ofBoth: readonly Act[] = [
  [`client.get_registered_model("${scorer}")`, (r) => r.model(scorer, signal)],
  [`client.get_model_version("${scorer}", "3")`, (r) => r.version(scorer, "3", signal)],
  [`client.set_model_version_tag("${scorer}", "3", "k", "v w")`, (r) => r.setVersionTag(scorer, "3", "k", "v w", signal)],
  [`client.delete_model_version_tag("${scorer}", "3", "k")`, (r) => r.deleteVersionTag(scorer, "3", "k", signal)],
];
const acts: Readonly<Record<string, readonly Act[]>> = {
  databricks: [
    ...ofBoth,
    [`client.transition_model_version_stage("${scorer}", "3", "Production", True)`, (r) => r.setStage(scorer, "3", "Production", signal)],
  ],
  "databricks-uc": [
    ...ofBoth,
    [`client.set_registered_model_alias("${scorer}", "champion", "3")`, (r) => r.setAlias(scorer, "champion", "3", signal)],
    [`client.delete_registered_model_alias("${scorer}", "champion")`, (r) => r.deleteAlias(scorer, "champion", signal)],
  ],
};

const wanted = `name="${scorer}", version="3", stage="Production"`;
const named = { model: scorer, version: "3", stage: "Production" } as const;
/** Of the client of Databricks itself, which MLflow brings along. */
const transitions: readonly Act[] = [
  [
    `registry.create_transition_request(${wanted}, comment="now")`,
    (r) => r.actOnTransition({ ...named, kind: "request", comment: "now" }, signal),
  ],
  [`list(registry.list_transition_requests("${scorer}", "3"))`, (r) => r.transitionRequests(scorer, "3", signal)],
  [
    `registry.reject_transition_request(${wanted}, comment="no")`,
    (r) => r.actOnTransition({ ...named, kind: "reject", comment: "no" }, signal),
  ],
  [
    `registry.create_transition_request(${wanted}, comment="again")`,
    (r) => r.actOnTransition({ ...named, kind: "request", comment: "again" }, signal),
  ],
  [
    `registry.delete_transition_request("${scorer}", "3", "Production", "ana@example.com")`,
    (r) => r.actOnTransition({ ...named, kind: "cancel", by: "ana@example.com", comment: "" }, signal),
  ],
  [
    `registry.create_comment("${scorer}", "3", "which data?")`,
    (r) => r.actOnTransition({ ...named, kind: "comment", comment: "which data?" }, signal),
  ],
  [`registry.create_transition_request(${wanted})`, (r) => r.actOnTransition({ ...named, kind: "request", comment: "" }, signal)],
  [
    `registry.approve_transition_request(${wanted}, archive_existing_versions=True, comment="yes")`,
    (r) => r.actOnTransition({ ...named, kind: "approve", comment: "yes" }, signal),
  ],
];

describe("the real MLflow client and Slipway, on the fake of Databricks", function () {
  this.timeout(120_000);
  let fake: FakeDatabricks;
  let environment: Record<string, string>;

  before(async () => {
    fake = await FakeDatabricks.start([scorer]);
    environment = { DATABRICKS_HOST: fake.url, DATABRICKS_TOKEN: "dapi-pat" };
  });
  beforeEach(() => {
    fake.came.length = 0;
  });
  after(() => {
    fake.stop();
    assert.deepEqual(databricksApi.wrong.splice(0), []);
  });

  for (const [scheme, list] of Object.entries(acts)) {
    it(`${scheme}: ask and write the same`, async function () {
      const python = requirePython(this);
      const script = [
        "from mlflow import MlflowClient",
        `client = MlflowClient("databricks", "${scheme}")`,
        ...list.map(([line]) => line),
      ].join("\n");
      await run(python, ["-c", script], { env: { ...process.env, ...quiet, ...environment, HOME: "/nonexistent" } });
      const theirs = fake.came.splice(0);
      const person = { environment, readFile: async () => undefined, run: async () => "" };
      const registry = databricksBackend.open(`${scheme}:`, { ...openWorld, fetch: databricksApi.fetch("all answers"), person });
      for (const [, own] of list) await own(registry);
      registry.close();
      // The client looks before each write whether the model is a prompt.
      assert.deepEqual(fake.came, theirs.filter(isFirst));
    });
  }

  it("the client of Databricks and Slipway ask for transitions, answer and comment the same", async function () {
    const python = requirePython(this);
    const script = [
      "from databricks.sdk import WorkspaceClient",
      "registry = WorkspaceClient().model_registry",
      ...transitions.map(([line]) => line),
    ].join("\n");
    await run(python, ["-c", script], { env: { ...process.env, ...quiet, ...environment, HOME: "/nonexistent" } });
    const theirs = fake.came.splice(0);
    const person = { environment, readFile: async () => undefined, run: async () => "" };
    const registry = databricksBackend.open("databricks:", { ...openWorld, fetch: databricksApi.fetch("all answers"), person });
    await registry.setStage(scorer, "3", "None", signal);
    fake.came.length = 0;
    for (const [, own] of transitions) await own(registry);
    registry.close();
    // After an approval the version is looked at.
    const look = { method: "GET", path: "/api/2.0/mlflow/model-versions/get", query: { name: scorer, version: "3" }, body: undefined };
    assert.deepEqual(fake.came, [...theirs, look]);
  });
});

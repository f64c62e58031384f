import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Answer } from "#protocol/message.ts";
import {
  type ExperimentRow,
  experimentsRequest,
  type Inbox,
  inboxRequest,
  type RowPage,
  type RunRow,
  runsRequest,
  type VersionRow,
  versionsRequest,
} from "#protocol/registryRequests.ts";
import { defaultSettings } from "#protocol/settings.ts";
import { type CompareData, type Curve, compareDataRequest, curvesRequest } from "#protocol/views/compare.ts";
import {
  type ActOutcome,
  type PromotionPage,
  promotionActRequest,
  promotionPageRequest,
  type QuickRequestOutcome,
  quickRequest,
} from "#protocol/views/promotion.ts";
import { twoRunsOfFiles } from "#registry/filestore/testStore.ts";
import { git, makeScratchCopy } from "../../scripts/sample/scratch.ts";
import { slipway } from "../cli/run.ts";
import { FakeDatabricks } from "../databricks/fakeDatabricks.ts";
import { projectOfGitLab } from "../gitlab/project.ts";
import { LspClient } from "../lsp/client.ts";
import { requirePython } from "./bothRegistries.ts";
import { sharedRegistries } from "./sharedRegistries.ts";

/** A registry for one test. */
interface Opened {
  readonly uri: string;
  readonly token?: string;
  readonly environment?: Readonly<Record<string, string>>;
  stop?(): void;
}

/** A kind of registry, with what is in the one that is opened. */
interface Kind {
  readonly title: string;
  /** `folder` is empty, and removed afterwards. */
  open(folder: string, suite: Mocha.Context): Promise<Opened>;
  readonly experiment: string;
  /** By name, with the last value of a metric. */
  readonly runs: Readonly<Record<string, number>>;
  readonly metric: string;
  readonly model: string;
  readonly version: string;
  /** What marks the versions in prod; absent: no promotion can be recorded there. */
  readonly mark?: { readonly alias: string } | { readonly stage: string };
}

async function ofDatabricks(scheme: string, model: string): Promise<Opened> {
  const fake = await FakeDatabricks.start([model]);
  const environment = { DATABRICKS_HOST: fake.url, DATABRICKS_TOKEN: "dapi-pat" };
  return { uri: scheme, environment, stop: () => fake.stop() };
}

const sweep = { experiment: "fraud/gbm-sweep", metric: "val_auc" };
const ofFake = { experiment: "/Users/ana/fraud", metric: "loss", runs: { first: 0.5, "of r10": 0.25 }, version: "10" };
const kinds: readonly Kind[] = [
  {
    title: "a database of MLflow's",
    open: async (folder) => {
      await makeScratchCopy(join(folder, "sample"));
      return { uri: `sqlite:///${join(folder, "sample", "mlflow.db")}` };
    },
    ...{
      ...sweep,
      runs: { "gbm-040": 0.9671939229533856, "gbm-038": 0.9739455839734391 },
      model: "churn-ranker",
      version: "4",
      mark: { alias: "champion" },
    },
  },
  {
    title: "an mlruns folder",
    open: async (folder) => {
      const root = join(folder, "mlruns");
      twoRunsOfFiles(root);
      return { uri: `file://${root}` };
    },
    ...{
      experiment: "Default",
      metric: "auc",
      runs: { first: 0.9, second: 0.95 },
      model: "scorer",
      version: "2",
      mark: { stage: "Production" },
    },
  },
  {
    title: "a real MLflow server",
    open: async (_folder, suite) => ({ uri: (await sharedRegistries(requirePython(suite))).mlflow.source.uri }),
    ...{ ...sweep, runs: { sweep: 0.9, "gbm-001": 0.9314 }, model: "twelve-versions", version: "12", mark: { alias: "champion" } },
  },
  {
    title: "a project of GitLab (a fake of it)",
    open: async () => {
      const fake = await projectOfGitLab();
      return { uri: fake.url, token: "glpat-api", stop: () => fake.stop() };
    },
    ...{ experiment: "fraud", metric: "loss", runs: { "run-49": 2.49, "run-48": 2.48 }, model: "scorer", version: "108" },
  },
  {
    title: "the registry of a workspace of Databricks (a fake of it)",
    open: () => ofDatabricks("databricks:", "churn"),
    ...{ ...ofFake, model: "churn", mark: { stage: "Production" } },
  },
  {
    title: "Unity Catalog (a fake of it)",
    open: () => ofDatabricks("databricks-uc:", "main.ml.churn"),
    ...{ ...ofFake, model: "main.ml.churn" },
  },
];

describe("every kind of registry, through the language server and the command line", function () {
  this.timeout(180_000);
  let scratch: string;
  beforeEach(async () => {
    scratch = await mkdtemp(join(tmpdir(), "slipway-every-"));
  });
  afterEach(() => rm(scratch, { recursive: true, force: true }));

  for (const kind of kinds)
    it(`${kind.title}: runs are compared, a version is promoted by two people, or it says why none can be`, async function () {
      const opened = await kind.open(join(scratch, "registry"), this);
      const person = await Person.start(scratch, kind, opened);
      try {
        await comparesRuns(person, kind);
        if (kind.mark === undefined) await saysWhyNot(person, kind);
        else await promotes(person, kind);
      } finally {
        await person.stop();
        opened.stop?.();
      }
    });
});

/** Somebody who works in a folder with a policy, over one registry. */
class Person {
  readonly #client: LspClient;
  readonly #folder: string;
  readonly #opened: Opened;

  private constructor(client: LspClient, folder: string, opened: Opened) {
    this.#client = client;
    this.#folder = folder;
    this.#opened = opened;
  }

  static async start(scratch: string, { mark }: Kind, opened: Opened): Promise<Person> {
    const folder = await mkdtemp(join(scratch, "folder-"));
    await git(folder, ["init", "--quiet"]);
    const prod = { ...(mark ?? { alias: "champion" }), approvals: 1, selfApproval: false };
    await writeFile(join(folder, "slipway.yaml"), JSON.stringify({ version: 1, environments: { dev: {}, prod } }));
    const { uri, token } = opened;
    const credentials = token === undefined ? [] : [{ origin: new URL(uri).origin, token }];
    const options = { settings: { ...defaultSettings, registry: uri }, credentials };
    return new Person(await LspClient.start(folder, options, opened.environment), folder, opened);
  }

  /** Who acts from now on. */
  async becomes(name: string): Promise<void> {
    await git(this.#folder, ["config", "user.email", `${name}@example.com`]);
  }

  answer<T>(request: { readonly method: string }, params: unknown): Promise<Answer<T>> {
    return this.#client.request<Answer<T>>(request.method, params);
  }

  async ask<T>(request: { readonly method: string }, params: unknown): Promise<T> {
    const answer = await this.answer<T>(request, params);
    assert.ok(answer.ok, `${request.method}: ${JSON.stringify(answer)}`);
    return answer.value;
  }

  types(...args: readonly string[]) {
    const { uri, token, environment } = this.#opened;
    const env = { ...environment, ...(token === undefined ? {} : { MLFLOW_TRACKING_TOKEN: token }) };
    return slipway([...args, "--registry", uri], { cwd: this.#folder, env });
  }

  stop(): Promise<void> {
    return this.#client.stop();
  }
}

async function comparesRuns(person: Person, { experiment, runs, metric }: Kind): Promise<void> {
  const experiments = await person.ask<RowPage<ExperimentRow>>(experimentsRequest, {});
  const experimentId = experiments.rows.find(({ name }) => name === experiment)?.id;
  const { rows } = await person.ask<RowPage<RunRow>>(runsRequest, { experimentId });
  const runIds = rows.filter(({ name }) => name in runs).map(({ id }) => id);
  const [compared, curves, told] = await Promise.all([
    person.ask<CompareData>(compareDataRequest, { runIds }),
    person.ask<readonly Curve[]>(curvesRequest, { runIds, metric, maxPoints: 10 }),
    person.types("compare", ...runIds, "--format", "json"),
  ]);
  const names = compared.runs.map(({ name }) => name);
  const last = compared.metrics.find(({ key }) => key === metric)?.last ?? [];
  assert.deepEqual(Object.fromEntries(names.map((name, at) => [name, last[at]])), runs);
  assert.deepEqual(
    curves.map(({ runId }) => runId),
    runIds,
  );
  const typed = JSON.parse(told.stdout).metrics.find((each: { readonly key: string }) => each.key === metric);
  assert.deepEqual(typed?.values, last);
}

async function promotes(person: Person, { model, version, mark }: Kind): Promise<void> {
  const target = { model, version, to: "prod" };
  await person.becomes("ana");
  const versions = () => person.ask<RowPage<VersionRow>>(versionsRequest, { model });
  const row = async () => (await versions()).rows.find((each) => each.version === version);
  assert.equal((await row())?.nextEnvironment, "prod");
  const asked = await person.ask<QuickRequestOutcome>(quickRequest, target);
  assert.ok(asked.made);
  assert.deepEqual((await row())?.request, "waiting");
  const inbox = () => person.ask<Inbox>(inboxRequest, null);
  assert.deepEqual(
    (await inbox()).mine.map((item) => [item.model, item.version, item.to]),
    [[model, version, "prod"]],
  );
  await person.becomes("bruno");
  assert.deepEqual(
    (await inbox()).waiting.map(({ id }) => id),
    [asked.promotionId],
  );
  const page = await person.ask<PromotionPage>(promotionPageRequest, target);
  assert.deepEqual([page.state, page.pill.text], ["requested", "Waiting for you"]);
  const act = { target, act: "approve", comment: "", seen: page.seen, promotionId: page.promotionId };
  const done = await person.ask<ActOutcome>(promotionActRequest, act);
  assert.deepEqual([done.done, done.applied, done.page.state], [true, true, "applied"]);
  const moved = await row();
  if (mark !== undefined && "stage" in mark) assert.equal(moved?.stage, mark.stage);
  else assert.ok(moved?.aliases.includes(mark?.alias ?? ""));
  assert.deepEqual(
    (await inbox()).recent.map(({ id, state }) => [id, state]),
    [[asked.promotionId, "applied"]],
  );
  const told = await person.types("promote", "log", model, "--format", "json");
  const { events } = JSON.parse(told.stdout) as { readonly events: readonly { readonly type: string; readonly by: string }[] };
  assert.deepEqual(
    events.map(({ type, by }) => `${type} ${by}`),
    ["request ana@example.com", "approve bruno@example.com", "apply bruno@example.com"],
  );
}

const lacking = /has no place for the record of a promotion/;

async function saysWhyNot(person: Person, { model, version }: Kind): Promise<void> {
  await person.becomes("ana");
  const { rows } = await person.ask<RowPage<VersionRow>>(versionsRequest, { model });
  const row = rows.find((each) => each.version === version);
  assert.deepEqual([row?.version, row?.nextEnvironment, row?.effect], [version, undefined, undefined]);
  for (const [request, params] of [
    [inboxRequest, null],
    [promotionPageRequest, { model, version }],
    [quickRequest, { model, version }],
  ] as const) {
    const answer = await person.answer(request, params);
    assert.ok(!answer.ok);
    assert.match(answer.problem.message, lacking);
  }
  const { status, stderr } = await person.types("promote", "log", model);
  assert.equal(status, 2);
  assert.match(stderr, lacking);
}

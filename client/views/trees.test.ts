import assert from "node:assert/strict";
import { testWording } from "#client/core/testWording.ts";
import type { Goal, TreeNode } from "#client/core/treeNode.ts";
import { welcomes } from "#protocol/menus.ts";
import type { Answer, Request } from "#protocol/message.ts";
import {
  experimentsRequest,
  type Inbox,
  inboxRequest,
  modelsRequest,
  type RunRow,
  runsRequest,
  type SourceState,
  sourceRequest,
  versionsRequest,
} from "#protocol/registryRequests.ts";
import { viewIds } from "#protocol/viewIds.ts";
import { anyChange, type ChangeSet, noChange } from "#registry/model/changes.ts";
import { ExperimentsView } from "./experimentsView.ts";
import { ModelsView } from "./modelsView.ts";
import { PromotionsView } from "./promotionsView.ts";
import { SourceWatch } from "./sourceWatch.ts";

const signal = new AbortController().signal;
const problem = { kind: "unavailable", message: "mlflow.internal:5000 does not answer.", next: "Check that it runs." };
const failure: Answer<never> = { ok: false, problem };
const good = <T>(value: T): Answer<T> => ({ ok: true, value });
const run = (index: number): RunRow => ({ id: `r${index}`, name: `run ${index}`, experimentId: "1", status: "FINISHED" });

/** The three trees over a server that answers as the test says. */
class Views {
  readonly answers = new Map<string, (params: unknown) => unknown>();
  readonly goals: (Goal | undefined)[] = [];
  readonly #context = {
    asker: {
      tell: () => undefined,
      ask: async <P, R>({ method }: Request<P, R>, params: P) => this.answers.get(method)?.(params) as R,
    },
    words: testWording,
    baseline: () => undefined,
    inboxRead: () => undefined,
    changed: (goal?: Goal) => void this.goals.push(goal),
  };
  readonly source = new SourceWatch(this.#context.asker);
  readonly experiments = new ExperimentsView({ ...this.#context, source: this.source });
  readonly models = new ModelsView({ ...this.#context, source: this.source });
  readonly promotions = new PromotionsView({ ...this.#context, source: this.source });

  constructor(state: SourceState) {
    this.on(sourceRequest, () => state);
  }

  on<P, R>(message: Request<P, R>, answer: (params: P) => R): this {
    this.answers.set(message.method, answer as (params: unknown) => unknown);
    return this;
  }
}

const labels = (nodes: readonly TreeNode[]) => nodes.map(({ view }) => view.label);

describe("a registry that fails", () => {
  const dead = () =>
    new Views({ state: "failed", label: "mlflow.internal:5000", problem })
      .on(experimentsRequest, () => failure)
      .on(modelsRequest, () => failure)
      .on(inboxRequest, () => failure);

  it("has its rows in one view: what to do, and the log", async () => {
    const views = dead();
    assert.deepEqual(labels(await views.experiments.roots(signal)), ["Try again", "Show log"]);
    assert.deepEqual(await views.models.roots(signal), []);
    assert.deepEqual(await views.promotions.roots(signal), []);
  });

  it("does not say that there is nothing before it has answered, nor where it failed", async () => {
    const views = dead();
    const all = [views.experiments, views.models, views.promotions];
    const wereRead = async () => {
      for (const view of all) await view.roots(signal);
      return all.map((view) => view.head().wasRead);
    };
    assert.deepEqual(
      all.map((view) => view.head().wasRead),
      [false, false, false],
    );
    assert.deepEqual(await wereRead(), [false, false, false]);
    const none = () => good({ rows: [], failures: [] });
    views.on(experimentsRequest, none).on(modelsRequest, none);
    for (const view of all) view.markStale(anyChange);
    assert.deepEqual(await wereRead(), [true, true, false]);
    const waits = welcomes.filter(({ contents }) => /^No [a-z]+ [a-z ]*yet/i.test(contents)).map(({ when }) => when?.split(" && ").at(-1));
    assert.deepEqual(
      waits,
      viewIds.map((view) => `${view}.wasRead`),
    );
    for (const view of all) view.reset();
    assert.equal(views.models.head().wasRead, false, "another registry may have some");
  });

  it("leaves the rows from before where they are", async () => {
    const views = new Views({ state: "open" })
      .on(experimentsRequest, () => good({ rows: [{ id: "1", name: "fraud" }], failures: [] }))
      .on(modelsRequest, () => good({ rows: [{ name: "scorer", environments: [], danglingAliases: [] }], failures: [] }));
    for (const view of [views.experiments, views.models]) await view.roots(signal);
    views.on(experimentsRequest, () => failure).on(modelsRequest, () => failure);
    views.source.set({ state: "failed", problem });
    for (const view of [views.experiments, views.models]) view.markStale(anyChange);
    assert.deepEqual(labels(await views.experiments.roots(signal)), ["Try again", "Show log", "fraud"]);
    assert.deepEqual(labels(await views.models.roots(signal)), ["scorer"]);
    assert.equal(views.models.head().staleSince, testWording.now());
  });

  it("is drawn so from what is known, while a read that takes its time is under way", async () => {
    const views = new Views({ state: "open" })
      .on(experimentsRequest, () => good({ rows: [{ id: "1", name: "fraud" }], failures: [] }))
      .on(runsRequest, () => failure);
    const [experiment] = await views.experiments.roots(signal);
    assert.deepEqual(labels((await experiment?.children?.(signal)) ?? []), [problem.message]);
    views.on(experimentsRequest, () => new Promise<never>(() => undefined) as never);
    views.source.set({ state: "failed", problem });
    views.experiments.markStale(anyChange);
    void views.experiments.roots(signal);
    assert.deepEqual(labels(await views.experiments.roots(signal, "known")), ["Try again", "Show log", "fraud"]);
    // The cause stands above the view by now, and nowhere else.
    assert.deepEqual(labels((await experiment?.children?.(signal, "known")) ?? []), ["Not read yet"]);
  });

  it("offers to sign in where that is what is missing", async () => {
    const views = new Views({ state: "failed", problem: { ...problem, kind: "unauthorized" } }).on(experimentsRequest, () => failure);
    assert.deepEqual(labels(await views.experiments.roots(signal)), ["Sign in…", "Show log"]);
  });
});

describe("a change of the registry", () => {
  const inboxOf = (runs: readonly string[]): Inbox => ({
    ...{ hasPolicy: true, me: "", waiting: [], mine: [], recent: [], newer: [], broken: [], runs, elsewhere: [] },
  });
  const version = { model: "scorer", version: "2", runId: "r2", aliases: [], stage: "None", request: "none" } as const;

  const cases: readonly (readonly [title: string, changes: Partial<ChangeSet>, read: readonly string[]])[] = [
    ["nothing", {}, []],
    ["another experiment", { experiments: ["2"], runs: ["r9"] }, ["experiments"]],
    ["a run of the unfolded experiment", { experiments: ["1"], runs: ["r1"] }, ["experiments", "runs 1"]],
    ["a run behind a version", { experiments: ["1"], runs: ["r2"] }, ["experiments", "runs 1", "models scorer"]],
    ["a run that a gate looks at", { experiments: ["3"], runs: ["r3"] }, ["experiments", "inbox"]],
    ["a model that is folded", { models: ["ranker"] }, ["models", "inbox"]],
    ["a model that is unfolded", { models: ["scorer"] }, ["models", "models scorer", "inbox"]],
    ["anything", anyChange, ["experiments", "runs 1", "models", "models scorer", "inbox"]],
  ];
  for (const [title, changes, read] of cases) {
    it(`in ${title} has read again: ${read.join(", ") || "nothing"}`, async () => {
      const asked: string[] = [];
      const views = new Views({ state: "open" })
        .on(experimentsRequest, () => {
          asked.push("experiments");
          return good({ rows: [{ id: "1", name: "fraud" }], failures: [] });
        })
        .on(runsRequest, ({ experimentId }) => {
          asked.push(`runs ${experimentId}`);
          return good({ rows: [run(1)], failures: [] });
        })
        .on(modelsRequest, () => {
          asked.push("models");
          return good({ rows: [{ name: "scorer", environments: [], danglingAliases: [] }], failures: [] });
        })
        .on(versionsRequest, ({ model }) => {
          asked.push(`models ${model}`);
          return good({ rows: [version], failures: [] });
        })
        .on(inboxRequest, () => {
          asked.push("inbox");
          return good(inboxOf(["r3"]));
        });
      const draw = async () => {
        for (const view of [views.experiments, views.models, views.promotions]) {
          for (const node of await view.roots(signal)) await node.children?.(signal);
        }
      };
      await draw();
      asked.length = 0;
      for (const view of [views.experiments, views.models, views.promotions]) view.markStale({ ...noChange, ...changes });
      await draw();
      assert.deepEqual(asked, read);
    });
  }
});

describe("Load 50 more…", () => {
  const paged = (second: () => Answer<{ rows: RunRow[]; failures: [] }>) =>
    new Views({ state: "open" })
      .on(experimentsRequest, () => good({ rows: [{ id: "1", name: "fraud" }], failures: [] }))
      .on(runsRequest, ({ pageToken }) =>
        pageToken === undefined ? good({ rows: [run(1), run(2)], failures: [], nextPageToken: "2" }) : second(),
      );
  const press = async (views: Views) => {
    const [experiment] = await views.experiments.roots(signal);
    const rows = (await experiment?.children?.(signal)) ?? [];
    await rows.at(-1)?.loadMore?.();
    return experiment;
  };

  it("leads to the first new row", async () => {
    const views = paged(() => good({ rows: [{ ...run(3), parentRunId: "r1" }, run(4)], failures: [] }));
    const experiment = await press(views);
    assert.deepEqual(
      views.goals.map((goal) => [goal?.node.view.label, goal?.parent]),
      [["run 4", experiment]],
    );
  });

  it("leads nowhere when no more could be loaded", async () => {
    const views = paged(() => failure);
    await press(views);
    assert.deepEqual(views.goals, [undefined]);
  });
});

describe("a policy with an error", () => {
  const item = { id: "01H", model: "scorer", version: "2", to: "prod", requestedBy: "a", requestedAt: 0, state: "requested" } as const;
  const inbox: Inbox = {
    hasPolicy: true,
    policyProblem: "Line 3 of slipway.yaml: `max` is not known.",
    me: "",
    waiting: [{ ...item, gates: "pass", gateSummary: "pass", changed: false }],
    mine: [],
    recent: [],
    newer: ["scorer v2: an event of a newer Slipway is kept."],
    broken: [],
    elsewhere: [],
    runs: [],
  };

  it("stands above what waits, once and whole, with the way to it", async () => {
    const views = new Views({ state: "open" }).on(inboxRequest, () => good(inbox));
    const rows = await views.promotions.roots(signal);
    assert.deepEqual(labels(rows), ["Open slipway.yaml", "Waiting for you", "scorer v2: an event of a newer Slipway is kept."]);
    assert.equal(rows[0]?.view.command, "slipway.openPolicy");
    assert.match(views.promotions.head().note ?? "", /^Line 3 of slipway\.yaml: `max` is not known\./);
  });
});

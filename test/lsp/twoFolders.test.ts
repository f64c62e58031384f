import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Answer } from "#protocol/message.ts";
import {
  type AboutRegistry,
  type ExperimentRow,
  experimentsRequest,
  folderChosen,
  type Inbox,
  inboxRequest,
  type ModelRow,
  modelsRequest,
  type RowPage,
  registryChanged,
  type SourceState,
  sourceChanged,
  sourceRequest,
  storesInFolderRequest,
} from "#protocol/registryRequests.ts";
import { defaultSettings } from "#protocol/settings.ts";
import { type PromotionPage, promotionActRequest, promotionPageRequest, setTagRequest } from "#protocol/views/promotion.ts";
import { minimalStore } from "#registry/sqlite/testStore.ts";
import { git, makeScratchCopy } from "../../scripts/sample/scratch.ts";
import { LspClient } from "./client.ts";

const policy = "version: 1\nenvironments:\n  dev: {}\n  live: {alias: live}\n";

describe("a workspace of two folders with a registry and a policy each", () => {
  let parent: string;
  let folders: [string, string];
  const uriOf = (folder: string) => pathToFileURL(folder).href;

  before(async () => {
    parent = await mkdtemp(join(tmpdir(), "slipway-two-"));
    folders = [join(parent, "fraud"), join(parent, "churn ä")];
    for (const folder of folders) await makeScratchCopy(folder);
    await rm(join(folders[1], "mlflow.db"));
    minimalStore(join(folders[1], "mlflow.db"));
    await rm(join(folders[1], ".git"), { recursive: true });
    await writeFile(join(folders[1], "slipway.yaml"), policy);
  });
  after(() => rm(parent, { recursive: true, force: true }));

  /** What the side bar shows: whose it is, its experiments, and the environments of its models. */
  async function shown(client: LspClient) {
    const { folder, uri } = await client.connection.sendRequest<SourceState>(sourceRequest.method, null);
    const experiments = await client.connection.sendRequest<Answer<RowPage<ExperimentRow>>>(experimentsRequest.method, {});
    const models = await client.connection.sendRequest<Answer<RowPage<ModelRow>>>(modelsRequest.method, {});
    assert.ok(experiments.ok && models.ok);
    const environments = models.value.rows.flatMap((row) => row.environments.map(({ name }) => name));
    return { folder, uri, experiments: experiments.value.rows.map(({ name }) => name), environments: [...new Set(environments)] };
  }

  const fraud = () => ({ folder: uriOf(folders[0]), uri: `sqlite:///${join(folders[0], "mlflow.db")}`, environments: ["prod", "staging"] });
  const churn = () => ({
    folder: uriOf(folders[1]),
    uri: `sqlite:///${join(folders[1], "mlflow.db")}`,
    experiments: ["Default"],
    environments: ["live"],
  });

  it("shows the first that has a policy, and the one that is chosen from then on", async () => {
    const client = await LspClient.start(folders);
    try {
      const { experiments, ...first } = await shown(client);
      assert.deepEqual(first, fraud());
      assert.ok(experiments.includes("fraud/gbm-sweep"));
      for (const [folder, expected] of [
        [folders[1], churn()],
        [folders[0], fraud()],
      ] as const) {
        const changed = client.next(sourceChanged.method);
        // The editor writes characters otherwise than Node does.
        await client.connection.sendNotification(folderChosen.method, { folder: uriOf(folder).replace("%20", " ") });
        await changed;
        const now = await shown(client);
        assert.deepEqual({ ...now, experiments: now.experiments.slice(0, 1) }, { ...expected, experiments: now.experiments.slice(0, 1) });
      }
    } finally {
      await client.stop();
    }
  });

  it("keeps both open: a question is about the registry that it names, whichever is shown, and a server that is gone holds nobody up", async () => {
    const client = await LspClient.start(folders);
    try {
      const first = await shown(client);
      const names = async (registry: string) => {
        const answer = await client.connection.sendRequest<Answer<RowPage<ExperimentRow>>>(experimentsRequest.method, { registry });
        return answer.ok ? answer.value.rows.map(({ name }) => name) : answer.problem.message;
      };
      assert.deepEqual(await names(churn().uri), ["Default"]);
      assert.deepEqual(await names(fraud().uri), first.experiments);
      assert.match(String(await names("sqlite:////gone.db")), /^This is about sqlite:\/\/\/\/gone\.db, and .* is open now\.$/);
    } finally {
      await client.stop();
    }
  });

  it("does to each registry what was seen of it, while the other one is shown", async () => {
    const client = await LspClient.start(folders, { folder: uriOf(folders[1]) });
    try {
      assert.equal((await shown(client)).uri, churn().uri);
      const target = { model: "fraud-scorer", version: "13", to: "prod" };
      const registry = fraud().uri;
      const page = await client.connection.sendRequest<Answer<PromotionPage>>(promotionPageRequest.method, { ...target, registry });
      assert.ok(page.ok);
      assert.equal(page.value.version, "13");
      const told = client.next(registryChanged.method);
      const tag = { model: "fraud-scorer", version: "13", key: "bias_review", value: "done", registry };
      const set = await client.connection.sendRequest<Answer<unknown>>(setTagRequest.method, tag);
      assert.ok(set.ok);
      assert.equal(((await told) as AboutRegistry).registry, registry);
    } finally {
      await client.stop();
    }
  });

  it("tells a file of each folder what its own registry has", async () => {
    const client = await LspClient.start(folders);
    try {
      await shown(client);
      const text = "version: 1\nmodels:\n  \nenvironments:\n  dev: {}\n";
      const isOffered = async (folder: string): Promise<boolean> => {
        const items = await client.request<readonly { label: string }[] | null>("textDocument/completion", {
          textDocument: { uri: `${uriOf(folder)}/slipway.yaml` },
          position: { line: 2, character: 2 },
        });
        return (items ?? []).some(({ label }) => label === "fraud-scorer");
      };
      for (const folder of folders) await client.open(`${uriOf(folder)}/slipway.yaml`, "slipway-policy", text);
      // Names that take long to read are offered by a later answer.
      while (!(await isOffered(folders[0])));
      assert.equal(await isOffered(folders[1]), false);
    } finally {
      await client.stop();
    }
  });

  it("begins with the one that was chosen before; one that is gone is not missed", async () => {
    const chosen = await LspClient.start(folders, { folder: uriOf(folders[1]) });
    assert.deepEqual(await shown(chosen), churn());
    await chosen.stop();
    const gone = await LspClient.start(folders, { folder: "file:///gone/%zz" });
    assert.equal((await shown(gone)).folder, fraud().folder);
    await gone.stop();
  });

  it("opens the registry that a folder has in its own settings, and leaves the other folder its own", async () => {
    const settings = { ...defaultSettings, registryOf: { [uriOf(folders[1]).replace("%20", " ")]: fraud().uri } };
    const client = await LspClient.start(folders, { settings, folder: uriOf(folders[1]) });
    try {
      assert.deepEqual((await shown(client)).uri, fraud().uri);
      const changed = client.next(sourceChanged.method);
      await client.connection.sendNotification("workspace/didChangeConfiguration", { settings: defaultSettings });
      await changed;
      assert.deepEqual(await shown(client), churn());
    } finally {
      await client.stop();
    }
  });

  it("judges what is about a folder by its policy, whichever is shown, where both lead to one registry", async () => {
    const settings = { ...defaultSettings, registryOf: { [uriOf(folders[1])]: fraud().uri } };
    for (const folder of folders) {
      const client = await LspClient.start(folders, { settings, folder: uriOf(folder) });
      try {
        assert.deepEqual([(await shown(client)).uri, (await shown(client)).folder], [fraud().uri, uriOf(folder)]);
        const environmentsOf = async (about: AboutRegistry) => {
          const answer = await client.connection.sendRequest<Answer<RowPage<ModelRow>>>(modelsRequest.method, about);
          return answer.ok ? answer.value.rows[0]?.environments.map(({ name }) => name) : answer.problem.message;
        };
        const registry = fraud().uri;
        assert.deepEqual(await environmentsOf({ registry, folder: uriOf(folders[0]) }), ["prod", "staging"]);
        assert.deepEqual(await environmentsOf({ registry, folder: uriOf(folders[1]).replace("%20", " ") }), ["live"]);
        const own = folder === folders[0] ? ["prod", "staging"] : ["live"];
        assert.deepEqual(await environmentsOf({ registry, folder: "file:///closed" }), own, "the shown one's, of a folder that is closed");
        assert.deepEqual(await environmentsOf({ registry }), own);
      } finally {
        await client.stop();
      }
    }
  });

  it("says in a file of each folder first what the gates of that folder's policy look at, where both lead to one registry", async () => {
    const settings = { ...defaultSettings, registryOf: { [uriOf(folders[1])]: fraud().uri } };
    const client = await LspClient.start(folders, { settings });
    try {
      await shown(client);
      const firstMetric = async (folder: string) => {
        const uri = `${uriOf(folder)}/predict.py`;
        await client.open(uri, "python", 'model = load_model("models:/fraud-scorer@champion")\n');
        const hover = { textDocument: { uri }, position: { line: 0, character: 30 } };
        const found = await client.request<{ contents: { value: string } } | null>("textDocument/hover", hover);
        return /\n\n(\S+) /.exec(found?.contents.value ?? "")?.[1];
      };
      const [gated, other] = [await firstMetric(folders[0]), await firstMetric(folders[1])];
      assert.equal(gated, "val\\_auc");
      assert.ok(other !== undefined && other !== gated, other);
    } finally {
      await client.stop();
    }
  });

  it("lists the stores that lie in the folder that is shown", async () => {
    const client = await LspClient.start(folders, { folder: uriOf(folders[1]) });
    assert.deepEqual(await client.connection.sendRequest(storesInFolderRequest.method, null), [{ name: "mlflow.db", uri: churn().uri }]);
    await client.stop();
    const untrusted = await LspClient.start(folders, { folder: uriOf(folders[1]), trusted: false });
    assert.deepEqual(await untrusted.connection.sendRequest(storesInFolderRequest.method, null), []);
    await untrusted.stop();
  });

  it("tells how much waits in the folders that are not shown", async () => {
    const target = { model: "fraud-scorer", version: "13", to: "prod" };
    await git(folders[0], ["config", "user.email", "ana@example.com"]);
    const asking = await LspClient.start(folders);
    const page = await asking.connection.sendRequest<Answer<PromotionPage>>(promotionPageRequest.method, target);
    assert.ok(page.ok);
    const request = { target, act: "request", comment: "Reviewed on paper.", seen: page.value.seen };
    const asked = await asking.connection.sendRequest<Answer<unknown>>(promotionActRequest.method, request);
    assert.ok(asked.ok, JSON.stringify(asked));
    await asking.stop();
    await git(folders[0], ["config", "user.email", "bruno@example.com"]);
    const elsewhere = async (folder: string) => {
      const client = await LspClient.start(folders, { folder: uriOf(folder) });
      await shown(client);
      const answer = await client.connection.sendRequest<Answer<Inbox>>(inboxRequest.method, null);
      await client.stop();
      return answer.ok ? answer.value : assert.fail(answer.problem.message);
    };
    const own = await elsewhere(folders[0]);
    assert.ok(own.waiting.length > 0);
    assert.deepEqual(own.elsewhere, []);
    const other = await elsewhere(folders[1]);
    assert.deepEqual(other.waiting, []);
    assert.deepEqual(other.elsewhere, [{ folder: uriOf(folders[0]), label: "mlflow.db", count: own.waiting.length }]);
  });

  it("says nothing of a folder where there is one alone", async () => {
    const client = await LspClient.start(folders[1]);
    assert.equal((await shown(client)).folder, undefined);
    await client.stop();
  });
});

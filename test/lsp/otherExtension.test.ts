import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { ExtensionApi } from "#client/core/extensionApi.ts";
import type { RegistryChanged } from "#client/slipwayApi.ts";
import { linkMessage, openSourcesChanged } from "#protocol/extensionApi.ts";
import type { Answer } from "#protocol/message.ts";
import {
  type ExperimentRow,
  experimentsRequest,
  type RowPage,
  refreshRequest,
  type SourceState,
  sourceRequest,
  trustGranted,
} from "#protocol/registryRequests.ts";
import { defaultSettings } from "#protocol/settings.ts";
import { anyChange } from "#registry/model/changes.ts";
import type { LinkMessage } from "#registry/model/linkMessage.ts";
import { openSqliteRegistry } from "#registry/sqlite/sqliteRegistry.ts";
import { repositoryRoot } from "../contract/repositoryRoot.ts";
import { LspClient } from "./client.ts";

const settings = { ...defaultSettings, registry: "acme:lab" };
const signal = new AbortController().signal;

/** The window's end of the exported API over a real server process. */
function windowOf(client: LspClient): { readonly api: ExtensionApi; readonly links: LinkMessage[] } {
  const links: LinkMessage[] = [];
  const { connection } = client;
  const api = new ExtensionApi({
    asker: {
      ask: (message, params) => connection.sendRequest(message.method, params),
      tell: (message, params) => void connection.sendNotification(message.method, params),
    },
    send: (message) => connection.sendNotification(linkMessage.method, message),
    isTrusted: () => true,
    failed: (error) => assert.fail(String(error)),
  });
  connection.onNotification(linkMessage.method, (message: LinkMessage) => {
    links.push(message);
    api.receive(message);
  });
  connection.onNotification(openSourcesChanged.method, () => api.changed(anyChange));
  return { api, links };
}

describe("a registry of another extension, over the server process", () => {
  const open = () => openSqliteRegistry(join(repositoryRoot, "examples/fraud-detection/mlflow.db"), Date.now);
  const store = open();
  let folder: string;
  let client: LspClient;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "slipway-other-"));
  });
  afterEach(async () => {
    await client.stop();
    await rm(folder, { recursive: true, force: true });
  });
  after(() => store.close());

  const names = async () => {
    const answer = await client.request<Answer<RowPage<ExperimentRow>>>(experimentsRequest.method, {});
    return answer.ok ? answer.value.rows.map(({ name }) => name) : answer.problem;
  };

  it("is asked for nothing before the workspace is trusted, and opens after", async () => {
    client = await LspClient.start(folder, { trusted: false, settings, otherSchemes: ["acme"] });
    const { api, links } = windowOf(client);
    const exported = api.exported();
    exported.registerBackend("acme", open);
    assert.equal((await client.request<SourceState>(sourceRequest.method, null)).state, "untrusted");
    assert.equal(await exported.registry(), undefined);
    assert.deepEqual(links, []);
    await client.connection.sendNotification(trustGranted.method, null);
    assert.equal((await client.request<SourceState>(refreshRequest.method, null)).state, "open");
    assert.deepEqual(await names(), ["fraud/gbm-sweep", "churn/weekly", "fraud/baseline"]);
  });

  it("opens when it is brought later, tells who reads, and is read by folder", async () => {
    client = await LspClient.start(folder, { settings });
    const { api } = windowOf(client);
    const exported = api.exported();
    assert.match(JSON.stringify(await names()), /A registry at acme: is not supported yet\./);
    assert.equal(await exported.registry(), undefined);
    const told = new Promise<RegistryChanged>((resolve) => exported.onDidChange(resolve));
    exported.registerBackend("acme", open);
    assert.deepEqual(await told, anyChange);
    const here = await exported.registry(pathToFileURL(folder));
    assert.deepEqual(here?.source, { uri: "acme:lab", kind: "acme", shared: true, label: "acme:lab" });
    assert.deepEqual(await here?.experiments({ limit: 5 }, signal), await store.experiments({ limit: 5 }, signal));
    assert.equal(await exported.registry("file:///somewhere/else"), undefined);
  });

  it("cannot bring the server down with what it says on the line", async () => {
    client = await LspClient.start(folder, { settings, otherSchemes: ["acme"] });
    const odd = [
      null,
      {},
      { link: 5 },
      { link: "server1", message: 7 },
      { link: "x", about: null },
      { link: "x", about: { registry: {} }, message: null },
    ];
    for (const message of odd) await client.connection.sendNotification(linkMessage.method, message);
    for (const schemes of [["sqlite"], ["http"], [5]]) {
      await client.connection.sendNotification("slipway/otherSchemes", { schemes, changed: schemes });
    }
    const { api } = windowOf(client);
    api.exported().registerBackend("acme", open);
    await client.request<SourceState>(refreshRequest.method, null);
    assert.deepEqual(await names(), ["fraud/gbm-sweep", "churn/weekly", "fraud/baseline"]);
  });
});

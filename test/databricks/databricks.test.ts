import assert from "node:assert/strict";
import type { ServerResponse } from "node:http";
import type { Registry } from "#registry/api.ts";
import type { Person } from "#registry/backend.ts";
import { databricksBackend } from "#registry/databricks/backend.ts";
import { RegistryError } from "#registry/model/errors.ts";
import { allPages } from "#registry/model/pages.ts";
import type { ModelVersion } from "#registry/model/types.ts";
import { logOf } from "#registry/promotion/log/logs.ts";
import { openWorld } from "../contract/bothRegistries.ts";
import { databricksApi } from "../contract/openapi.ts";
import { FakeDatabricks } from "./fakeDatabricks.ts";

const signal = new AbortController().signal;
const scorer = "main.fraud.scorer";

interface Computer {
  readonly environment?: Record<string, string>;
  /** Text of `.databrickscfg`; `{host}` stands for the fake. */
  readonly file?: string;
  readonly run?: Person["run"];
  readonly now?: () => number;
}

describe("Databricks, tried on a fake that is made from its documentation", () => {
  let fake: FakeDatabricks;
  const open_: Registry[] = [];

  beforeEach(async () => {
    fake = await FakeDatabricks.start([scorer, "main.fraud.ranker", "main.prices.model"]);
  });
  afterEach(() => {
    for (const registry of open_.splice(0)) registry.close();
    fake.stop();
    assert.deepEqual(databricksApi.wrong.splice(0), []);
  });

  function open(uri: string, { environment = {}, file, run, now }: Computer = {}): Registry {
    const person: Person = {
      environment,
      readFile: async (path) => (path === ".databrickscfg" ? file?.replaceAll("{host}", fake.url) : undefined),
      run: run ?? (() => Promise.reject(new Error("no program is started in this test"))),
    };
    const waiting = {
      ...openWorld,
      fetch: databricksApi.fetch("no answer"),
      sleep: async () => {},
      person,
      ...(now === undefined ? {} : { now }),
    };
    const registry = databricksBackend.open(uri, waiting);
    open_.push(registry);
    return registry;
  }

  const pat = { DATABRICKS_TOKEN: "dapi-pat" };
  const here = () => ({ environment: { ...pat, DATABRICKS_HOST: fake.url } });
  const named = (name: string) => ({ file: `[${name}]\nhost = {host}\ntoken = dapi-pat\n` });

  for (const uri of ["databricks:", "databricks-uc:"]) {
    it(`${uri} has the experiments and runs of the workspace`, async () => {
      const registry = open(uri, here());
      assert.deepEqual((await registry.experiments({ limit: 5 }, signal)).items[0]?.name, "/Users/ana/fraud");
      assert.deepEqual((await registry.runs({ experimentIds: ["7"], filter: "", orderBy: [], limit: 5 }, signal)).ids, ["r1", "r10"]);
      const [history] = await registry.history({ runIds: ["r1"], metrics: ["loss"], maxPoints: 5 }, signal);
      assert.deepEqual(history?.values, Float64Array.of(0.5));
    });

    it(`${uri} waits where it shall, tells changes once, and is closed`, async () => {
      const registry = open(uri, here());
      fake.busy = 2;
      const none = { experiments: [], runs: [], models: [] };
      assert.deepEqual(await registry.changes(signal), none);
      assert.deepEqual(await registry.changes(signal), none);
      registry.close();
      await assert.rejects(registry.models({ limit: 1 }, signal), { kind: "unavailable" });
    });
  }

  it("the registry of a workspace names the versions that runs became, page by page", async () => {
    const registry = open("databricks://prod", named("prod"));
    const labels = (versions: readonly ModelVersion[]) => versions.map(({ model, version }) => `${model} v${version}`);
    const query = { runIds: ["r1", "no id!", "r10", "r404"], limit: 4 };
    const first = await registry.versions(query, signal);
    const { nextPageToken: pageToken = "" } = first;
    const all = [...first.items, ...(await registry.versions({ ...query, pageToken }, signal)).items];
    const models = [...new Set(all.map(({ model }) => model))];
    assert.equal(models.length, 3);
    assert.deepEqual(
      labels(all),
      models.toSorted().flatMap((model) => [`${model} v10`, `${model} v1`]),
    );
    const [model = ""] = models;
    assert.deepEqual(labels((await registry.versions({ ...query, model }, signal)).items), [`${model} v10`, `${model} v1`]);
  });

  it("the registry of a workspace has stages and tags, and no aliases", async () => {
    const registry = open("databricks://prod", named("prod"));
    assert.deepEqual(registry.source, { uri: "databricks://prod", kind: "databricks", shared: true, label: "Databricks (prod)" });
    const { stages, aliases, versionTags } = await registry.capabilities(signal);
    assert.deepEqual([stages, aliases, versionTags], [true, false, true]);
    for (const version of ["3", "10"]) await registry.setStage(scorer, version, "production", signal);
    const inProduction = await registry.versionsInStages(scorer, ["Production", "Staging"], signal);
    assert.deepEqual(
      inProduction.map(({ version }) => version),
      ["10"],
    );
    await registry.setVersionTag(scorer, "10", "slipway.x", "y", signal);
    const { items } = await registry.versions({ model: scorer, limit: 10 }, signal);
    assert.deepEqual(
      items.map(({ version, stage, tags }) => [version, stage, ...tags.map(({ key, value }) => `${key}=${value}`)]),
      [
        ["10", "Production", "slipway.x=y"],
        ["3", "Archived"],
        ["2", "None"],
        ["1", "None"],
      ],
    );
    await assert.rejects(registry.setAlias(scorer, "champion", "1", signal), { kind: "unsupported", next: /Unity Catalog/ });
    assert.equal((await logOf(registry, undefined, signal)).append.length > 0, true);
  });

  it("Unity Catalog has names of three levels, aliases and small tags, and no stages", async () => {
    const registry = open("databricks-uc://prod", named("prod"));
    const { stages, aliases, maxTagValue } = await registry.capabilities(signal);
    assert.deepEqual([stages, aliases, maxTagValue], [false, true, 1000]);
    const models = await allPages((page) => registry.models({ limit: 10, ...page }, signal));
    assert.deepEqual(
      models.map(({ name }) => name),
      ["main.fraud.ranker", scorer, "main.prices.model"],
    );
    await registry.setAlias(scorer, "champion", "10", signal);
    await registry.setVersionTag(scorer, "10", "reviewed_by", "ana", signal);
    const pages = await allPages((page) => registry.versions({ model: scorer, limit: 2, ...page }, signal));
    assert.deepEqual(
      pages.map(({ version, aliases: own, tags, stage }) => [version, stage, ...own, ...tags.map(({ value }) => value)]),
      [
        ["10", "", "champion", "ana"],
        ["3", ""],
        ["2", ""],
        ["1", ""],
      ],
    );
    const ofRuns = await registry.versions({ runIds: ["r2", "r10"], limit: 10 }, signal);
    assert.deepEqual(
      ofRuns.items.map(({ model, version }) => `${model} ${version}`),
      ["main.fraud.ranker 10", "main.fraud.ranker 2", `${scorer} 10`, `${scorer} 2`, "main.prices.model 10", "main.prices.model 2"],
    );
    const every = await allPages((page) => registry.versions({ limit: 10, ...page }, signal));
    assert.equal(every.length, 12);
    await registry.deleteAlias(scorer, "champion", signal);
    await registry.deleteVersionTag(scorer, "10", "reviewed_by", signal);
    const { aliases: left, tags } = await registry.version(scorer, "10", signal);
    assert.deepEqual([left, tags], [[], []]);
  });

  it("Unity Catalog says what it cannot do, before it is asked where that is known", async () => {
    const registry = open("databricks-uc:", here());
    const cases: readonly (readonly [Promise<unknown>, string])[] = [
      [registry.setStage(scorer, "1", "Production", signal), "unsupported"],
      [registry.versionsInStages(scorer, ["Production"], signal), "unsupported"],
      [registry.setVersionTag(scorer, "1", "slipway.x", "y", signal), "invalid"],
      [registry.setVersionTag(scorer, "1", "x", "y".repeat(1001), signal), "invalid"],
      [logOf(registry, undefined, signal), "unsupported"],
    ];
    for (const [call, kind] of cases) await assert.rejects(call, (error) => RegistryError.is(error, kind as RegistryError["kind"]));
    assert.deepEqual(fake.came, []);
    await assert.rejects(registry.model("scorer", signal), { kind: "invalid", message: /three levels/ });
    await assert.rejects(registry.model("main.fraud.nowhere", signal), { kind: "notFound" });
    await assert.rejects(registry.versions({ model: "main.fraud.it's", limit: 1 }, signal), { kind: "notFound" });
    for (let n = 0; n < 50; n++) await registry.setVersionTag(scorer, "1", `k${n}`, "v", signal);
    await assert.rejects(registry.setVersionTag(scorer, "1", "one_more", "v", signal), { kind: "invalid" });
    assert.equal((await registry.modelFile(scorer, "1", signal)).state, "unknown");
  });

  describe("signs in", () => {
    const kindOf = (registry: Registry) =>
      registry.models({ limit: 1 }, signal).then(
        () => "answered",
        (error: unknown) => (error instanceof RegistryError ? `${error.kind}: ${error.message}` : String(error)),
      );
    const both = "[DEFAULT]\nhost = {host}\ntoken = dapi-pat\n[other]\nhost = {host}\ntoken = dapi-other\n";

    it("with what the profile has, and with nothing from beside it", async () => {
      const cases: readonly (readonly [string, Computer, RegExp])[] = [
        ["databricks:", { file: both }, /answered/],
        ["databricks://DEFAULT", { file: both }, /answered/],
        ["databricks://other", { file: both }, /unauthorized: .* asks who you are/],
        ["databricks:", { file: both, environment: { DATABRICKS_CONFIG_PROFILE: "other" } }, /unauthorized/],
        ["databricks://other", { file: both, environment: pat }, /unauthorized/],
        ["databricks://bare", { file: "[bare]\nhost = {host}\n", environment: pat }, /unauthorized: databricks auth token gives no token/],
        ["databricks://nowhere", { file: both }, /unauthorized: There is no profile nowhere in \.databrickscfg/],
        ["databricks:", {}, /unauthorized: There is no profile DEFAULT/],
        [
          "databricks:",
          { environment: { ...pat, DATABRICKS_HOST: "http://workspace.example" } },
          /unauthorized: The host in DATABRICKS_HOST is no https/,
        ],
        ["databricks:", { environment: { ...pat, DATABRICKS_HOST: "http://" } }, /unauthorized: The host/],
      ];
      for (const [uri, computer, said] of cases) assert.match(await kindOf(open(uri, computer)), said, JSON.stringify([uri, computer]));
      assert.match(await kindOf(open("databricks:", here())), /answered/);
      const byId = { ...pat, DATABRICKS_HOST: fake.url, DATABRICKS_AUTH_TYPE: "google-id" };
      assert.match(await kindOf(open("databricks:", { environment: byId })), /google-id is not supported/);
    });

    const machine = "[ci]\nhost = {host}\nclient_id = id\nclient_secret = s3cr3t\n";

    it("as a machine: one token for all calls, a new one before it ends", async () => {
      let now = 0;
      const registry = open("databricks://ci", { file: machine, now: () => now });
      await Promise.all([1, 2, 3].map(() => registry.models({ limit: 1 }, signal)));
      assert.equal(fake.tokensMade, 1);
      now += 3_000_000;
      await registry.models({ limit: 1 }, signal);
      assert.equal(fake.tokensMade, 1);
      now += 590_000;
      await registry.models({ limit: 1 }, signal);
      assert.equal(fake.tokensMade, 2);
      // By a clock that was set back it would be good for longer than it is.
      now -= 1_800_000;
      for (let time = 1; time <= 2; time++) await registry.models({ limit: 1 }, signal);
      assert.equal(fake.tokensMade, 3);
    });

    it("as a machine that is not known: said without the secret, and tried again", async () => {
      fake.clients.clear();
      const registry = open("databricks://ci", { file: machine });
      const said = await kindOf(registry);
      assert.match(said, /unauthorized: 127\.0\.0\.1:\d+ refuses the client id and secret \(the profile ci\)/);
      assert.ok(!said.includes("s3cr3t"));
      fake.clients.set("id", "s3cr3t");
      assert.match(await kindOf(registry), /answered/);
    });

    const faults: Readonly<Record<string, readonly [(response: ServerResponse) => void, RegExp]>> = {
      "a failing one": [(response) => response.writeHead(503).end(), /unavailable: .* gives no token: HTTP 503/],
      "one that breaks off": [(response) => response.destroy(), /unavailable: .* cannot be reached: the connection broke off/],
      "a web page": [(response) => response.writeHead(200, { "content-type": "text/html" }).end("<html>"), /unauthorized/],
      "an answer without a token": [(response) => response.writeHead(200).end('{"expires_in":3600}'), /unauthorized/],
      "a redirect to another origin": [(response) => response.writeHead(307, { location: "http://localhost:1/" }).end(), /unauthorized/],
      "an endless answer": [(response) => response.writeHead(200).end("x".repeat(1_000_000)), /unsupported: .* more than 0\.1 MB/],
    };
    for (const [title, [fault, said]] of Object.entries(faults)) {
      it(`as a machine at ${title}: no call is made without a token, and a change is not said to be in doubt`, async () => {
        fake.tokenFault = fault;
        const registry = open("databricks-uc://ci", { file: machine });
        assert.match(await kindOf(registry), said);
        await assert.rejects(registry.setAlias(scorer, "champion", "1", signal), (error) => {
          return RegistryError.is(error) && error.next !== "" && !/not known whether/.test(error.message);
        });
        assert.deepEqual(fake.came, []);
      });
    }

    it("by the program of Databricks, which is started without a shell and only when its token ends", async () => {
      const started: string[][] = [];
      let now = Date.parse("2026-01-01T00:00:00Z");
      const run: Person["run"] = async (program, args) => {
        started.push([program, ...args]);
        fake.tokens.add(`cli-${started.length}`);
        return JSON.stringify({ access_token: `cli-${started.length}`, token_type: "Bearer", expiry: "2026-01-01T01:00:00Z" });
      };
      const mine = open("databricks://mine", { file: "[mine]\nhost = {host}\nauth_type = databricks-cli\n", run, now: () => now });
      assert.match(await kindOf(mine), /answered/);
      assert.match(await kindOf(mine), /answered/);
      assert.deepEqual(started, [["databricks", "auth", "token", "--profile", "mine"]]);
      now += 3_600_000;
      await kindOf(mine);
      assert.equal(started.length, 2);
      const host = open("databricks:", { environment: { DATABRICKS_HOST: fake.url }, run, now: () => now });
      await kindOf(host);
      assert.deepEqual(started.at(-1), ["databricks", "auth", "token", "--host", fake.url]);
      const missing = () => Promise.reject(Object.assign(new Error("spawn databricks ENOENT"), { code: "ENOENT" }));
      const none = open("databricks://mine", { file: "[mine]\nhost = {host}\n", run: missing });
      assert.match(await kindOf(none), /unauthorized: There is no program databricks/);
    });
  });

  it("addresses that name no profile are refused without a word of them", () => {
    for (const uri of [
      "databricks://a:secret@host",
      "databricks://scope:secret",
      "databricks:/x",
      "databricks://a/b",
      "databricks://-x;rm secret",
    ]) {
      assert.throws(
        () => open(uri),
        (error) => RegistryError.is(error, "invalid") && !error.message.includes("secret"),
        uri,
      );
    }
  });
});

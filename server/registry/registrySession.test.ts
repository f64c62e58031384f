import assert from "node:assert/strict";
import { mkdir, mkdtemp, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { pathToFileURL } from "node:url";
import type { SourceState } from "#protocol/registryRequests.ts";
import { defaultSettings } from "#protocol/settings.ts";
import { minimalFileStore } from "#registry/filestore/testStore.ts";
import { minimalStore } from "#registry/sqlite/testStore.ts";
import type { World } from "../world.ts";
import { RegistrySession } from "./registrySession.ts";
import { testWorld } from "./testWorld.ts";

describe("RegistrySession", () => {
  let folderPath: string;
  let folder: string;
  let database: string;
  let session: RegistrySession;
  let states: string[];
  let reaches: string[];
  let changes: number;
  let nextChange: () => void;

  beforeEach(async () => {
    folderPath = await mkdtemp(join(tmpdir(), "slipway-session-"));
    folder = pathToFileURL(folderPath).href;
    database = join(folderPath, "mlflow.db");
    states = [];
    reaches = [];
    changes = 0;
    nextChange = () => {};
  });
  afterEach(async () => {
    session.close();
    await rm(folderPath, { recursive: true, force: true });
  });

  function start(change: Partial<World> = {}): RegistrySession {
    session = new RegistrySession(testWorld(change), {
      sourceChanged: ({ state }: SourceState, isReach: boolean) => {
        states.push(state);
        if (isReach) reaches.push(state);
      },
      registryChanged: () => {
        changes++;
        nextChange();
      },
    });
    return session;
  }

  function change(sql: string): void {
    const writer = new DatabaseSync(database);
    writer.exec(sql);
    writer.close();
  }

  it("looks at nothing before the workspace is trusted", async () => {
    const forbidden = () => assert.fail("it was contacted");
    start({ fetch: forbidden, files: { stat: forbidden, readText: forbidden, list: forbidden, pieces: forbidden } });
    const settings = { ...defaultSettings, registry: "http://127.0.0.1:1" };
    assert.deepEqual(await session.configure({ folder, settings, policyRegistry: "http://127.0.0.1:2" }), { state: "untrusted" });
    assert.equal(session.registry, undefined);
  });

  it("opens mlflow.db once trusted, and says why", async () => {
    minimalStore(database);
    const state = await start().configure({ folder, trusted: true });
    assert.deepEqual(states, ["opening", "open"]);
    assert.equal(state.label, "mlflow.db");
    assert.equal(state.why, "Found in the workspace folder.");
    assert.equal(state.asOf, 1_760_000_000_000);
  });

  it("notices a change by someone else without being asked", async function () {
    this.timeout(5000);
    minimalStore(database);
    await start().configure({ folder, trusted: true });
    const noticed = new Promise<void>((resolve) => {
      nextChange = resolve;
    });
    change("INSERT INTO registered_model_aliases VALUES ('champion', 1, 'scorer')");
    await noticed;
  });

  it("tells of no change when there is none", async () => {
    minimalStore(database);
    await start().configure({ folder, trusted: true });
    await session.look();
    await session.look();
    assert.equal(changes, 0);
  });

  it("follows a file that appears, is replaced and disappears", async () => {
    await start().configure({ folder, trusted: true });
    assert.equal(session.state.state, "none");
    await writeFile(database, "");
    await session.look();
    assert.equal(session.state.problem?.message, "mlflow.db is empty.");
    minimalStore(database);
    await session.look();
    assert.equal(session.state.state, "open");
    const registry = session.registry;
    minimalStore(`${database}.new`);
    await rename(`${database}.new`, database);
    await session.look();
    assert.equal(changes, 1);
    assert.equal(session.registry, registry);
    await rm(database);
    await session.look();
    assert.deepEqual(states, ["none", "opening", "failed", "open", "none"]);
  });

  it("keeps a registry that fails, with the time of its last answer, and comes back", async () => {
    minimalStore(database);
    const settings = { ...defaultSettings, registry: "sqlite:///mlflow.db" };
    await start().configure({ folder, trusted: true, settings });
    await rename(database, `${database}.away`);
    await session.look();
    assert.equal(session.state.state, "failed");
    assert.equal(session.state.problem?.kind, "notFound");
    assert.equal(session.state.asOf, 1_760_000_000_000);
    assert.ok(session.registry);
    await rename(`${database}.away`, database);
    await session.look();
    assert.deepEqual(states, ["opening", "open", "failed", "open"]);
    assert.deepEqual(reaches, ["failed", "open"]);
  });

  it("another setting opens another registry and closes the first", async () => {
    minimalStore(database);
    await start().configure({ folder, trusted: true });
    const first = session.registry;
    const settings = { ...defaultSettings, registry: "http://ana:hunter2@mlflow.invalid:5000" };
    const state = await session.configure({ settings });
    assert.equal(state.label, "mlflow.invalid:5000");
    assert.equal(state.state, "failed");
    assert.ok(!JSON.stringify(state).includes("hunter2"));
    await assert.rejects(first?.changes(new AbortController().signal) ?? Promise.resolve(), /was closed/);
  }).timeout(5000);

  it("opens mlruns/ when it holds experiments, and the mlflow.db that comes beside it", async () => {
    await mkdir(join(folderPath, "mlruns", "1"), { recursive: true });
    assert.equal((await start().configure({ folder, trusted: true })).state, "none", "artifacts alone are no store");
    minimalFileStore(join(folderPath, "mlruns"));
    const state = await session.look();
    assert.deepEqual([state.state, state.label], ["open", "mlruns"]);
    minimalStore(database);
    await session.look();
    assert.equal(session.state.label, "mlflow.db");
  });

  it("a password in a URI that no backend takes is not shown", async () => {
    const settings = { ...defaultSettings, registry: "postgresql://ana:hunter2@db/mlflow" };
    const state = await start().configure({ folder, trusted: true, settings });
    assert.equal(state.problem?.kind, "unsupported");
    assert.ok(!JSON.stringify(state).includes("hunter2"));
  });

  it("signing in takes effect on the open server; a server named by a file gets nothing that was not given for it", async () => {
    const sent: string[] = [];
    const fetch: World["fetch"] = async (_url, init) => {
      sent.push(new Headers(init?.headers).get("authorization") ?? "");
      return new Response("{}", { headers: { "content-type": "application/json" } });
    };
    start({ fetch, environment: { MLFLOW_TRACKING_TOKEN: "for another", MLFLOW_TRACKING_URI: "http://other:5000" } });
    await session.configure({ trusted: true, folder, policyRegistry: "http://mlflow.internal:5000" });
    assert.deepEqual([...new Set(sent.splice(0))], [""]);
    await session.signIn({ origin: "http://elsewhere:5000", token: "secret" });
    assert.deepEqual(sent, []);
    await session.signIn({ origin: "http://mlflow.internal:5000", token: "secret" });
    assert.deepEqual([...new Set(sent.splice(0))], ["Bearer secret"]);
    await session.signIn({ origin: "http://mlflow.internal:5000", token: "" });
    assert.deepEqual([...new Set(sent.splice(0))], [""]);
  });
});

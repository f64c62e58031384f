import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { defaultSettings } from "#protocol/settings.ts";
import { backends } from "#registry/backends.ts";
import { openRegistry } from "#registry/open.ts";
import { minimalStore } from "#registry/sqlite/testStore.ts";
import { inThread, RegistryThreads } from "./nodeThread.ts";
import { mayLeadToFiles } from "./registry/registrySession.ts";
import { testWorld } from "./registry/testWorld.ts";

const entry = fileURLToPath(new URL("nodeRegistryThread.ts", import.meta.url));
const { signal } = new AbortController();

describe("threads of registries", () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "slipway-thread-"));
    minimalStore(join(folder, "mlflow.db"));
  });
  after(() => rm(folder, { recursive: true, force: true }));

  const open = (threads: RegistryThreads, name: string) =>
    openRegistry(
      `sqlite:///${join(folder, name)}`,
      testWorld() as never,
      backends.map((backend) => inThread(backend, threads)),
    );

  it("one that was started ahead serves one registry, the next one has its own", async () => {
    const threads = new RegistryThreads(entry);
    threads.startAhead();
    threads.startAhead();
    const [first, other] = [open(threads, "mlflow.db"), open(threads, "absent.db")];
    try {
      const [page, missing] = await Promise.allSettled([first.models({ limit: 5 }, signal), other.models({ limit: 5 }, signal)]);
      assert.deepEqual(page.status === "fulfilled" && page.value.items.map(({ name }) => name), ["scorer"]);
      assert.match(String(missing.status === "rejected" && missing.reason), /absent\.db/);
    } finally {
      first.close();
      other.close();
    }
  });

  it("one that could not start ahead is told of when a registry is opened, and not before", async () => {
    const threads = new RegistryThreads(join(folder, "nothing.cjs"));
    threads.startAhead();
    await new Promise((resolve) => setTimeout(resolve, 300));
    const registry = open(threads, "mlflow.db");
    await assert.rejects(registry.models({ limit: 5 }, signal), /nothing\.cjs/);
    registry.close();
  });
});

describe("whether a registry of files is expected", () => {
  const cases: readonly [why: string, setting: string, environment: string | undefined, expected: boolean][] = [
    ["nothing is named: the folder may have one", "", undefined, true],
    ["a path", "mlruns", undefined, true],
    ["a database", " sqlite:///mlflow.db", "http://host:5000", true],
    ["a server", "http://host:5000", undefined, false],
    ["a server by the environment", "", "https://host", false],
    ["a profile of Databricks", "databricks://dev", undefined, false],
  ];
  for (const [why, registry, environment, expected] of cases) {
    it(why, () => {
      const world = testWorld({ environment: { MLFLOW_TRACKING_URI: environment }, backends });
      assert.equal(mayLeadToFiles({ ...defaultSettings, registry }, world), expected);
    });
  }
});

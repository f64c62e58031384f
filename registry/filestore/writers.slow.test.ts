import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import fc from "fast-check";
import type { Registry } from "#registry/api.ts";
import { seed } from "#test/generatedCases.ts";
import { openFileStoreRegistry } from "./fileStoreRegistry.ts";
import { meta, registryWith } from "./testStore.ts";

const signal = new AbortController().signal;
const model = "scorer";

/** Writes tags named after it, one after the other, each with a value that tells which it is; moves an alias and a stage in between. */
const writer = `
import { openFileStoreRegistry } from ${JSON.stringify(new URL("fileStoreRegistry.ts", import.meta.url).href)};
const [root, name, count] = process.argv.slice(1);
const registry = openFileStoreRegistry(root, Date.now);
const { signal } = new AbortController();
for (let i = 0; i < Number(count); i++) {
  const key = "slipway.promotion." + name + "-" + String(i).padStart(5, "0") + ".comment";
  await registry.setVersionTag("scorer", "1", key, (key + " ").repeat(60), signal);
  if (i % 5 === 0) await registry.setAlias("scorer", "champion", String(1 + i % 2), signal);
  if (i % 7 === 0) await registry.setStage("scorer", String(1 + i % 2), "Production", signal);
}
`;

function start(root: string, name: string, count: number): ChildProcess {
  return spawn(process.execPath, ["--no-warnings", "--input-type=module", "-e", writer, root, name, String(count)], {
    stdio: ["ignore", "inherit", "inherit"],
  });
}

describe("writers of a file store", function () {
  this.timeout(120_000);
  let store: ReturnType<typeof registryWith>;
  beforeEach(() => {
    const second = meta({ creation_timestamp: 1, current_stage: "None", last_updated_timestamp: 1, version: 2 });
    store = registryWith({ "models/scorer/version-2/meta.yaml": second });
  });
  afterEach(() => store.close());

  async function tags(registry: Registry = store.registry): Promise<readonly string[]> {
    const { tags } = await registry.version(model, "1", signal);
    for (const { key, value } of tags) assert.equal(value, `${key} `.repeat(60), "whole");
    return tags.map(({ key }) => key);
  }

  it("three at once lose nothing of each other, and leave nothing behind", async () => {
    const ends = ["a", "b", "c"].map(async (name) => {
      const [code] = await once(start(store.root, name, 60), "exit");
      assert.equal(code, 0);
    });
    await Promise.all(ends);
    assert.equal((await tags()).length, 180);
    const { items } = await store.registry.versions({ model, limit: 5 }, signal);
    assert.ok(items.some(({ stage }) => stage === "Production"));
    assert.equal((await store.registry.model(model, signal)).aliases.length, 1);
    const files = readdirSync(join(store.root, "models"), { recursive: true }).map(String);
    assert.deepEqual(
      files.filter((file) => file.includes(".tmp")),
      [],
    );
  });

  it("that are killed at any moment leave every file whole, and what they had written", async () => {
    const [moments = []] = fc.sample(fc.array(fc.integer({ min: 0, max: 60 }), { minLength: 12, maxLength: 12 }), { seed, numRuns: 1 });
    let written = 0;
    for (const [kill, ms] of moments.entries()) {
      const child = start(store.root, `k${kill}`, 10_000);
      const first = join(store.root, "models/scorer/version-1/tags", `slipway.promotion.k${kill}-00000.comment`);
      while (!exists(first)) await sleep(2);
      await sleep(ms);
      child.kill("SIGKILL");
      await once(child, "exit");
      const keys = await tags();
      assert.ok(keys.length > written, `kill ${kill}, seed ${seed}`);
      written = keys.length;
      const { items } = await store.registry.versions({ model, limit: 5 }, signal);
      assert.deepEqual(
        items.map(({ version }) => version),
        ["2", "1"],
      );
      assert.match(readFileSync(join(store.root, "models/scorer/meta.yaml"), "utf8"), /^aliases:.*name: scorer\n$/s);
    }
  });

  it("one event is there from the moment that its write is answered, for everybody", async () => {
    const other = openFileStoreRegistry(store.root, Date.now);
    await store.registry.setVersionTag(model, "1", "a", "a ".repeat(60), signal);
    assert.deepEqual(await tags(other), ["a"]);
    other.close();
  });
});

function exists(path: string): boolean {
  try {
    readFileSync(path);
    return true;
  } catch {
    return false;
  }
}

describe("a write to a file store that cannot be done", () => {
  let store: ReturnType<typeof registryWith>;
  beforeEach(() => {
    store = registryWith({ "models/scorer/version-1/tags/a/b": "nested", "models/scorer/version-1/tags/c": "plain" });
  });
  afterEach(() => store.close());

  const refusals: readonly (readonly [title: string, act: (r: Registry) => Promise<void>, refused: object])[] = [
    ["a tag of no model", (r) => r.setVersionTag("nowhere", "1", "k", "v", signal), { kind: "notFound" }],
    ["a tag of a model that is a path", (r) => r.setVersionTag("../models/scorer", "1", "k", "v", signal), { kind: "notFound" }],
    ["a tag of no version", (r) => r.setVersionTag(model, "2", "k", "v", signal), { kind: "notFound" }],
    ["a version that is a path", (r) => r.setVersionTag(model, "1/../../other", "k", "v", signal), { kind: "invalid" }],
    ["a key that leaves its folder", (r) => r.setVersionTag(model, "1", "../k", "v", signal), { kind: "invalid" }],
    [
      "a key that is the folder of others",
      (r) => r.setVersionTag(model, "1", "a", "v", signal),
      { kind: "conflict", message: /^a cannot be written: another key/ },
    ],
    ["a key below another", (r) => r.setVersionTag(model, "1", "c/d", "v", signal), { kind: "conflict" }],
    ["a value that is too long", (r) => r.setVersionTag(model, "1", "k", "v".repeat(100_001), signal), { kind: "invalid" }],
    ["an alias that is a path", (r) => r.setAlias(model, "../x", "1", signal), { kind: "invalid" }],
    ["a reserved alias", (r) => r.setAlias(model, "latest", "1", signal), { kind: "invalid" }],
    ["an alias away of no model", (r) => r.deleteAlias("nowhere", "x", signal), { kind: "notFound" }],
    ["a stage that there is not", (r) => r.setStage(model, "1", "Live", signal), { kind: "invalid" }],
    ["a stage of no version", (r) => r.setStage(model, "9", "Staging", signal), { kind: "notFound" }],
  ];
  for (const [title, act, refused] of refusals) {
    it(`${title}: refused, and nothing is another`, async () => {
      const files = () => readdirSync(store.root, { recursive: true }).map(String).sort();
      const before = files();
      await assert.rejects(act(store.registry), refused);
      assert.deepEqual(files(), before);
    });
  }

  it("where one may not write: says so, also beforehand", async function () {
    if (process.getuid?.() === 0) {
      console.log("      skipped: the administrator may write anywhere");
      return this.skip();
    }
    const folders = ["models", "models/scorer", "models/scorer/version-1", "models/scorer/version-1/tags"].map((path) =>
      join(store.root, path),
    );
    for (const folder of folders) chmodSync(folder, 0o555);
    const refused = { kind: "forbidden", message: "mlruns may not be written by you." };
    await assert.rejects(store.registry.setVersionTag(model, "1", "k", "v", signal), refused);
    await assert.rejects(store.registry.setAlias(model, "champion", "1", signal), refused);
    await assert.rejects(store.registry.setStage(model, "1", "Staging", signal), refused);
    assert.equal((await store.registry.capabilities(signal)).writable, false);
    for (const folder of folders) chmodSync(folder, 0o755);
    assert.equal((await store.registry.capabilities(signal)).writable, true);
  });

  it("a damaged version is not written to", async () => {
    mkdirSync(join(store.root, "models/scorer/version-2"));
    writeFileSync(join(store.root, "models/scorer/version-2/meta.yaml"), "creation_times");
    await assert.rejects(store.registry.setStage(model, "2", "Production", signal), { kind: "unavailable" });
    await assert.rejects(store.registry.setVersionTag(model, "2", "k", "v", signal), { kind: "unavailable" });
  });
});

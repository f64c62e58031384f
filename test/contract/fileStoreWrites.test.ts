import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import type { Registry } from "#registry/api.ts";
import { openFileStoreRegistry } from "#registry/filestore/fileStoreRegistry.ts";
import { caseCount, seed } from "../generatedCases.ts";
import { requirePython } from "./bothRegistries.ts";

const signal = new AbortController().signal;
const now = 1_234_567_890_123;
const script = fileURLToPath(new URL("file_store_writes.py", import.meta.url));
const cases = caseCount(150);

/** A change by MLflow's own client, and by ours. */
type Act = readonly [theirs: readonly unknown[], ours: (registry: Registry) => Promise<void>];

const tag = (version: string, key: string, value: string): Act => [
  ["set_model_version_tag", "ranker", version, key, value],
  (r) => r.setVersionTag("ranker", version, key, value, signal),
];
const noTag = (version: string, key: string): Act => [
  ["delete_model_version_tag", "ranker", version, key],
  (r) => r.deleteVersionTag("ranker", version, key, signal),
];
const alias = (model: string, name: string, version: string): Act => [
  ["set_registered_model_alias", model, name, version],
  (r) => r.setAlias(model, name, version, signal),
];
const noAlias = (model: string, name: string): Act => [
  ["delete_registered_model_alias", model, name],
  (r) => r.deleteAlias(model, name, signal),
];
const stage = (version: string, to: string): Act => [
  ["transition_model_version_stage", "ranker", version, to, /^(staging|production)$/i.test(to)],
  (r) => r.setStage("ranker", version, to, signal),
];

const told: readonly Act[] = [
  tag("7", "slipway.promotion.01K.request", '{"by":"ana@example.com","at":"2026-11-27"}'),
  tag("7", "team", "other"),
  tag("1", "x/y/z: ä.b-c d", "two\nlines\r\n漢字 \u{1F600}\n"),
  tag("1", "empty", ""),
  tag("7", "a/c", "beside"),
  noTag("7", "team"),
  noTag("7", "a/b"),
  noTag("7", "never"),
  alias("ranker", "champion", "3"),
  alias("ranker", "fresh", "11"),
  alias("other", "first", "1"),
  noAlias("ranker", "champion"),
  noAlias("ranker", "never"),
  stage("11", "Production"),
  stage("11", "pRoDuCtIoN"),
  stage("3", "Production"),
  stage("5", "production"),
  stage("3", "staging"),
  stage("5", "None"),
  stage("1", "Archived"),
];

const word = fc.constantFrom(
  "a",
  "_",
  "-",
  "Z",
  "0",
  "7",
  "ä",
  "模",
  "x1",
  "on",
  "No",
  "true",
  "NULL",
  "0x1F",
  "0b1",
  "-5",
  "2026-11-27",
  "1_0",
  "---",
  "e5",
);
/** Names that YAML may take for something else, and long ones. */
const generated = fc.sample(
  fc.oneof(
    word,
    fc.array(word, { minLength: 1, maxLength: 4 }).map((parts) => parts.join("")),
    fc.tuple(fc.constantFrom("a", "ä", "0", "-"), fc.integer({ min: 40, max: 255 })).map(([letter, length]) => letter.repeat(length)),
  ),
  { seed, numRuns: cases },
);
const names = [...new Set(generated)].filter((name) => new TextEncoder().encode(name).length <= 255 && !/^v\d+$/i.test(name));

/** What is in a folder: texts by path, and the folders. */
function tree(folder: string): Record<string, string | undefined> {
  const paths = readdirSync(folder, { recursive: true }).map(String).sort();
  return Object.fromEntries(
    paths.map((path) => [path, statSync(join(folder, path)).isFile() ? readFileSync(join(folder, path), "utf8") : undefined]),
  );
}

describe("a write to a file store makes the very files that MLflow 3.17.2 makes", function () {
  this.timeout(120_000);
  let folder: string;
  const acts = [...told, ...names.map((name) => alias("ranker", name, "4"))];

  before(function () {
    const python = requirePython(this);
    folder = mkdtempSync(join(tmpdir(), "slipway-writes-"));
    const input = JSON.stringify(acts.map(([theirs]) => theirs));
    const { status, stderr } = spawnSync(python, [script, folder], { input, encoding: "utf8", maxBuffer: 1e9 });
    assert.equal(status, 0, stderr);
  });
  after(() => {
    if (folder !== undefined) rmSync(folder, { recursive: true });
  });

  async function ours(index: number): Promise<Record<string, string | undefined>> {
    const copy = join(folder, `ours-${index}`);
    cpSync(join(folder, "before"), copy, { recursive: true });
    const registry = openFileStoreRegistry(copy, () => now);
    await acts[index]?.[1](registry);
    registry.close();
    return tree(copy);
  }

  for (const [index, [theirs]] of told.entries()) {
    it(theirs.join(" ").slice(0, 100), async () => assert.deepEqual(await ours(index), tree(join(folder, String(index)))));
  }

  it(`${names.length} generated aliases, and what MLflow's own copy of them in meta.yaml looks like`, async () => {
    for (let index = told.length; index < acts.length; index++) {
      assert.deepEqual(await ours(index), tree(join(folder, String(index))), `seed ${seed}: ${names[index - told.length]}`);
    }
  });
});

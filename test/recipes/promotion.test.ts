import assert from "node:assert/strict";
import { execFile, spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

const root = new URL("../..", import.meta.url).pathname;
const recipes = readFileSync(join(root, "CONTRIBUTING.md"), "utf8");

/** What the recipes touch, and what type-checks it. */
const copied = ["registry", "server", "protocol", "client", "package.json", "tsconfig.base.json", "tsconfig.pure.json"];

/** The code block under a heading of CONTRIBUTING.md, and the file that its first step names. */
function recipe(heading: string): { readonly path: string; readonly code: string } {
  const [, section = ""] = recipes.split(`## ${heading}\n`);
  const path = /^1\. `([^`]+)`/m.exec(section)?.[1] ?? assert.fail(`${heading} names no file`);
  const code = /```ts\n([\s\S]*?)```/.exec(section)?.[1] ?? assert.fail(`${heading} has no code`);
  return { path, code };
}

/**
 * A copy of the sources in which a recipe was followed: its file, and one entry of the list that its second step names.
 * `before` is the entry that the new one is put in front of.
 */
function follow(heading: string, name: string, before: string): string {
  const folder = mkdtempSync(join(tmpdir(), "slipway-recipe-"));
  for (const part of copied) cpSync(join(root, part), join(folder, part), { recursive: true });
  symlinkSync(join(root, "node_modules"), join(folder, "node_modules"), "dir");
  const { path, code } = recipe(heading);
  writeFileSync(join(folder, path), code);
  const [, section = ""] = recipes.split(`## ${heading}\n`);
  const list = /^2\. `([^`]+)`/m.exec(section)?.[1] ?? assert.fail(`${heading} names no list`);
  const text = readFileSync(join(folder, list), "utf8");
  const at = text.lastIndexOf(`[${before}`);
  assert.ok(at > 0, `${list} lists ${before}`);
  const file = path.split("/").at(-1) ?? "";
  const added = `import { ${name} } from "./${file}";\n${text.slice(0, at)}[${name}, ${text.slice(at + 1)}`;
  assert.equal(added.split("\n").length - text.split("\n").length, 1, "an import, and a word in the list");
  writeFileSync(join(folder, list), added);
  return folder;
}

/** As `npm run check` does. */
function typed(folder: string): void {
  const tsc = [join(root, "node_modules/typescript/bin/tsc"), "-p", join(folder, "tsconfig.pure.json"), "--noEmit"];
  const { stdout } = spawnSync(process.execPath, tsc, { cwd: folder, encoding: "utf8" });
  assert.equal(stdout, "");
}

async function run(folder: string, script: string, ...args: string[]): Promise<unknown> {
  writeFileSync(join(folder, "planted.ts"), script);
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ["--disable-warning=ExperimentalWarning", join(folder, "planted.ts"), ...args],
    { cwd: folder },
  );
  return JSON.parse(stdout);
}

describe("the recipes of CONTRIBUTING.md", () => {
  const folders: string[] = [];
  after(() => {
    for (const folder of folders) rmSync(folder, { recursive: true, force: true });
  });

  it("bring a new kind of gate into policy, checks, completion, results and events with one line of a list", async () => {
    const folder = follow("Add a kind of gate", "datasetGate", "metricGate");
    folders.push(folder);
    typed(folder);
    const answer = await run(folder, gateScript);
    assert.deepEqual(answer, {
      problems: [],
      keys: true,
      results: ["fail The run of v13 did not log transactions. Train on it.", "pass Data set transactions used: transactions"],
      kept: { id: "dataset:transactions", state: "pass", names: ["transactions"] },
    });
  });

  it("keep events elsewhere with one line of a list", async () => {
    const folder = follow("Add a way to keep events", "memory", "transitionRequests");
    folders.push(folder);
    typed(folder);
    const store = join(folder, "mlflow.db");
    cpSync(join(root, "examples/fraud-detection/mlflow.db"), store);
    const answer = await run(folder, logScript, store);
    assert.deepEqual(answer, { state: "applied", events: ["request", "approve", "apply"], champion: "4", tags: 0, inbox: ["applied"] });
  });
});

const gateScript = `
import { policySpec } from "#server/formats/policy/keys.ts";
import { readPolicy } from "#server/formats/policy/readPolicy.ts";
import { specAtPath } from "#server/formats/keySpec.ts";
import { checkGates, conditionsFor, gateWords } from "#registry/promotion/checkGates.ts";
import { adviceText } from "#registry/promotion/gates/phrases.ts";
import { decodeTag, encodeEvent } from "#registry/promotion/events.ts";
import { event } from "#registry/promotion/testEvents.ts";

const { policy, problems } = readPolicy("version: 1\\nenvironments: {dev: {}, prod: {alias: champion}}\\ngates:\\n  prod:\\n    - dataset: transactions\\n");
const version = (names) => ({
  version: "13", runId: "r", tags: new Map(), signature: { state: "absent" },
  run: { state: "known", value: { id: "r", name: "gbm", metrics: new Map(), params: new Map(), commit: "", datasets: names.map((name) => ({ name })) } },
});
const around = { environment: "prod", candidate: "13", incumbent: null };
const conditions = conditionsFor(policy, "fraud-scorer", "prod");
const found = ["", "transactions"].map((name) => checkGates(conditions, { environment: "prod", candidate: version(name ? [name] : []), incumbent: null })[0]);
const results = found.map((result) => {
  const words = gateWords(result, around);
  return result.state + " " + (adviceText(words, true) || words.rule.replace("{}", words.subject) + ": " + words.observed);
});
const { line, ...record } = found[1];
const written = event(1, "request", { evidence: { gates: [record], incumbent: null, runId: "", commit: "", policy: { hash: "a", commit: "" } } });
const kept = decodeTag("fraud-scorer", "13", encodeEvent(written)).event.evidence.gates[0];
const keys = specAtPath(policySpec, ["gates", "prod", "-"]).keys.some((key) => key.name === "dataset");
console.log(JSON.stringify({ problems, keys, results, kept }));
`;

const logScript = `
import { openSqliteRegistry } from "#registry/sqlite/sqliteRegistry.ts";
import { approve, request } from "#registry/promotion/acts.ts";
import { logOf } from "#registry/promotion/log/logs.ts";
import { policyWith } from "#registry/promotion/testEvents.ts";
import { inbox } from "#server/promotion/inbox.ts";
import { defaultSettings } from "#protocol/settings.ts";

const { signal } = new AbortController();
const registry = openSqliteRegistry(process.argv[2], Date.now);
const log = await logOf(registry, undefined, signal);
const policy = policyWith({});
const clock = { now: () => Date.now(), random: () => Math.random() };
const as = (name) => ({ registry, log, policy, policyOrigin: { hash: "a", commit: "" }, me: name + "@example.com", ...clock });
const input = { model: "churn-ranker", version: "4", to: "prod", comment: "because" };
await request(as("ana"), input, signal);
const { promotion } = await approve(as("bruno"), input, signal);
const model = await registry.model("churn-ranker", signal);
const version = await registry.version("churn-ranker", "4", signal);
const seen = await inbox({ ...as("ana"), policyFile: "slipway.yaml", settings: defaultSettings, world: clock }, signal);
registry.close();
console.log(JSON.stringify({
  state: promotion.state, events: promotion.events.map((event) => event.type),
  champion: model.aliases.find(({ alias }) => alias === "champion").version,
  tags: version.tags.filter((tag) => tag.key.startsWith("slipway.")).length,
  inbox: seen.value.recent.map((item) => item.state),
}));
`;

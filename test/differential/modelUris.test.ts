import assert from "node:assert/strict";
import { copyFile, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { AskedFacts } from "#cli/registryFacts.ts";
import { openRegistry } from "#registry/open.ts";
import { sqliteBackend } from "#registry/sqlite/backend.ts";
import { readDocument } from "#server/formats/formats.ts";
import { pythonFormat } from "#server/formats/python/format.ts";
import { type ModelUri, parseModelUri, parseRunUri } from "#server/formats/python/modelUri.ts";
import { checkConfig } from "#server/rules/check.ts";
import { noProject } from "#server/rules/rule.ts";
import { openWorld } from "../contract/bothRegistries.ts";
import { seed } from "../generatedCases.ts";
import { cases, needsMlflow, verdicts } from "./realMlflow.ts";

interface Said {
  readonly model: Readonly<Record<"model_id" | "name" | "version" | "stage" | "alias", string | null>> | null;
  readonly run: readonly [id: string, path: string | null] | null;
  /** The version that MLflow would load. */
  readonly found: string | null;
}

const sample = fileURLToPath(new URL("../../examples/fraud-detection/mlflow.db", import.meta.url));
const ask = (uris: readonly string[], ...options: string[]): Said[] => verdicts("modelUriOracle.py", uris, ...options) as unknown as Said[];

const piece = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom("models:", "runs:", "/", "/", "@", "fraud", "12", "latest", "Production", "champion", "m-0a1b") },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      "//",
      "?",
      "#",
      ";",
      "%20",
      " ",
      "\t",
      "\n",
      "\u00a0",
      "\u001c",
      "é",
      ":",
      "LATEST",
      "Models:",
      "RUNS:",
      "s3:",
      "-",
      ".",
      "a b",
    ),
  },
);
const anyUri = fc
  .tuple(fc.constantFrom("models:/", "runs:/", "models:", "runs:", "models:///", ""), fc.array(piece, { maxLength: 6 }))
  .map(([scheme, pieces]) => scheme + pieces.join(""));

function told(uri: string): Said["model"] {
  const parsed: ModelUri | undefined = parseModelUri(uri);
  const none = { model_id: null, name: null, version: null, stage: null, alias: null };
  if (parsed === undefined) return null;
  const { elsewhere, kind, ...names } = parsed;
  if ("id" in names) return { ...none, model_id: names.id };
  const { model: name, ...rest } = names;
  return { ...none, name, ...rest };
}

describe("URIs of models and runs, judged by the real MLflow", () => {
  before(function () {
    needsMlflow(this);
  });

  it("are taken and refused as MLflow does, and name the same", () => {
    const uris = fc.sample(anyUri, { seed, numRuns: cases * 4 });
    const said = ask(uris);
    const wrong = uris.filter((uri, index) => {
      const run = parseRunUri(uri);
      const ours = { model: told(uri), run: run === undefined ? null : [run.id, run.path ?? null] };
      return JSON.stringify(ours) !== JSON.stringify({ model: said[index]?.model, run: said[index]?.run });
    });
    assert.deepEqual(
      wrong.slice(0, 10).map((uri) => [uri, told(uri), said[uris.indexOf(uri)]]),
      [],
      `${wrong.length} of ${uris.length}`,
    );
    const taken = said.filter(({ model, run }) => model !== null || run !== null).length;
    assert.ok(taken > uris.length / 8 && taken < (uris.length * 7) / 8, `${taken} taken`);
  }).timeout(600_000);

  it("are warned of where MLflow finds nothing, and never where it finds a version", async () => {
    const folder = await mkdtemp(join(tmpdir(), "slipway-uris-"));
    try {
      await copyFile(sample, join(folder, "mlflow.db"));
      await compare(folder);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }).timeout(600_000);
});

const models = ["fraud-scorer", "churn-ranker", "fraud-scorre", "demand", "Fraud-Scorer"];
const suffixes = [
  ...["/1", "/3", "/5", "/6", "/13", "/14", "/0", "/99999", "/latest", "/Latest", "/Production", "/production", "/Staging", "/None"],
  ...["/Archived", "/Prodution", "/champion", "/challenger", "@champion", "@challenger", "@champoin", "@latest", "@nobody", "@v3"],
];

async function compare(folder: string): Promise<void> {
  const uris = models.flatMap((model) => suffixes.map((suffix) => `models:/${model}${suffix}`));
  const said = ask(uris, folder);
  const registry = openRegistry(`sqlite:///${folder}/mlflow.db`, openWorld, [sqliteBackend]);
  const facts = new AskedFacts();
  const codesOf = (uri: string) =>
    checkConfig(readDocument(pythonFormat as never, `load("${uri}")\n`, "file:///a.py"), {
      ...{ facts, project: noProject, exists: () => undefined, severities: {} },
      onRuleFailure: (_code, error) => {
        throw error;
      },
    }).flatMap(({ code }) => (code.startsWith("uri-unknown") ? [code] : []));
  do for (const uri of uris) codesOf(uri);
  while (await facts.load(registry, new AbortController().signal));
  registry.close();
  const differs = uris.filter((uri, index) => (said[index]?.found === null) !== codesOf(uri).length > 0);
  // Nothing is in these stages: true today, and no mistake in the URI. `0` is no number that MLflow gives. A reserved alias is refused elsewhere.
  const silent = /\/(?:Production|production|Staging|None|Archived|0)$/;
  assert.deepEqual(
    differs.filter((uri) => !silent.test(uri)),
    [],
  );
  assert.ok(
    differs.every((uri) => codesOf(uri).length === 0),
    "never warned of what MLflow finds",
  );
  assert.ok(said.filter(({ found }) => found !== null).length > 15);
}

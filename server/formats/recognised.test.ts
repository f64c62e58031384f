import assert from "node:assert/strict";
import { noFacts, noProject, type RegistryFacts } from "../rules/rule.ts";
import { needsHead, readOpen, recognise } from "./formats.ts";
import { policyFormat } from "./policy/format.ts";

describe("which format a file has", () => {
  const entries = "name: x\nentry_points:\n  main: {command: run}\n";
  const cases: readonly (readonly [name: string, text: string | undefined, id: string | undefined])[] = [
    ["MLproject", undefined, "MLproject"],
    ["mlproject", undefined, "MLproject"],
    ["file:///a/MLPROJECT", undefined, "MLproject"],
    ["MLproject.yaml", entries, "MLproject"],
    ["mlproject.yml", entries, "MLproject"],
    ["MLproject.yaml", "entry_points :\n", "MLproject"],
    ["MLproject.yaml", "name: x\n", undefined],
    ["MLproject.yaml", "my_entry_points: 1\n  entry_points: 2\n", undefined],
    ["MLproject.yaml", undefined, undefined],
    ["MLproject.yaml", `${"#".repeat(70_000)}\n${entries}`, undefined],
    ["MLproject.yaml.bak", entries, undefined],
    ["MLproject.txt", entries, undefined],
    ["MLprojects", entries, undefined],
    ["an MLproject", entries, undefined],
    ["my-mlproject.yaml", entries, undefined],
    ["slipway.yaml", undefined, "slipway.yaml"],
    ["file:///a/slipway.yaml", "anything", "slipway.yaml"],
    ["Slipway.yaml", undefined, undefined],
    ["slipway.yml", undefined, undefined],
    ["my-slipway.yaml", undefined, undefined],
    ["python_env.yaml", undefined, "python_env.yaml"],
    ["file:///a/python_env.yml", "anything", "python_env.yaml"],
    ["conda.yaml", "dependencies:\n  - pip: [mlflow]\n", "conda.yaml"],
    ["conda.yaml", "dependencies:\n  - numpy\n", undefined],
    ["conda.yaml", "package: {name: mlflow}\n", undefined],
    ["conda.yaml", undefined, undefined],
    ["MLmodel", undefined, "MLmodel"],
    ["mlmodel", undefined, undefined],
    ["dvc.yaml", "stages: {}\n", "dvc.yaml"],
    ["dvc.yml", "stages: {}\n", undefined],
    ["dvc.yaml", "", "dvc.yaml"],
    ["dvc.yaml", "# stages\non:\n  push:\njobs: {}\n", undefined],
  ];
  for (const [name, text, id] of cases) {
    it(`${name}${text === undefined ? "" : ` with ${JSON.stringify(text.slice(0, 30))}`}: ${id}`, () =>
      assert.equal(recognise(name, text)?.id, id));
  }

  it("is none where the content says so, also where the name gave it the language", () => {
    const read = (uri: string, languageId: string, text: string) => readOpen(uri, languageId, text)?.format.id;
    assert.equal(read("file:///a/dvc.yaml", "dvc-yaml", "on: push\njobs: {}\n"), undefined);
    assert.equal(read("file:///a/conda.yaml", "mlflow-conda-env", "dependencies: [numpy]\n"), undefined);
    assert.equal(read("untitled:Untitled-1", "dvc-yaml", "stages: {}\n"), "dvc.yaml");
    assert.equal(read("file:///a/pipeline.txt", "dvc-yaml", "stages: {}\n"), "dvc.yaml");
  });

  it("is told by the beginning only where the name leaves it open", () => {
    assert.deepEqual(
      ["MLproject", "mlproject.yml", "slipway.yaml", "conda.yaml"].map((name) => needsHead(name)),
      [false, true, false, true],
    );
  });
});

describe("what a policy says of itself", () => {
  const facts: RegistryFacts = {
    ...noFacts,
    models: () => ({ state: "unknown", why: "" }),
    metrics: () => ({ state: "unknown", why: "" }),
    aliases: (model) =>
      model === "scorer"
        ? {
            state: "known",
            value: [
              { alias: "challenger", version: "13" },
              { alias: "champion", version: "12" },
              { alias: "other", version: "1" },
            ],
          }
        : { state: "unknown", why: "down" },
  };
  const hints = (text: string) => {
    const model = policyFormat.read(text, "slipway.yaml");
    return (
      policyFormat
        .hints?.(model, facts, noProject)
        .map(({ offset, label, tooltip }) => `${text.slice(0, offset).split("\n").at(-1)}|${label}|${tooltip}`) ?? []
    );
  };
  const environments = "version: 1\nenvironments:\n  dev: {}\n  staging: {alias: challenger}\n  prod: {alias: champion}\n";

  it("hints at what stands highest, where the registry knows it", () => {
    const [first, ...more] = hints(`${environments}models:\n  scorer: {}\n  unknown: {}\n`);
    assert.match(first ?? "", /^ {2}scorer:?\|.*prod v12/);
    assert.deepEqual(more, []);
    assert.match(hints(`${environments.replace("  prod: {alias: champion}\n", "")}models:\n  scorer: {}\n`)[0] ?? "", /staging v13/);
    assert.deepEqual(hints("version: 1\nenvironments:\n  dev: {}\n  prod: {alias: nowhere}\nmodels:\n  scorer: {}\n"), []);
    assert.deepEqual(hints("models:\n  scorer: {}\n"), []);
  });

  it("names its registry, or none", () => {
    const named = (text: string) => policyFormat.registry?.(policyFormat.read(text, "slipway.yaml"));
    assert.deepEqual([named("registry: http://a\n"), named("version: 1\n")], [{ uri: "http://a" }, {}]);
  });
});

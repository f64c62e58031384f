import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { readDocument } from "#server/formats/formats.ts";
import { mlprojectFormat } from "#server/formats/mlproject/format.ts";
import { checkConfig } from "#server/rules/check.ts";
import { noFacts, noProject } from "#server/rules/rule.ts";

const corpus = fileURLToPath(new URL("../../../shared/corpus/", import.meta.url));
const oracle = fileURLToPath(new URL("./mlprojectOracle.py", import.meta.url));
const python = process.env["SLIPWAY_PYTHON"];

/** Made by hand: what the files of others do not show. `{}` in names of the cases means nothing here. */
const ours: Readonly<Record<string, string>> = {
  "number in scientific notation is a type name": "entry_points: {main: {parameters: {lr: 1e-3}, command: run}}",
  "y is a string": "entry_points: {main: {parameters: {a: y}, command: run}}",
  "yes is a boolean": "entry_points: {main: {parameters: {a: yes}, command: run}}",
  "date as a parameter": "entry_points: {main: {parameters: {a: 2020-01-01}, command: run}}",
  "merge key": "base: &base {command: run}\nentry_points: {main: {<<: *base}}",
  "alias to a command": "cmd: &cmd run {a}\nentry_points: {main: {parameters: {a: int}, command: *cmd}}",
  "repeated key": "entry_points: {main: {command: a}, main: {command: b}}",
  "escaped braces": "entry_points: {main: {command: 'run {{a: 1}}'}}",
  "nested braces": "entry_points: {main: {command: 'run {a: {b}}'}}",
  conversion: "entry_points: {main: {parameters: {a: int}, command: 'run {a!r}'}}",
  "format of text": "entry_points: {main: {parameters: {a: int}, command: 'run {a:>10}'}}",
  "single brace": "entry_points: {main: {command: 'run }'}}",
  positional: "entry_points: {main: {command: 'run {}'}}",
  "empty docker_env": "docker_env:\nentry_points: {main: {command: run}}",
  "false python_env": "python_env: false\nentry_points: {main: {command: run}}",
  "empty lists": "docker_env: {image: a, volumes: [], environment: }\nentry_points: {main: {command: run}}",
  "null spark job": "databricks_spark_job:\npython_env: p.yaml\nentry_points: {main: {command: run}}",
  "spark job with a file": "databricks_spark_job: {python_file: a.py}",
  "spark job with nothing": "databricks_spark_job: {parameters: [a]}",
  "number as a command": "entry_points: {main: {command: 3}}",
  "no command": "entry_points: {main: {parameters: {}}}",
  "null entry points": "entry_points:",
  "empty entry points": "entry_points: {}",
  "list of entry points": "entry_points: [a]",
  "list of parameters": "entry_points: {main: {parameters: [a], command: run}}",
  "uri without a scheme": "entry_points: {main: {parameters: {a: {type: uri, default: data.csv}}, command: 'run {a}'}}",
  "windows path as a uri": "entry_points: {main: {parameters: {a: {type: uri, default: 'C:/a'}}, command: 'run {a}'}}",
  "number as a uri": "entry_points: {main: {parameters: {a: {type: uri, default: 5}}, command: 'run {a}'}}",
  "type is a number": "entry_points: {main: {parameters: {a: {type: 5}}, command: 'run {a}'}}",
  "parameter is a null map": "entry_points: {main: {parameters: {a: {}}, command: 'run {a}'}}",
  "comment only": "# nothing yet\n",
  empty: "",
  "text only": "hello",
  "two environments": "python_env: a\nconda_env: b\n",
  "unknown keys": "foo: bar\nenv: x\nentry_points: {main: {command: run, foo: 1}}",
  "name with a space": "entry_points: {main: {parameters: {a b: int}, command: 'run {a b}'}}",
  "block command": "entry_points:\n  main:\n    parameters: {a: int}\n    command: >-\n      run\n        {a}\n",
};

/** Files of the corpus, by path. */
function corpusFiles(): Map<string, string> {
  const files = new Map<string, string>();
  const add = (path: string): unknown => files.set(path, readFileSync(join(corpus, path), "utf8"));
  for (const name of readdirSync(join(corpus, "history/mlproject"))) add(`history/mlproject/${name}`);
  for (const line of readFileSync(join(corpus, "index.tsv"), "utf8").split("\n")) {
    const [format, , , , file] = line.split("\t");
    if (format === "mlproject" && file !== undefined) add(file);
  }
  return files;
}

/** Codes of errors, as the checks say them when nothing is known of other files and of a registry. */
function errorsOf(text: string): string[] {
  const problems = checkConfig(readDocument(mlprojectFormat, text, "MLproject"), {
    facts: noFacts,
    project: noProject,
    exists: () => undefined,
    severities: {},
    onRuleFailure: (_code, error) => {
      throw error;
    },
  });
  return problems.filter((each) => each.severity === "error").map((each) => `${each.code}: ${each.message}`);
}

describe("MLproject against the real MLflow", () => {
  const cases = new Map(Object.entries(ours));
  let verdicts: (string | null)[] = [];

  before(function () {
    if (python === undefined) {
      assert.notEqual(process.env["CI"], "true", "SLIPWAY_PYTHON must name a Python with MLflow in CI");
      this.skip(); // SLIPWAY_PYTHON names no Python with MLflow.
    }
    if (existsSync(corpus)) for (const [path, text] of corpusFiles()) cases.set(path, text);
    const result = spawnSync(python, [oracle], { input: JSON.stringify([...cases.values()]), encoding: "utf8", maxBuffer: 1 << 26 });
    assert.equal(result.status, 0, result.stderr);
    verdicts = JSON.parse(result.stdout);
  }).timeout(120_000);

  it("gives no error to a file that MLflow accepts", () => {
    const wrong = [...cases].flatMap(([name, text], index) => {
      const errors = verdicts[index] === null ? errorsOf(text) : [];
      return errors.length > 0 ? [`${name}: ${errors.join("; ")}`] : [];
    });
    assert.deepEqual(wrong, []);
  });

  it("finds what MLflow refuses", () => {
    const model = (text: string): number =>
      checkConfig(readDocument(mlprojectFormat, text, "MLproject"), quiet).filter(({ severity }) => severity !== "hint").length;
    const missed = [...cases].flatMap(([name, text], index) =>
      isRefused(verdicts[index]) && model(text) === 0 ? [`${name}: ${verdicts[index]}`] : [],
    );
    assert.deepEqual(missed, []);
  });
});

const quiet = { facts: noFacts, project: noProject, exists: () => undefined, severities: {}, onRuleFailure: () => undefined };

/** Whether an absolute path exists on the machine of the oracle is no question to a file's text. */
function isRefused(verdict: string | null | undefined): boolean {
  return verdict !== null && verdict?.includes("no such file was found") === false;
}

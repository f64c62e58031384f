import assert from "node:assert/strict";
import { mlprojectFormat } from "#server/formats/mlproject/format.ts";
import { seed } from "../generatedCases.ts";
import { assertAgreement } from "./agreement.ts";
import { mutatedTexts } from "./mutatedTexts.ts";
import { cases, corpusFiles, disagreements, needsMlflow, problemsOf, verdicts } from "./realMlflow.ts";

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

/** Whether a file is there on the machine of the oracle is no question to a text. */
function isRefused(verdict: string | null | undefined): boolean {
  return verdict !== null && verdict?.includes("no such file was found") === false;
}

describe("MLproject against the real MLflow", function () {
  this.timeout(600_000);
  const told = new Map([...Object.entries(ours), ...corpusFiles("mlproject")]);
  let said: (string | null)[] = [];

  before(function () {
    needsMlflow(this);
    said = verdicts("mlprojectOracle.py", [...told.values()]);
  });

  it("gives no error to a file that MLflow accepts", () => {
    const wrong = [...told].flatMap(([name, text], index) => {
      const errors = said[index] === null ? problemsOf(mlprojectFormat, text).filter(({ severity }) => severity === "error") : [];
      return errors.length > 0 ? [`${name}: ${errors.map(({ message }) => message).join("; ")}`] : [];
    });
    assert.deepEqual(wrong, []);
  });

  it("finds what MLflow refuses", () => {
    const missed = [...told].flatMap(([name, text], index) =>
      isRefused(said[index]) && problemsOf(mlprojectFormat, text).every(({ severity }) => severity === "hint")
        ? [`${name}: ${said[index]}`]
        : [],
    );
    assert.deepEqual(missed, []);
  });

  it(`agrees on 99.9 % of ${cases} changed files`, () => {
    const texts = mutatedTexts([...told.values()], { seed, cases });
    const mutated = verdicts("mlprojectOracle.py", texts).map((each) => (isRefused(each) ? each : null));
    assertAgreement(cases, mutated.filter((each) => each !== null).length, disagreements(mlprojectFormat, texts, mutated));
  });
});

import assert from "node:assert/strict";
import { condaEnvFormat } from "#server/formats/condaEnv/format.ts";
import type { Format } from "#server/formats/format.ts";
import { pythonEnvFormat } from "#server/formats/pythonEnv/format.ts";
import type { Problem } from "#server/rules/check.ts";
import { seed } from "../generatedCases.ts";
import { assertAgreement } from "./agreement.ts";
import { mutatedTexts } from "./mutatedTexts.ts";
import { cases, corpusFiles, disagreements, needsMlflow, problemsOf, verdicts } from "./realMlflow.ts";

const pythonEnvs: readonly string[] = [
  'python: "3.11"\nbuild_dependencies:\n  - pip==24.0\n  - setuptools\ndependencies:\n  - mlflow==3.1\n  - -r requirements.txt\n',
  "python: 3.10\n",
  "python: 2024-01-01\n",
  "dependencies: mlflow\n",
  "dependencies:\n",
  "name: x\nchannels: [a]\n",
  "python_env:\n  python: '3.9'\n",
  "on: 1\n",
  "a: &a {python: '3'}\n<<: *a\n",
  "- python\n",
  "",
  "{}\n",
];

const condaEnvs: readonly string[] = [
  "name: env\nchannels:\n  - conda-forge\ndependencies:\n  - python=3.11\n  - pip<=24.0\n  - pip:\n    - mlflow\n    - numpy==1.26\n",
  "dependencies: [python, pip: [mlflow]]\n",
  "dependencies: [python>3.8, mlflow]\n",
  "dependencies: [python=3.8, python, mlflow]\n",
  "dependencies: [python=, python<3, mlflow]\n",
  "dependencies: [npm: [x], mlflow]\n",
  "dependencies: [pip: mlflow]\n",
  "dependencies: [pip: ]\n",
  "dependencies: mlflow\n",
  "dependencies:\n",
  "dependencies: 3\n",
  "dependencies: [3, mlflow]\n",
  "- mlflow\n",
];

/** Of a `conda.yaml` conda reads more than MLflow does: what MLflow alone refuses is a warning. */
const condaCounts = ({ code }: Problem): boolean => code !== "conda-env-duplicate-key";

function against(
  format: Format,
  kind: string,
  told: readonly string[],
  options: readonly string[],
  counts?: (problem: Problem) => boolean,
): void {
  describe(`${format.id} against the real MLflow`, function () {
    this.timeout(600_000);
    const texts = [...told, ...corpusFiles(kind).values()];

    before(function () {
      needsMlflow(this);
    });

    it("gives no error to a file that MLflow accepts, and finds what it refuses", () => {
      assert.deepEqual(disagreements(format, texts, verdicts("environmentOracle.py", texts, ...options), counts), []);
      const errors = verdicts("environmentOracle.py", texts, ...options).flatMap((said, index) =>
        said === null ? problemsOf(format, texts[index] ?? "").filter(({ severity }) => severity === "error") : [],
      );
      assert.deepEqual(errors, []);
    });

    it(`agrees on 99.9 % of ${cases} changed files`, () => {
      const changed = mutatedTexts(texts, { seed, cases });
      const said = verdicts("environmentOracle.py", changed, ...options);
      assertAgreement(cases, said.filter((each) => each !== null).length, disagreements(format, changed, said, counts));
    });
  });
}

against(pythonEnvFormat, "python_env", pythonEnvs, []);
against(condaEnvFormat, "conda", condaEnvs, ["conda"], condaCounts);

import { finding, type Rule } from "../../../rules/rule.ts";
import type { MlmodelModel } from "../model.ts";

/**
 * The model has no flavor `python_function`.
 *
 * Its own library loads it; `mlflow.pyfunc.load_model`, model serving and `mlflow models predict` do not.
 */
export const mlmodelNoPythonFunction: Rule<MlmodelModel> = {
  code: "mlmodel-no-python-function",
  severity: "hint",
  *check({ flavors, flavorsEntry }) {
    if (flavorsEntry === undefined || flavors.length === 0 || flavors.some(({ key }) => key.text === "python_function")) return;
    yield finding(
      flavorsEntry.key,
      "There is no flavor `python_function`: `mlflow.pyfunc.load_model` and model serving do not load this model.",
    );
  },
};

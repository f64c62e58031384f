import assert from "node:assert/strict";
import { metricsLogged } from "./loggedMetrics.ts";

describe("metrics that a Python file logs", () => {
  const cases: readonly (readonly [source: string, names: readonly string[]])[] = [
    ['mlflow.log_metric("val_auc", 0.9)', ["val_auc"]],
    ["mlflow.log_metric(key='val_auc', value=0.9, step=epoch)", ["val_auc"]],
    ['log_metric("loss", loss, step=3)', ["loss"]],
    ['client.log_metric(run_id, "loss", loss)', ["loss"]],
    ['client.log_metric("0a1b", "loss", loss)', ["loss"]],
    ['mlflow.log_metric("loss", "0.3")', ["loss"]],
    ['self.logger.log_metric("loss", 1)', ["loss"]],
    ['mlflow.log_metrics({"a": 1, \'b\': f("c"), name: 2, **more}, step=1)', ["a", "b"]],
    ['mlflow.log_metrics(metrics={"a": 1})', ["a"]],
    ['client.log_metrics(run_id, {"a": 1})', ["a"]],
    ['with mlflow.start_run():\n    for x in y:\n        mlflow.log_metric("deep/one", x)\n', ["deep/one"]],
    ['mlflow.log_metric(f"{split}_auc", 1)', []],
    ["mlflow.log_metric(name, 1)", []],
    ["mlflow.log_metric()", []],
    ["mlflow.log_metric", []],
    ['# mlflow.log_metric("no", 1)', []],
    ['"""mlflow.log_metric(\'no\', 1)"""', []],
    ['mlflow.log_param("no", 1)', []],
    ['mlflow.log_metric("half', []],
    ['mlflow.log_metric("', []],
    ['mlflow.log_metric("", 1)', []],
    ["mlflow.log_metrics({", []],
    ['log_metric = {"a": 1}', []],
  ];
  for (const [source, names] of cases) {
    it(JSON.stringify(source), () => {
      const found = metricsLogged(source);
      assert.deepEqual(
        found.map(({ name }) => name),
        names,
      );
      for (const { name, offset } of found) assert.equal(source.slice(offset + 1, offset + 1 + name.length), name);
    });
  }
});

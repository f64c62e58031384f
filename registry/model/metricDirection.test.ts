import assert from "node:assert/strict";
import { metricDirection } from "./metricDirection.ts";

const cases: readonly (readonly [string, "higher" | "lower" | undefined])[] = [
  ["val_auc", "higher"],
  ["accuracy", "higher"],
  ["valAccuracy", "higher"],
  ["test/f1", "higher"],
  ["r2_score", "higher"],
  ["eval/roc_AUC", "higher"],
  ["explained_variance", "higher"],
  ["val/loss", "lower"],
  ["trainLoss", "lower"],
  ["log_loss", "lower"],
  ["RMSE", "lower"],
  ["brier_score", "lower"],
  ["mean_absolute_error", "lower"],
  ["neg_mean_squared_error", "higher"],
  ["negative_log_likelihood", "lower"],
  ["fit_time", "lower"],
  ["lossless", undefined],
  ["epoch", undefined],
  ["n_samples", undefined],
  ["", undefined],
  ["__proto__", undefined],
];

describe("metricDirection", () => {
  for (const [name, expected] of cases) {
    it(`${name || "an empty name"}: ${expected ?? "unknown"}`, () => assert.equal(metricDirection(name), expected));
  }
});

import assert from "node:assert/strict";
import { unitOf, withUnit } from "./metricUnit.ts";

describe("the unit of a metric", () => {
  it("is what its name states", () => {
    assert.deepEqual(["fit_seconds", "latency_ms", "val_auc", "loss"].map(unitOf), ["s", "ms", "", ""]);
  });

  it("stands behind a value, and behind nothing where there is none", () => {
    assert.deepEqual([withUnit("fit_seconds", "59.9"), withUnit("val_auc", "0.93"), withUnit("fit_seconds", "")], ["59.9 s", "0.93", ""]);
  });
});

import assert from "node:assert/strict";
import { readModelFacts } from "./modelFacts.ts";

const file = `artifact_path: model
flavors:
  python_function:
    loader_module: mlflow.sklearn
    python_version: 3.11.7
  sklearn:
    pickled_model: model.pkl
    sklearn_version: '1.9.1'
mlflow_version: 3.17.2
model_size_bytes: 364753
signature:
  inputs: '[{"type": "double", "name": "amount", "required": true}]'
  outputs: '[{"type": "tensor", "tensor-spec": {"dtype": "float64", "shape": [-1]}}]'
`;

describe("what an MLmodel file says of its model", () => {
  it("is its environment, size and signature", () => {
    assert.deepEqual(readModelFacts(file), {
      environment: { python: "3.11.7", sklearn: "1.9.1", mlflow: "3.17.2" },
      size: 364_753,
      inputs: [{ name: "amount", type: "double", required: true }],
      outputs: [{ name: "", type: "float64 (-1)", required: true }],
    });
  });

  it("is nothing that is not there, whatever the text is", () => {
    const cases = ["", "flavors: {}", "mlflow_version: latest", "model_size_bytes: many", "signature: [", "__proto___version: 1", "\u0000"];
    for (const text of cases) assert.deepEqual(readModelFacts(text), { environment: {} }, text);
  });
});

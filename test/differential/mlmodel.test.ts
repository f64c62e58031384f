import assert from "node:assert/strict";
import { mlmodelFormat } from "#server/formats/mlmodel/format.ts";
import { seed } from "../generatedCases.ts";
import { assertAgreement } from "./agreement.ts";
import { mutatedTexts } from "./mutatedTexts.ts";
import { cases, corpusFiles, disagreements, needsMlflow, verdicts } from "./realMlflow.ts";

const told: readonly string[] = [
  "flavors: {sklearn: {pickled_model: model.pkl}}\n",
  `signature:\n  inputs: '[{"type": "double", "name": "a"}, {"type": "array", "items": {"type": "string"}, "name": "b", "required": false}]'\n`,
  `signature: {inputs: '[{"type": "double",}]'}\n`,
  `signature: {inputs: '[{"type": "doubel"}]'}\n`,
  `signature: {inputs: '[{"type": "double"}, {"name": "x", "type": "long"}]'}\n`,
  `signature: {inputs: '[{"name": "x"}]'}\n`,
  `signature: {inputs: '{}'}\n`,
  `signature: {inputs: '[]'}\n`,
  `signature: {inputs: [{type: double}]}\n`,
  `signature: {outputs: '[{"type": "tensor", "tensor-spec": {"dtype": "float32", "shape": [-1, 2]}}]'}\n`,
  `signature: {params: '[{"name": "t", "type": "double", "default": 0.5, "shape": null}]'}\n`,
  `signature: {params: '[{"name": "t", "type": "double", "default": 1.0}, {"name": "t", "type": "double", "default": 1.0}]'}\n`,
  `signature: {params: '[{"name": "t", "type": "double"}]'}\n`,
  "signature: {}\n",
  "signature: x\n",
  "on: 1\n",
  "- flavors\n",
  "",
];

describe("MLmodel against the real MLflow", function () {
  this.timeout(600_000);
  const texts = [...told, ...corpusFiles("mlmodel").values()];

  before(function () {
    needsMlflow(this);
  });

  it("has an error where MLflow refuses the file, and nowhere else", () => {
    assert.deepEqual(disagreements(mlmodelFormat, texts, verdicts("mlmodelOracle.py", texts)), []);
  });

  it(`agrees on 99.9 % of ${cases} changed files`, () => {
    const changed = mutatedTexts(texts, { seed, cases });
    const said = verdicts("mlmodelOracle.py", changed);
    assertAgreement(cases, said.filter((each) => each !== null).length, disagreements(mlmodelFormat, changed, said));
  });
});

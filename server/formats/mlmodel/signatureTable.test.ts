import assert from "node:assert/strict";
import { mlmodelFormat } from "./format.ts";

const text = `signature:
  inputs: '[{"type": "double", "name": "amount"}, {"type": "array", "items": {"type":
    "string"}, "name": "tags", "required": false}]'
  outputs: '[{"type": "tensor", "tensor-spec": {"dtype": "float32", "shape": [-1, 2]}}]'
  params: '[{"name": "top_k", "type": "long", "default": 3, "shape": null}]'
`;

function notesAt(word: string): string | undefined {
  return mlmodelFormat.notes?.(mlmodelFormat.read(text, "MLmodel"), text.indexOf(word) + 1);
}

describe("the signature of a model in a hover", () => {
  it("is the table of the part under the cursor", () => {
    assert.equal(
      notesAt("inputs"),
      "| inputs | type | |\n| --- | --- | --- |\n| amount | double |  |\n| tags | array of string | optional |",
    );
    assert.equal(notesAt("float32"), "| outputs | type | |\n| --- | --- | --- |\n| 0 | tensor float32 \\(\\-1, 2\\) |  |");
    assert.equal(notesAt("top_k"), "| parameter | type | default |\n| --- | --- | --- |\n| top\\_k | long | 3 |");
  });

  it("has all parts on its own key, and none elsewhere", () => {
    assert.equal(notesAt("signature")?.split("---").length, 10);
    assert.equal(mlmodelFormat.notes?.(mlmodelFormat.read(`${text}run_id: x\n`, "MLmodel"), text.length + 2), undefined);
  });
});

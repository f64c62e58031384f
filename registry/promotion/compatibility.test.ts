import assert from "node:assert/strict";
import { compareSignatures } from "./compatibility.ts";
import { readSignature, type Signature } from "./signature.ts";

/** An `MLmodel` file as MLflow 3.17.2 writes it: JSON texts inside YAML, folded over lines. */
function modelFile(inputs: readonly object[], outputs: readonly object[] = [{ type: "double", required: true }]): string {
  const text = JSON.stringify(inputs).replaceAll("'", "''").replaceAll(", ", ",\n    ");
  return `artifact_path: model\nflavors:\n  python_function: {env: conda.yaml}\nsignature:\n  inputs: '${text}'\n  outputs: '${JSON.stringify(outputs)}'\n  params: null\nutc_time_created: '2026-10-01'\n`;
}

function signature(...inputs: readonly object[]): Signature {
  const read = readSignature(modelFile(inputs));
  assert.equal(read.state, "known");
  return read.value;
}

const column = (name: string, type: string, required = true) => ({ type, name, required });
const tensor = (dtype: string, shape: readonly number[]) => ({ type: "tensor", "tensor-spec": { dtype, shape } });
const object = (properties: object) => ({ type: "object", name: "o", required: true, properties });

describe("the signature of an MLmodel file", () => {
  it("is absent where there is none", () => {
    assert.deepEqual(readSignature("flavors: {}\nmodel_uuid: x\n"), { state: "absent" });
    assert.deepEqual(readSignature("signature:\n  inputs: null\n  outputs: null\n"), { state: "absent" });
    assert.deepEqual(readSignature(""), { state: "absent" });
  });

  it("is unknown where it cannot be read, whatever it holds", () => {
    for (const text of [
      "signature: [",
      "signature:\n  inputs: '{'",
      "signature:\n  inputs: '[1]'",
      "signature: 7",
      "signature:\n  inputs: '[{}]'",
    ]) {
      assert.equal(readSignature(text).state, "unknown", text);
    }
  });

  it("is read past a broken rest of the file", () => {
    assert.equal(readSignature(`${modelFile([column("a", "double")])}flavors: [\n`).state, "known");
  });
});

describe("callers of the incumbent", () => {
  const cases: readonly (readonly [string, Signature, Signature, readonly string[]])[] = [
    ["see nothing when nothing changed", signature(column("a", "double")), signature(column("a", "double")), []],
    [
      "fail without a new required column",
      signature(column("a", "double"), column("b", "long")),
      signature(column("a", "double")),
      ["!b: callers without it fail"],
    ],
    [
      "may leave out a new optional column",
      signature(column("a", "double"), column("b", "long", false)),
      signature(column("a", "double")),
      ["b: may be left out"],
    ],
    [
      "fail when an optional column becomes required",
      signature(column("a", "double")),
      signature(column("a", "double", false)),
      ["!a: callers without it fail"],
    ],
    [
      "may go on sending a dropped column",
      signature(column("a", "double")),
      signature(column("a", "double"), column("b", "long")),
      ["b: ignored if sent"],
    ],
    ["fail when long becomes double", signature(column("a", "double")), signature(column("a", "long")), ["!a: callers sending long fail"]],
    [
      "pass when integer becomes long",
      signature(column("a", "long")),
      signature(column("a", "integer")),
      ["a: what callers send still fits"],
    ],
    [
      "pass when float becomes double",
      signature(column("a", "double")),
      signature(column("a", "float")),
      ["a: what callers send still fits"],
    ],
    [
      "fail when double becomes float",
      signature(column("a", "float")),
      signature(column("a", "double")),
      ["!a: callers sending double fail"],
    ],
    [
      "fail when a text becomes a number",
      signature(column("a", "double")),
      signature(column("a", "string")),
      ["!a: callers sending string fail"],
    ],
    ["pass when anything is taken", signature(column("a", "any")), signature(column("a", "string")), ["a: what callers send still fits"]],
    [
      "fail when an object loses a property",
      signature(object({ x: { type: "double", required: true } })),
      signature(object({ x: { type: "double", required: true }, y: { type: "string", required: false } })),
      ["!o: callers sending object of 2 fail"],
    ],
    [
      "fail on another tensor type",
      signature(tensor("float64", [-1, 3])),
      signature(tensor("float32", [-1, 3])),
      ["!input 1: callers sending float32 (-1, 3) fail"],
    ],
    [
      "pass when a tensor gets freer",
      signature(tensor("float32", [-1, -1])),
      signature(tensor("float32", [-1, 3])),
      ["input 1: what callers send still fits"],
    ],
    [
      "fail when unnamed columns get more",
      signature({ type: "double" }, { type: "double" }),
      signature({ type: "double" }),
      ["!input 2: callers without it fail"],
    ],
    [
      "fail when columns become a tensor",
      signature(tensor("float64", [-1, 2])),
      signature(column("a", "double")),
      ["!input 1: callers sending double fail"],
    ],
  ];
  for (const [what, candidate, incumbent, expected] of cases) {
    it(what, () => {
      const changes = compareSignatures(candidate, incumbent);
      assert.deepEqual(
        changes.map((change) => `${change.breaking ? "!" : ""}${change.name}: ${change.effect}`),
        expected,
      );
    });
  }

  it("are told when the answers change, which breaks no call", () => {
    const candidate = readSignature(modelFile([column("a", "double")], [{ type: "long", required: true }]));
    assert.equal(candidate.state, "known");
    assert.deepEqual(compareSignatures(candidate.value, signature(column("a", "double"))), [
      { name: "Output", candidate: "long", incumbent: "double", breaking: false, effect: "answers change" },
    ]);
  });
});

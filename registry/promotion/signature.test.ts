import assert from "node:assert/strict";
import { type Field, type FieldType, typeText } from "../model/fieldTypes.ts";
import { accepts, compareSignatures } from "./compatibility.ts";
import { readSignature, type Signature } from "./signature.ts";

const scalar = (name: string): FieldType => ({ kind: "scalar", name });
const array = (items: FieldType): FieldType => ({ kind: "array", items });
const map = (values: FieldType): FieldType => ({ kind: "map", values });
const tensor = (dtype: string, ...shape: readonly number[]): FieldType => ({ kind: "tensor", dtype, shape });
const field = (name: string, type: FieldType = scalar("double"), required = true): Field => ({ name, type, required });
const object = (...properties: readonly Field[]): FieldType => ({ kind: "object", properties });
const any: FieldType = { kind: "any" };

describe("which declared type takes which sent one", () => {
  const names = ["boolean", "integer", "long", "float", "double", "string", "binary", "datetime", "odd", "constructor"];
  /** What is sent: what takes it, tried against MLflow's own enforcement. */
  const taken: Readonly<Record<string, string>> = {
    ...{ boolean: "boolean", integer: "integer long double", long: "long", float: "float double", double: "double" },
    ...{ string: "string binary", binary: "boolean string binary", datetime: "datetime", odd: "odd", constructor: "constructor" },
  };
  for (const sent of names) {
    it(`${sent} is taken by ${taken[sent]}`, () => {
      assert.equal(names.filter((declared) => accepts(scalar(declared), scalar(sent))).join(" "), taken[sent]);
    });
  }

  const [int, double] = [scalar("integer"), scalar("double")];
  const cases: readonly (readonly [declared: FieldType, sent: FieldType, expected: boolean])[] = [
    [any, tensor("float32", 1), true],
    [double, any, false],
    [double, array(double), false],
    [array(double), array(int), true],
    [array(int), array(double), false],
    [array(double), map(double), false],
    [map(double), map(int), true],
    [map(int), map(double), false],
    [map(double), array(double), false],
    [object(field("a")), object(field("a", int)), true],
    [object(field("a", int)), object(field("a")), false],
    [object(field("a")), object(field("a"), field("b")), false],
    [object(field("a"), field("b")), object(field("a")), false],
    [object(field("a"), field("b", double, false)), object(field("a")), true],
    [object(field("a")), object(field("a", double, false)), false],
    [object(field("a"), field("b")), object(field("a"), field("b")), true],
    [object(), object(), true],
    [object(), map(double), false],
    [tensor("float32", -1, 28), tensor("float32", 5, 28), true],
    [tensor("float32", -1, 28), tensor("float32", -1, 27), false],
    [tensor("float32", 2, -1), tensor("float32", 3, 7), false],
    [tensor("float32", -1), tensor("float32", -1, 28), false],
    [tensor("float32", -1, 28), tensor("float32", 28), false],
    [tensor("float32", 1), tensor("float64", 1), false],
    [tensor("float32", 1), double, false],
  ];
  for (const [declared, sent, expected] of cases) {
    it(`${typeText(declared)} ${expected ? "takes" : "refuses"} ${typeText(sent)} (${JSON.stringify([declared, sent])})`, () => {
      assert.equal(accepts(declared, sent), expected);
    });
  }
});

describe("a type as a person reads it", () => {
  const cases: readonly (readonly [FieldType, string])[] = [
    [scalar("double"), "double"],
    [array(map(scalar("string"))), "array of map of string"],
    [tensor("float32", -1, 28), "float32 (-1, 28)"],
    [object(field("a"), field("b")), "object of 2"],
    [any, "any"],
  ];
  for (const [type, text] of cases) it(text, () => assert.equal(typeText(type), text));
});

describe("what an MLmodel file says of types", () => {
  const read = (inputs: string) => readSignature(`signature:\n  inputs: '${inputs}'\n`);
  const cases: readonly (readonly [string, Field])[] = [
    ['{"type":"array","items":{"type":"long"}}', field("", array(scalar("long")))],
    ['{"type":"map","values":{"type":"long"},"name":"m"}', field("m", map(scalar("long")))],
    ['{"type":"any","name":7}', field("", any)],
    ['{"type":"object","properties":{"a":{"type":"long","required":false}}}', field("", object(field("a", scalar("long"), false)))],
    ['{"type":"tensor","tensor-spec":{"dtype":"int64","shape":[-1,"2"]}}', field("", tensor("int64", -1, 2))],
    ['{"type":"tensor","tensor-spec":{"dtype":"int64"}}', field("", tensor("int64"))],
    ['{"type":"long","optional":true}', field("", scalar("long"), false)],
    ['{"type":"long","required":false}', field("", scalar("long"), false)],
    ['{"type":"long","required":true,"optional":false}', field("", scalar("long"))],
  ];
  for (const [text, expected] of cases) {
    it(text, () => assert.deepEqual(read(`[${text}]`), { state: "known", value: { inputs: [expected], outputs: [] } }));
  }

  it("is unknown, with the reason, where it is none", () => {
    const why = "the signature in its MLmodel file is not readable";
    for (const text of ["7", "[7]", "[null]", '[{"type":7}]', '[{"type":"array"}]'])
      assert.deepEqual(read(text), { state: "unknown", why }, text);
  });

  it("is found among other keys, in quotes, up to the next one, past comments", () => {
    const around = (key: string, end: string) =>
      readSignature(`flavors: {}\nmy_signature: 1\n${key}:\r\n# note\n\n  inputs: '[{"type":"long"}]'\n${end}`);
    for (const key of ["signature", '"signature"', "'signature'"]) assert.equal(around(key, "rest: [\n").state, "known", key);
    assert.equal(around("other", "").state, "absent");
    assert.equal(around(" signature", "").state, "absent");
    assert.equal(readSignature("signature: {inputs: [{type: long}]}").state, "known");
    assert.equal(readSignature('signature:\n  outputs: \'[{"type":"long"}]\'').state, "known");
  });
});

describe("differences between signatures", () => {
  const of = (inputs: readonly Field[], outputs: readonly Field[] = []): Signature => ({ inputs, outputs });
  const told = (candidate: Signature, incumbent: Signature) =>
    compareSignatures(candidate, incumbent).map((change) => {
      return `${change.breaking ? "!" : ""}${change.name}: ${change.incumbent ?? "-"} → ${change.candidate ?? "-"}, ${change.effect}`;
    });

  it("puts breaking ones first, and says optional", () => {
    const candidate = of([field("a", scalar("double"), false), field("b"), field("c", scalar("long"))]);
    const incumbent = of([field("a"), field("c"), field("d")]);
    assert.deepEqual(told(candidate, incumbent), [
      "!b: - → double, callers without it fail",
      "!c: double → long, callers sending double fail",
      "a: double → double, optional, what callers send still fits",
      "d: double → -, ignored if sent",
    ]);
  });

  it("goes by position as soon as one column has no name", () => {
    assert.deepEqual(told(of([field("a"), field("")]), of([field("b"), field("")])), [
      "input 1: double → double, what callers send still fits",
    ]);
    assert.deepEqual(told(of([field("a"), field("b")]), of([field("")])), [
      "!input 2: - → double, callers without it fail",
      "input 1: double → double, what callers send still fits",
    ]);
  });

  it("says what became of the answers", () => {
    const answers: readonly (readonly [readonly Field[], string])[] = [
      [[], "not stated"],
      [[field("a", any)], "any"],
      [[field("a"), field("b")], "2 columns"],
    ];
    for (const [outputs, text] of answers) {
      assert.deepEqual(told(of([field("a")], outputs), of([field("a")], [field("x", scalar("long"))])), [
        `Output: long → ${text}, answers change`,
      ]);
    }
  });
});

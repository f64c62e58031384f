import assert from "node:assert/strict";
import { PartMemory } from "./partMemory.ts";
import { readYaml } from "./readYaml.ts";
import { entriesOf, entryOf, type YamlNode } from "./yamlTree.ts";

/** The tree as plain data, to compare. */
function plain(node: YamlNode | undefined): unknown {
  if (node === undefined) return undefined;
  if (node.kind === "list") return node.items.map(plain);
  if (node.kind === "map") return Object.fromEntries(entriesOf(node).map((entry) => [entry.key.text, plain(entry.value)]));
  return "value" in node.scalar ? node.scalar.value : node.scalar.type;
}

describe("readYaml", () => {
  const scalars = "[yes, y, on, 1e-3, 1.5e+3, 0o7, 017, 1_000, 2020-01-01, ~, null, 'yes', 190:20]";

  it("reads scalars as MLflow's PyYAML does", () => {
    const { root } = readYaml(scalars, "mlflow");
    assert.deepEqual(plain(root), [true, "y", true, "1e-3", 1500, "0o7", 17, 1000, "date", "null", "null", "yes", Number.NaN]);
  });

  it("reads scalars of the policy as YAML 1.2", () => {
    const { root } = readYaml(scalars, "slipway");
    assert.deepEqual(plain(root), ["yes", "y", "on", 0.001, 1500, 7, 17, "1_000", "2020-01-01", "null", "null", "yes", "190:20"]);
  });

  it("merges maps for MLflow only", () => {
    const text = "a: &a {x: 1, y: 2}\nb: {<<: *a, y: 3}\n";
    assert.deepEqual(plain(entryOf(readYaml(text, "mlflow").root, "b")?.value), { x: 1, y: 3 });
    assert.deepEqual(plain(entryOf(readYaml(text, "slipway").root, "b")?.value), { "<<": { x: 1, y: 2 }, y: 3 });
  });

  it("gives the same object for what an edit leaves where it was, and for what comes back there, so that nothing is worked out of it again", () => {
    const memory = new PartMemory();
    const read = (inserted: string) => readYaml(`a:\n  x: 1\n${inserted}b:\n  y: 2\nc:\n  z: 3\n`, "dvc", memory).root;
    const [first, edited, back] = [read(""), read("e: 1\n"), read("")];
    const entry = (root: YamlNode | undefined, key: string) => entryOf(root, key)?.value;
    assert.equal(entry(edited, "a"), entry(first, "a"));
    assert.equal(entry(edited, "c")?.start, (entry(first, "c")?.start ?? 0) + 5);
    assert.equal(entry(back, "c"), entry(first, "c"));
  });

  it("keeps what can be read of broken text", () => {
    const { root, problems } = readYaml("a: 1\nb: [1, 2\nc: {x: 1}\n", "slipway");
    assert.ok(problems.length > 0);
    assert.equal(entryOf(root, "a")?.value.kind, "scalar");
  });

  it("ends with one problem for aliases that expand without end, for depth, and for size", () => {
    const bomb = `a: &a [x, x, x, x, x, x, x, x, x]\n${["b", "c", "d", "e", "f", "g", "h"]
      .map((name, index) => `${name}: &${name} [${Array(9).fill(`*${"abcdefg"[index]}`).join(", ")}]\n`)
      .join("")}`;
    const codes = (text: string): string[] => readYaml(text, "mlflow").problems.map((problem) => problem.code);
    assert.deepEqual(codes(bomb), ["ALIASES"]);
    assert.deepEqual(codes("x".repeat(500_001)), ["TOO_LARGE"]);
    assert.deepEqual(codes(`a: ${"[".repeat(50_000)}`), ["TOO_DEEP"]);
  });

  it("takes an alias to its own parent for nothing", () => {
    assert.deepEqual(plain(readYaml("a: &a [1, *a]\n", "mlflow").root), { a: [1, "null"] });
  });

  it("lets a block end with its last value", () => {
    const text = "a:\n  - 1\n  - 2\n\n# end\n";
    const list = entryOf(readYaml(text, "slipway").root, "a")?.value;
    assert.equal(text.slice(list?.start, list?.end), "- 1\n  - 2");
  });
});

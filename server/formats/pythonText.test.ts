import assert from "node:assert/strict";
import { pythonText } from "./pythonText.ts";
import { readTree } from "./readYaml.ts";

describe("Python's text of a YAML scalar", () => {
  const cases: readonly (readonly [source: string, text: string])[] = [
    ...([
      ["on", "True"],
      ["No", "False"],
      ["~", "None"],
      ["3.10", "3.1"],
      ["1_000", "1000"],
      ["010", "8"],
      ["0x1f", "31"],
    ] as const),
    ...([
      ["-0b11", "-3"],
      ["1:30", "90"],
      ["1:30.5", "90.5"],
      ["-.inf", "-inf"],
      [".nan", "nan"],
      ["1.", "1.0"],
      ["-0", "0"],
    ] as const),
    ...([
      ["1.0e+16", "1e+16"],
      ["0.00001", "1e-05"],
      ["0.0", "0.0"],
      ["'on'", "on"],
      ["lr", "lr"],
      ["2024-01-02", "2024-01-02"],
    ] as const),
  ];
  for (const [source, text] of cases) {
    it(`${source} is ${text}`, () => {
      const { root } = readTree(source, "mlflow");
      assert.ok(root?.kind === "scalar");
      assert.equal(pythonText(root), text);
    });
  }
});

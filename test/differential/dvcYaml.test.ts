import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { dvcYamlFormat } from "#server/formats/dvc/format.ts";
import { mustHavePython } from "../contract/realMlflow.ts";
import { corpusFiles, disagreements } from "./realMlflow.ts";

const python = process.env["SLIPWAY_DVC_PYTHON"];

const told: readonly string[] = [
  "",
  "stages:\n",
  "- a\n",
  "stages: {a: {}}\n",
  "stages: {1: {cmd: x}}\n",
  "stages: {a: {cmd: x, cmd: y}}\n",
  "stages: {a: {cmd: x, outs: [{m: {cache: false}}], metrics: [{n: {cache: yes}}]}}\n",
  "stages: {a: {cmd: x, outs: [{m: }]}}\n",
  "stages: {a: {cmd: x, dep: [y]}}\n",
  "stages: {a: {cmd: x, deps: y}}\n",
  "stages: {a: {foreach: [1], do: {cmd: x}}}\n",
  "stages: {a: {foreach: [1], cmd: x}}\n",
  "stages: {a: {cmd: x, matrix: {m: [1]}}}\n",
  "base: &b {cmd: x}\n",
  "stages: {a: &b {cmd: x}, c: {<<: *b, deps: [y]}}\n",
  "plots: {a: {x: y}}\n",
  "plots: [{a: {x: y, y: {f: [b]}}}, {b: }]\n",
  "artifacts: {m: {type: model}}\n",
];

describe("the structure of dvc.yaml against the real DVC", function () {
  this.timeout(600_000);

  it("has an error where DVC's YAML reader or schema refuses the file, and nowhere else", function () {
    if (python === undefined) {
      if (mustHavePython) throw new Error("SLIPWAY_DVC_PYTHON is not set: in CI the real DVC has to judge");
      console.log("    skipped: SLIPWAY_DVC_PYTHON names no Python with DVC");
      return this.skip();
    }
    const texts = [...told, ...corpusFiles("dvc.yaml").values()];
    const script = fileURLToPath(new URL("dvcOracle.py", import.meta.url));
    const { stdout, stderr, status } = spawnSync(python, [script], { input: JSON.stringify(texts), encoding: "utf8", maxBuffer: 1e9 });
    assert.equal(status, 0, stderr);
    // Templating and the graph rest on files that are not here, and are not judged.
    const said = (JSON.parse(stdout) as (string | null)[]).map((verdict) => (/^(?:yaml|schema):/.test(verdict ?? "") ? verdict : null));
    assert.deepEqual(disagreements(dvcYamlFormat, texts, said), []);
  });
});

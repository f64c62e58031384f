import assert from "node:assert/strict";
import { commandText, runTargetOf, taskCommand } from "./taskCommand.ts";

describe("What a press on Run starts", () => {
  it("is the tool's own command, by name", () => {
    assert.equal(commandText(taskCommand({ kind: "stage", name: "train" })), "dvc repro train");
    assert.equal(commandText(taskCommand({ kind: "entryPoint", name: "main" })), "mlflow run . -e main");
    assert.equal(commandText(taskCommand({ kind: "entryPoint", name: "main" }, { alpha: "0.5" })), "mlflow run . -e main -P alpha=0.5");
  });

  it("keeps a name one argument, and no option, whatever stands in it", () => {
    for (const name of ["a b", "$(touch x)", "; rm -rf .", "--help", "-f", "a'b\"c", "\n"]) {
      const stage = taskCommand({ kind: "stage", name });
      assert.equal(stage.args.at(-1), name);
      assert.deepEqual(stage.args.slice(0, -1), name.startsWith("-") ? ["repro", "--"] : ["repro"]);
      assert.deepEqual(taskCommand({ kind: "entryPoint", name }).args, ["run", ".", "-e", name]);
    }
  });

  it("is nothing for what no lens of ours carries", () => {
    const target = { kind: "stage", name: "train", uri: "file:///p/dvc.yaml", asks: [] };
    assert.deepEqual(runTargetOf(target), target);
    for (const other of [
      undefined,
      null,
      "train",
      { ...target, kind: "shell" },
      { ...target, name: "" },
      { ...target, name: ["x"] },
      { ...target, uri: "vscode-vfs://github/dvc.yaml" },
      { ...target, uri: undefined },
    ]) {
      assert.equal(runTargetOf(other), undefined);
    }
    assert.deepEqual(runTargetOf({ ...target, asks: [1, "lr", null] })?.asks, ["lr"]);
  });
});

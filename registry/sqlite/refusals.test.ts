import assert from "node:assert/strict";
import type { Registry } from "#registry/api.ts";
import { RegistryError } from "#registry/model/errors.ts";
import { registryWith } from "./testRegistry.ts";

const signal = new AbortController().signal;
const long = "x".repeat(300);
const digits = "9".repeat(300);
const sure = "Refresh the view.";

describe("what the file backend refuses, in words", () => {
  const refusals: readonly (readonly [title: string, call: (registry: Registry) => Promise<unknown>, message: string, next: string])[] = [
    ["no id", (r) => r.experiment("abc", signal), "“abc” is no id of an experiment.", "Use a number such as 3."],
    ["a long word as id", (r) => r.experiment(long, signal), `“${"x".repeat(64)}” is no id of an experiment.`, "Use a number such as 3."],
    ["no experiment", (r) => r.experiment("12", signal), "There is no experiment with the id 12.", sure],
    ["a long id", (r) => r.experiment(digits, signal), `There is no experiment with the id ${"9".repeat(64)}.`, sure],
    ["no model", (r) => r.model("nowhere", signal), "There is no registered model nowhere.", sure],
    ["no version", (r) => r.version("scorer", "2", signal), "There is no version 2 of scorer.", sure],
    ["no number", (r) => r.version("scorer", long, signal), `“${"x".repeat(40)}” is not a version number.`, "Use a number such as 3."],
    ["a tag of no version", (r) => r.setVersionTag("scorer", "2", "a", "b", signal), "There is no version 2 of scorer.", sure],
    ["an alias of no model", (r) => r.deleteAlias("nowhere", "a", signal), "There is no registered model nowhere.", sure],
    ["a file of no version", (r) => r.modelFile("scorer", "2", signal), "There is no version 2 of scorer.", sure],
  ];
  for (const [title, call, message, next] of refusals) {
    it(title, async () => {
      const { registry, close } = registryWith("");
      await assert.rejects(call(registry), (error) => {
        assert.ok(error instanceof RegistryError);
        assert.deepEqual([error.message, error.next], [message, next]);
        return true;
      });
      // A refusal leaves the registry as it was, and ready.
      assert.equal((await registry.model("scorer", signal)).name, "scorer");
      close();
    });
  }

  it("any call after closing", async () => {
    const { registry, close } = registryWith("");
    close();
    await assert.rejects(registry.models({ limit: 1 }, signal), { message: "mlflow.db was closed.", next: "Open the registry again." });
  });

  it("a call that was cancelled before it began", async () => {
    const { registry, close } = registryWith("");
    const reason = new Error("superseded");
    await assert.rejects(registry.models({ limit: 1 }, AbortSignal.abort(reason)), reason);
    await assert.rejects(registry.setAlias("scorer", "a", "1", AbortSignal.abort(reason)), reason);
    assert.deepEqual((await registry.model("scorer", signal)).aliases, []);
    close();
  });
});

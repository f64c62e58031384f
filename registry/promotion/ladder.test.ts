import assert from "node:assert/strict";
import type { ModelVersion, RegisteredModel } from "../model/types.ts";
import { choicesFor, environmentOf, incumbentIn, moveText, planMove, standings } from "./ladder.ts";
import { ladder, policyWith } from "./testEvents.ts";
import type { Environment, Policy } from "./types.ts";

const model: RegisteredModel = {
  name: "fraud-scorer",
  description: "",
  tags: [],
  aliases: [
    { alias: "challenger", version: "13" },
    { alias: "champion", version: "12" },
  ],
};

function version(name: string, stage: string): ModelVersion {
  const none = { description: "", user: "", source: "", runId: "", status: "READY", statusMessage: "", aliases: [], tags: [] };
  return { model: "fraud-scorer", version: name, stage, ...none };
}

function policyOf(...environments: readonly Partial<Environment>[]): Policy {
  const [first] = ladder;
  assert.ok(first);
  return { environments: environments.map((environment) => ({ ...first, ...environment })), gates: {}, models: {} };
}

describe("the ladder", () => {
  const standing = standings(policyWith({}), model, []);

  it("says what stands where and what comes next", () => {
    assert.deepEqual(
      standing.map((item) => item.version),
      [null, "13", "12"],
    );
    assert.deepEqual(
      ["14", "13", "12"].map((name) => environmentOf(standing, name)),
      ["dev", "staging", "prod"],
    );
    assert.deepEqual(
      ["14", "13", "12"].map((name) => choicesFor(standing, name).next),
      ["staging", "prod", undefined],
    );
  });

  it("is not clear for a version that is in none of several marked environments", () => {
    const marked = standings(policyOf({ name: "staging", alias: "challenger" }, { name: "prod", alias: "champion" }), model, []);
    assert.deepEqual(choicesFor(marked, "14"), { all: ["staging", "prod"] });
    assert.deepEqual(choicesFor(marked, "13"), { next: "prod", all: ["prod"] });
  });

  it("takes the highest version in a stage, by number", () => {
    const policy = policyOf({ name: "dev" }, { name: "prod", stage: "Production" });
    const staged = standings(policy, model, [version("9", "production"), version("10", "Production"), version("11", "None")]);
    assert.equal(incumbentIn(staged, "prod"), "10");
    const move = planMove(policy, staged, "11", "prod");
    assert.equal(move && moveText(move), "Moves v11 into the stage Production; v10 is archived.");
  });

  it("says what applying does", () => {
    const texts = (given: RegisteredModel) => {
      const move = planMove(policyWith({}), standings(policyWith({}), given, []), "13", "prod");
      return move && moveText(move);
    };
    assert.equal(texts(model), "Moves @champion from v12 to v13.");
    assert.equal(texts({ ...model, aliases: [] }), "Sets @champion on v13.");
    assert.equal(planMove(policyWith({}), standing, "13", "dev"), undefined);
  });
});

import assert from "node:assert/strict";
import { approve, request } from "#registry/promotion/acts.ts";
import { readFacts } from "#registry/promotion/facts.ts";
import type { Environment, Policy } from "#registry/promotion/types.ts";
import { input, People } from "../../test/promotions/people.ts";

const { signal } = new AbortController();

describe("promotion by stage", () => {
  const people = new People();
  beforeEach(() => people.start());
  afterEach(() => people.stop());
  const person: People["person"] = (...who) => people.person(...who);

  const stage: Partial<Environment> = { alias: undefined, stage: "Production" } as unknown as Partial<Environment>;

  it("moves a lower version in and archives what was there, so that it is the incumbent", async () => {
    await person("dora").registry.setStage("scorer", "3", "Production", signal);
    await request(person("ana", stage), input, signal);
    const outcome = await approve(person("bruno", stage), input, signal);
    assert.deepEqual([outcome.applied, outcome.facts.incumbentVersion, outcome.promotion?.state], [true, "2", "applied"]);
    assert.equal((await person("reader").registry.version("scorer", "3", signal)).stage, "Archived");
  });

  it("finds the incumbent however many newer versions there are", async () => {
    const row = (n: number) => `('scorer', ${n}, 1, 1, NULL, NULL, 'None', 'runs:/r1/model', 'r1', 'READY', NULL, NULL)`;
    people.sql(`INSERT INTO model_versions VALUES ${Array.from({ length: 202 }, (_, i) => row(i + 4)).join()}`);
    await person("dora").registry.setStage("scorer", "1", "Production", signal);
    const gates: Policy["gates"] = { prod: [{ kind: "metric", metric: "val_auc", notWorseThan: "current", tolerance: 0 }] };
    const facts = await readFacts(person("ana", stage, gates), { ...input, version: "205" }, signal);
    assert.equal(facts.incumbentVersion, "1");
    assert.notEqual(facts.gates[0]?.why, "nothingThere");
  });
});

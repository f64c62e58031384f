import assert from "node:assert/strict";
import { defaultSettings } from "#protocol/settings.ts";
import type { Capabilities } from "#registry/api.ts";
import { logIfAny } from "#registry/promotion/log/logs.ts";
import { People } from "../../test/promotions/people.ts";
import { versions } from "./models.ts";
import { testWorld } from "./testWorld.ts";

const { signal } = new AbortController();

describe("the next step of a version, in a tree", () => {
  const people = new People();
  beforeEach(() => people.start());
  afterEach(() => people.stop());

  /** What is offered for v2 where v1 is in prod, of a registry that can do otherwise than it can. */
  async function offered(change: Partial<Capabilities>) {
    const context = people.person("ana");
    // v1 is a step below prod as well, so that v2 is asked into a place where something is.
    await context.registry.setAlias("scorer", "challenger", "1", signal);
    const capabilities = { ...(await context.registry.capabilities(signal)), ...change };
    const registry = { ...context.registry, capabilities: async () => capabilities };
    const log = await logIfAny(registry, context.policy, signal);
    const more = {
      policyFile: "slipway.yaml",
      settings: defaultSettings,
      world: testWorld(),
      codeChange: () => Promise.reject(new Error("not asked in this test")),
    };
    const answer = await versions({ model: "scorer" }, { ...context, ...more, registry, log }, signal);
    assert.ok(answer.ok, JSON.stringify(answer));
    const row = answer.value.rows.find(({ version }) => version === "2");
    return [row?.nextEnvironment, row?.effect === undefined ? "" : "moves something", row?.incumbent?.version];
  }

  it("is the environment above, with what a press does and what stands there", async () => {
    assert.deepEqual(await offered({}), ["staging", "moves something", "1"]);
  });

  it("is none where no promotion can be recorded, or where nothing could mark the environment; what stands there can be compared with", async () => {
    assert.deepEqual(await offered({ versionTags: false }), [undefined, "", "1"]);
    assert.deepEqual(await offered({ maxTagValue: 1000 }), [undefined, "", "1"]);
    assert.deepEqual(await offered({ aliases: false }), [undefined, "", "1"]);
  });

  it("is there where the policy asks for no stage, whether there are stages or not", async () => {
    assert.deepEqual(await offered({ stages: false }), ["staging", "moves something", "1"]);
  });
});

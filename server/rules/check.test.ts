import assert from "node:assert/strict";
import { readDocument, recognise } from "../formats/formats.ts";
import { policyFormat } from "../formats/policy/format.ts";
import { type CheckOptions, checkConfig } from "./check.ts";
import { noFacts, noProject } from "./rule.ts";

const text = "version: 1\nenvironments:\n  dev: {}\n  prod:\n    alias: champion\n    aprovals: 1\nmodels:\n  fraud: {}\n";

function codesOf(policy: string, options: Partial<CheckOptions> = {}): string[] {
  const all: CheckOptions = {
    facts: noFacts,
    project: noProject,
    exists: () => undefined,
    severities: {},
    onRuleFailure: () => undefined,
    ...options,
  };
  return checkConfig(readDocument(policyFormat, policy, "slipway.yaml"), all).map((each) => `${each.code} ${each.severity}`);
}

describe("checkConfig", () => {
  it("takes the severity from the settings, and `off`", () => {
    assert.deepEqual(codesOf(text), ["policy-unknown-key error"]);
    assert.deepEqual(codesOf(text, { severities: { "policy-unknown-key": "hint" } }), ["policy-unknown-key hint"]);
    assert.deepEqual(codesOf(text, { severities: { "policy-unknown-key": "off" } }), []);
  });

  it("is silenced on the line, on the line above and in the whole file, for the named rules only", () => {
    assert.deepEqual(codesOf(text.replace("aprovals: 1", "aprovals: 1 # slipway-ignore policy-unknown-key")), []);
    assert.deepEqual(codesOf(text.replace("    aprovals", "    # slipway-ignore policy-no-way, policy-unknown-key\n    aprovals")), []);
    assert.deepEqual(codesOf(`${text}# slipway-ignore-file policy-unknown-key\n`), []);
    assert.deepEqual(codesOf(text.replace("aprovals: 1", "aprovals: 1 # slipway-ignore policy-no-way")), ["policy-unknown-key error"]);
  });

  it("shows no more than the cause: what goes away with its fix follows from it", () => {
    const misspelt = text.replace("alias: champion", "alais: champion").replace("    aprovals: 1\n", "");
    assert.deepEqual(codesOf(misspelt), ["policy-unknown-key error"]);
    assert.deepEqual(codesOf(misspelt.replace("alais: champion", "alais: champion # slipway-ignore policy-unknown-key")), [
      "policy-no-way error",
    ]);
    assert.deepEqual(codesOf(misspelt, { severities: { "policy-unknown-key": "off" } }), ["policy-no-way error"]);
    // What is worse than its cause is shown.
    assert.deepEqual(codesOf(misspelt, { severities: { "policy-unknown-key": "warning" } }), [
      "policy-no-way error",
      "policy-unknown-key warning",
    ]);
  });

  it("says of a text that is no YAML what is wrong elsewhere, and nothing that may follow", () => {
    const broken = text.replace("alias: champion", "alias: 'champion").replace("fraud: {}", "fraud: {gate: {}}");
    assert.deepEqual(codesOf(broken), ["yaml-syntax error", "policy-unknown-key error"]);
    assert.deepEqual(codesOf(broken.replace("gate: {}", "gates: {prod: [], prdo: []}")), ["yaml-syntax error"]);
  });

  it("costs a bounded time for a text that is broken at its beginning and blank after it", () => {
    const codes = codesOf(`""# x\nversion: 1\n${"   \n".repeat(2000)}environments\n${"   \n".repeat(2000)}`);
    assert.deepEqual(codes, ["yaml-syntax error"]);
  }).timeout(5000);

  it("loses nothing but the result of a rule that throws, and names the rule", () => {
    const failed: string[] = [];
    const facts = {
      ...noFacts,
      models: () => {
        throw new Error("boom");
      },
    };
    assert.deepEqual(codesOf(text, { facts, onRuleFailure: (code) => failed.push(code) }), ["policy-unknown-key error"]);
    assert.deepEqual(failed, ["policy-unknown-model"]);
  });

  it("says nothing about a registry that does not answer", () => {
    assert.deepEqual(codesOf(text.replace("    aprovals: 1\n", "")), []);
  });
});

describe("a file that a tool keeps for itself", () => {
  const options = { facts: noFacts, project: noProject, exists: () => undefined, severities: {}, onRuleFailure: () => assert.fail() };
  const cases: readonly (readonly [uri: string, problems: number])[] = [
    ["file:///a/model/MLmodel", 1],
    ["file:///a/mlruns/0/model/MLmodel", 0],
    ["file:///a/mlartifacts/0/model/MLmodel", 0],
    ["file:///a/my-mlruns/MLmodel", 1],
  ];
  for (const [uri, problems] of cases) {
    it(`${uri} has ${problems} problems`, () => {
      const format = recognise(uri) ?? assert.fail();
      assert.equal(checkConfig(readDocument(format, "", uri), options).length, problems);
    });
  }
});

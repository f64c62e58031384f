import assert from "node:assert/strict";
import { backends } from "#registry/backends.ts";
import { readDocument } from "../formats/formats.ts";
import { policyFormat } from "../formats/policy/format.ts";
import { noFacts, type RegistryFacts } from "../rules/rule.ts";
import { factsForFile } from "./factsForFile.ts";

const open: RegistryFacts = { ...noFacts, models: () => ({ state: "known", value: [] }) };
const registry = { uri: "http://mlflow.internal:5000", folder: "file:///repo/team", backends };

describe("what a policy is judged by", () => {
  const cases: readonly (readonly [string, string, string, boolean])[] = [
    ["the open registry, in its own folder", "file:///repo/team/slipway.yaml", "version: 1", true],
    ["the open registry, which it names", "file:///repo/team/sub/slipway.yaml", "registry: http://mlflow.internal:5000/", true],
    ["nothing, where it names another", "file:///repo/team/sub/slipway.yaml", "registry: http://other:5000", false],
    ["nothing, where it names another in the first folder", "file:///repo/team/slipway.yaml", "registry: sqlite:///own.db", false],
    ["nothing, where it stands elsewhere and names none", "file:///repo/team/sub/slipway.yaml", "version: 1", false],
    ["nothing, where what it names is nowhere", "file:///repo/team/sub/slipway.yaml", "registry: '::'", false],
  ];
  for (const [what, uri, text, judged] of cases) {
    it(`is ${what}`, () => {
      const facts = factsForFile(readDocument(policyFormat, text, uri), registry, open);
      assert.equal(facts.models().state, judged ? "known" : "unknown");
    });
  }

  it("is a file of its own where that is the open registry", () => {
    const uri = "file:///repo/team/sub/slipway.yaml";
    const document = readDocument(policyFormat, "registry: sqlite:///own.db", uri);
    assert.equal(factsForFile(document, { uri: "sqlite:////repo/team/sub/own.db", folder: "file:///x", backends }, open), open);
  });
});

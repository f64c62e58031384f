import assert from "node:assert/strict";
import { checkConfig } from "../../rules/check.ts";
import { noFacts, noProject, type RegistryFacts } from "../../rules/rule.ts";
import { readDocument } from "../formats.ts";
import { pythonFormat } from "./format.ts";

const text = [
  'a = "models:/fraud-scorer@nobody"',
  'b = "models:/fraud-scorer/99"',
  'c = "models:/nothing/1"',
  'd = "models:/fraud-scorer/champion"',
  'e = "models:/fraud-scorer/Production"',
].join("\n");

function codes(facts: RegistryFacts): string[] {
  const document = readDocument(pythonFormat, text, "file:///a/predict.py");
  const unseen = { project: noProject, exists: () => undefined, severities: {} };
  return checkConfig(document, { ...unseen, facts, onRuleFailure: (code, error) => assert.fail(`${code}: ${error}`) }).map(
    ({ code }) => code,
  );
}

describe("URIs in Python without an answer of the registry", () => {
  const unknown = { state: "unknown", why: "offline" } as const;
  it("no registry is open, or it does not answer: only what MLflow has deprecated is said, without a fix", () => {
    assert.deepEqual(codes(noFacts), ["uri-stage"]);
    assert.deepEqual(codes({ ...noFacts, aliases: () => ({ state: "absent" }), version: () => ({ state: "absent" }) }), ["uri-stage"]);
  });

  it("it lists its models and answers nothing else", () => {
    const models = () => ({ state: "known", value: ["fraud-scorer"] }) as const;
    assert.deepEqual(codes({ ...noFacts, models, aliases: () => unknown, version: () => unknown }), ["uri-stage"]);
  });

  it("asks nothing of a name that the registry does not list but whether it is there: it may be typed just now", () => {
    const asked: string[] = [];
    codes({
      ...noFacts,
      models: () => ({ state: "known", value: [] }),
      aliases: (model) => {
        asked.push(model);
        return unknown;
      },
      version: (model) => assert.fail(model),
    });
    assert.deepEqual([...new Set(asked)], ["fraud-scorer", "nothing"]);
  });
});

describe("the alias for a stage", () => {
  const found = { model: "fraud-scorer", version: "12", stage: "Production", aliases: ["best", "champion"] };
  const facts: RegistryFacts = {
    ...noFacts,
    models: () => ({ state: "known", value: ["fraud-scorer"] }),
    version: () => ({ state: "known", value: found as never }),
  };
  const fixes = (of: RegistryFacts) => {
    const document = readDocument(pythonFormat, 'e = "models:/fraud-scorer/Production"', "file:///a/predict.py");
    const unseen = { project: noProject, exists: () => undefined, severities: {} };
    const problems = checkConfig(document, { ...unseen, facts: of, onRuleFailure: (code, error) => assert.fail(`${code}: ${error}`) });
    return problems.flatMap((problem) => problem.fixes.map(({ edits, preferred }) => [edits[0]?.text, preferred === true]));
  };

  it("is the one by which the policy marks an environment; without a policy none of several is preferred", () => {
    assert.deepEqual(fixes(facts), [
      ["@best", false],
      ["@champion", false],
    ]);
    const policy = { environments: [{ name: "dev" }, { name: "prod", alias: "champion" }] } as never;
    assert.deepEqual(fixes({ ...facts, policy: () => policy }), [["@champion", true]]);
  });
});

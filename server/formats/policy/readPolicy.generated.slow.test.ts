import assert from "node:assert/strict";
import fc from "fast-check";
import { parseAllDocuments, stringify } from "yaml";
import type { Policy } from "#registry/promotion/types.ts";
import { caseCount, seed } from "#test/generatedCases.ts";
import { checkConfig } from "../../rules/check.ts";
import { noFacts, noProject } from "../../rules/rule.ts";
import { policyFormat } from "./format.ts";
import { readPolicyModel } from "./model.ts";
import { readPolicy } from "./readPolicy.ts";

const numRuns = caseCount(600);

const gate = fc.oneof(
  fc.record({ metric: fc.constantFrom("val_auc", "val_logloss"), min: fc.constantFrom(0.9, 1, -0.5) }),
  fc.record({ metric: fc.constantFrom("val_auc", "recall"), notWorseThan: fc.constant("current"), tolerance: fc.constantFrom(0, 0.002) }),
  fc.record({ signature: fc.constantFrom("required", "compatible") }),
  fc.constant({ commit: "clean" }),
  fc.record({ tag: fc.constantFrom("bias_review", "data_version") }),
);
const gates = fc.record(
  { staging: fc.array(gate, { maxLength: 2 }), prod: fc.array(gate, { minLength: 1, maxLength: 3 }) },
  { requiredKeys: ["prod"] },
);
const intended = fc.record({
  version: fc.constant(1),
  environments: fc.record({
    dev: fc.constant({}),
    staging: fc.constantFrom({ alias: "challenger" }, { stage: "Staging" }),
    prod: fc.record(
      {
        alias: fc.constant("champion"),
        approvals: fc.constantFrom(1, 2),
        approvers: fc.constant(["ana@example.com", "bruno@example.com", "chen@example.com"]),
        selfApproval: fc.boolean(),
        apply: fc.constantFrom("onApproval", "manual", "ci"),
      },
      { requiredKeys: ["alias", "approvals"] },
    ),
  }),
  gates,
  models: fc.record({ "fraud-scorer": fc.record({ gates }) }, { requiredKeys: [] }),
});

/** A text in one of the styles that people write, and one or two slips of the hand in it. */
const texts = fc
  .tuple(intended, fc.constantFrom(undefined, 1, 2, 3), fc.array(fc.tuple(fc.nat(), fc.nat()), { minLength: 1, maxLength: 2 }))
  .map(([policy, flow, slips]) => {
    let text = stringify(policy, { collectionStyle: flow === 1 ? "flow" : "any", indent: flow === 2 ? 4 : 2 });
    for (const [kind, place] of slips) text = slipped(text, kind, place);
    return text;
  });

type Slip = (lines: string[], at: number, text: string) => string;
const keys = ["min", "max", "stage", "alias", "approvals", "gates", "<<", "selfAproval", "notWorsethan", "prod", "prоd", "tag", "commit"];
const slips: readonly Slip[] = [
  (lines, at) => lines.toSpliced(at, 1).join("\n"),
  (lines, at) => lines.toSpliced(at, 0, lines[at] ?? "").join("\n"),
  (lines, at) => lines.toSpliced(at, 0, "---").join("\n"),
  (lines, at) => lines.with(at, ` ${lines[at]}`).join("\n"),
  (lines, at) => lines.with(at, (lines[at] ?? "").replace(/^ {2}/, "")).join("\n"),
  (lines, at) => lines.with(at, (lines[at] ?? "").replace(/^( *)/, "$1\t")).join("\n"),
  (lines, at) => lines.with(at, (lines[at] ?? "").replace(/([\w-]+):/, `${keys[at % keys.length]}:`)).join("\n"),
  (lines, at) => lines.with(at, (lines[at] ?? "").replace(/: .*/, ":")).join("\n"),
  (lines, at) => lines.with(at, (lines[at] ?? "").replace(/: .*/, ": *missing")).join("\n"),
  (lines, at) =>
    lines
      .with(
        at,
        (lines[at] ?? "").replace(/([\w-]+):/, (_, key: string) => `${key.toUpperCase()}:`),
      )
      .join("\n"),
  (lines, at) => lines.with(at, `${lines[at]} # slipway-ignore policy-unknown-key, policy-wrong-type`).join("\n"),
  (lines, at) => lines.toSpliced(at, 0, "  <<: {approvals: 0}").join("\n"),
  (lines, at) => lines.with(at, (lines[at] ?? "").replace(/champion|challenger/, "same")).join("\n"),
  (_lines, at, text) => `${text}\n${["...", "--- {}", "gates: {}", "models: {}", "x: 1", "gates: null"][at % 6]}\n`,
  (_lines, _at, text) => `\uFEFF${text}`,
  (_lines, _at, text) => text.replaceAll("\n", "\r\n"),
  (_lines, at, text) => text.slice(0, at * 7),
];

function slipped(text: string, kind: number, place: number): string {
  const lines = text.split("\n");
  return (slips[kind % slips.length] ?? slips[0])?.(lines, place % lines.length, text) ?? text;
}

/** What a person reads who knows YAML: one document, merge keys resolved, nothing twice; undefined where nobody can say. */
function asRead(text: string): Record<string, Json> | undefined {
  const documents = parseAllDocuments(text, { merge: true, uniqueKeys: true, logLevel: "error" });
  if (!Array.isArray(documents) || documents.length !== 1 || documents[0]?.errors.length) return undefined;
  try {
    const value: unknown = documents[0]?.toJS();
    return typeof value === "object" && value !== null ? (value as Record<string, Json>) : undefined;
  } catch {
    return undefined;
  }
}

type Json = string | number | boolean | null | undefined | Json[] | { [key: string]: Json };

function child(value: Json, key: string): Json {
  return typeof value === "object" && value !== null && !Array.isArray(value) && Object.hasOwn(value, key) ? value[key] : undefined;
}

function names(value: Json): string[] {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? Object.keys(value) : [];
}

/** A policy and a reading of its text in one form: environments with what they ask for, and gates with their options. */
function formOfRead(read: Record<string, Json>): unknown {
  const environments = names(read["environments"]).map((name) => {
    const from = child(read["environments"], name);
    return [
      name,
      child(from, "alias") ?? "",
      String(child(from, "stage") ?? "").toLowerCase(),
      child(from, "approvals") ?? 0,
      child(from, "approvers") ?? [],
      child(from, "selfApproval") ?? true,
      child(from, "apply") ?? "onApproval",
    ];
  });
  const listOf = (from: Json) => names(from).map((name) => [name, [child(from, name) ?? []].flat().map(sorted)]);
  const models = names(read["models"]).map((name) => [name, listOf(child(child(read["models"], name), "gates"))]);
  return { environments, gates: listOf(read["gates"]), models };
}

function formOfPolicy(policy: Policy): unknown {
  const environments = policy.environments.map((from) => [
    ...[from.name, from.alias ?? "", (from.stage ?? "").toLowerCase(), from.approvals, from.approvers, from.selfApproval, from.apply],
  ]);
  const listOf = (lists: Policy["gates"]) =>
    Object.entries(lists).map(([name, list]) => [name, list.map(({ kind: _kind, line: _line, ...options }) => sorted(options))]);
  const models = Object.entries(policy.models).map(([name, model]) => [name, listOf(model.gates)]);
  return { environments, gates: listOf(policy.gates), models };
}

/** Options of a gate in one order; a tolerance of 0 is the default. */
function sorted(options: Json | Record<string, unknown>): unknown {
  if (typeof options !== "object" || options === null) return options;
  // Of a gate that nobody knows its name is kept: it is unknown, never passed over.
  if ("name" in options) return ["unknown", options["name"]];
  const keys = Object.keys(options);
  const unknown = keys.find((key) => !["min", "max", "notWorseThan", "tolerance", "better"].includes(key));
  if (!keys.some((key) => ["metric", "signature", "commit", "tag"].includes(key))) return ["unknown", unknown];
  return Object.entries(options)
    .filter(([key, value]) => key !== "tolerance" || value !== 0)
    .sort(([a], [b]) => (a < b ? -1 : 1));
}

function errorsOfCheck(text: string, silenced: boolean): number {
  const problems = checkConfig(
    { uri: "slipway.yaml", name: "slipway.yaml", format: policyFormat, model: readPolicyModel(text) },
    {
      ...{ facts: noFacts, project: noProject, severities: {}, silenced },
      exists: () => undefined,
      onRuleFailure: (code, error) => assert.fail(`${code}: ${String(error)}`),
    },
  );
  return problems.filter(({ severity }) => severity === "error").length;
}

describe("a policy with slips of the hand", function () {
  // Thousands of texts, read in several ways: on a busy machine that takes longer than other unit tests may.
  this.timeout(120_000);

  it(`is used exactly where the checks find no error, and then says what a person reads (${numRuns} cases, seed ${seed})`, () => {
    let used = 0;
    const property = fc.property(texts, (text) => {
      const { policy, problems } = readPolicy(text);
      assert.equal(policy === undefined, errorsOfCheck(text, false) > 0, "check and use agree");
      assert.equal(problems.length > 0, policy === undefined);
      assert.equal(problems.filter(({ silenced }) => !silenced).length, errorsOfCheck(text, true), "what is not silenced is shown");
      if (policy === undefined) return;
      used++;
      const read = asRead(text) ?? assert.fail("used, though nobody can say what it means");
      assert.deepEqual(formOfPolicy(policy), formOfRead(read));
    });
    const silencedCause = "version: 1\nenvironments:\n  dev: {}\n  prod:\n    alais: x # slipway-ignore policy-unknown-key\n";
    fc.assert(property, { seed, numRuns, examples: [[silencedCause]] });
    assert.ok(used > numRuns / 50 && used < numRuns, `${used} of ${numRuns} are policies: the slips are of both kinds`);
  });
});

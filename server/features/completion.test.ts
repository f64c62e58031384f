import assert from "node:assert/strict";
import type { CompletionItem } from "vscode-languageserver";
import { formats, readDocument } from "../formats/formats.ts";
import { checkConfig } from "../rules/check.ts";
import { noFacts, noProject, type RegistryFacts } from "../rules/rule.ts";
import { accepted, offersAt } from "./testCompletion.ts";

const facts: RegistryFacts = {
  ...noFacts,
  models: () => ({ state: "known", value: ["fraud-scorer", "it's", 'say "so"', "on", "3.10"] }),
  metrics: (model) => (model === "fraud-scorer" ? { state: "known", value: ["val_auc", "val/loss"] } : { state: "absent" }),
  aliases: (model) =>
    model === "fraud-scorer" ? { state: "known", value: [{ alias: "champion", version: "12" }] } : { state: "unknown", why: "down" },
};

function offers(name: string, marked: string, snippets: boolean): CompletionItem[] {
  const offset = marked.indexOf("‸");
  assert.ok(offset >= 0);
  return offersAt(name, marked.replace("‸", ""), offset, facts, snippets);
}

/** The text after the offer of this label is taken at `‸`, with `‸` where the cursor is then. */
function taken(name: string, marked: string, label: string, snippets = false): string {
  const item = offers(name, marked, snippets).find((each) => each.label === label) ?? assert.fail(`${label} is not offered`);
  return accepted(marked.replace("‸", ""), item);
}

describe("what is written when an offer is taken", () => {
  const env = "environments:\n  prod:\n";
  const cases: readonly (readonly [at: string, label: string, then: string])[] = [
    // A colon that is there is not written again.
    [`${env}    ap‸: manual`, "apply", `${env}    apply‸: manual`],
    [`${env}    app‸ly: manual`, "approvals", `${env}    approvals‸: manual`],
    [`${env}    ‸alias: a`, "apply", `${env}    apply‸: a`],
    [`${env}    "ap‸": manual`, "apply", `${env}    "apply"‸: manual`],
    [`${env}    app‸ : manual`, "apply", `${env}    apply‸ : manual`],
    [`${env}    ap‸:manual`, "apply", `${env}    apply‸:manual`],
    ["gates: {prod: [{met‸: a}]}", "metric", "gates: {prod: [{metric‸: a}]}"],
    // A value that is there stays.
    [`${env}    al‸ champion`, "alias", `${env}    alias:‸ champion`],
    [`${env}    app‸ # why`, "apply", `${env}    apply:‸ # why`],
    [`${env}    apply: ‸manual`, "ci", `${env}    apply: ci‸`],
    [`${env}    apply: man‸ual # why`, "ci", `${env}    apply: ci‸ # why`],
    // Quotes stay as they are, one on each side.
    [`${env}    alias: "‸"`, "champion", `${env}    alias: "champion"‸`],
    [`${env}    alias: 'ch‸x'`, "champion", `${env}    alias: 'champion'‸`],
    [`${env}    alias: "ch‸\n    approvals: 1\n`, "champion", `${env}    alias: "champion"‸\n    approvals: 1\n`],
    ["gates: {prod: [{metric: 'v‸'}]}", "val_auc", "gates: {prod: [{metric: 'val_auc'‸}]}"],
    ["models:\n  ‸", "it's", "models:\n  'it''s':\n    ‸"],
    ["models:\n  '‸'", "it's", "models:\n  'it''s':\n    ‸"],
    ['models:\n  "‸"', 'say "so"', 'models:\n  "say \\"so\\"":\n    ‸'],
    ["models:\n  ‸", "on", "models:\n  'on':\n    ‸"],
    ["models:\n  ‸", "3.10", "models:\n  '3.10':\n    ‸"],
    // What a key holds begins on the next line, indented as the file is.
    ["‸", "environments", "environments:\n  ‸"],
    [`${env}    ‸`, "approvers", `${env}    approvers:\n      - ‸`],
    ["environments:\n    prod:\n        ‸", "approvers", "environments:\n    prod:\n        approvers:\n            - ‸"],
    ["models:\n  fraud-scorer:\n    ‸", "gates", "models:\n  fraud-scorer:\n    gates:\n      ‸"],
    ["environments:\r\n  prod:\r\n    ‸\r\n", "approvers", "environments:\r\n  prod:\r\n    approvers:\r\n      - ‸\r\n"],
    [`${env}gates:\n  ‸`, "prod", `${env}gates:\n  prod:\n    - ‸`.replace("prod:\n", "dev: {}\n  prod:\n")].map((text) =>
      text.replace("environments:\n  prod", "environments:\n  dev: {}\n  prod"),
    ) as [string, string, string],
    ["gates:\n  prod:\n    -‸", "metric", "gates:\n  prod:\n    - metric: ‸"],
    ["gates:\n  prod:\n    - metric: a\n    -‸\n", "commit", "gates:\n  prod:\n    - metric: a\n    - commit: clean‸\n"],
    [`${env}    apply:‸`, "ci", `${env}    apply: ci‸`],
    // What stands below already is not moved.
    ["env‸\n  prod:\n    alias: a\n", "environments", "environments:‸\n  prod:\n    alias: a\n"],
    // Flow style stays on its line.
    ["gates: {prod: [{metric: a, ‸}]}", "min", "gates: {prod: [{metric: a, min: ‸}]}"],
    ["environments: {prod: {‸}}", "approvers", "environments: {prod: {approvers: ‸}}"],
    ["gates:\n  prod: [{metric: ‸", "val_auc", "gates:\n  prod: [{metric: val_auc‸"],
    ["‸", "version", "version: 1‸"],
  ];
  for (const [at, label, then] of cases)
    it(`${label} at ${JSON.stringify(at)}`, () => assert.equal(taken("slipway.yaml", at, label), then));

  const entry = "entry_points:\n  main:\n    parameters: {lr: float, lr_decay: float}\n";
  const inText: readonly (readonly [at: string, then: string])[] = [
    [`${entry}    command: 'run {‸}'`, `${entry}    command: 'run {lr‸}'`],
    [`${entry}    command: 'run {l‸'`, `${entry}    command: 'run {lr}‸'`],
    [`${entry}    command: 'run {l‸r_decay}'`, `${entry}    command: 'run {lr‸}'`],
    [`${entry}    command: run {‸ --more`, `${entry}    command: run {lr}‸ --more`],
    [`${entry}    command: |\n      run\n      {l‸\n`, `${entry}    command: |\n      run\n      {lr}‸\n`],
  ];
  for (const [at, then] of inText) it(`a parameter at ${JSON.stringify(at)}`, () => assert.equal(taken("MLproject", at, "lr"), then));

  it("jumps to the value where the editor takes snippets", () => {
    assert.equal(taken("slipway.yaml", `${env}    ‸`, "apply", true), `${env}    apply: ‸onApproval`);
    assert.equal(taken("slipway.yaml", "environments: {prod: {‸}}", "approvers", true), "environments: {prod: {approvers: [‸]}}");
    assert.equal(taken("slipway.yaml", "models: {‸}", "on", true), "models: {'on': {‸}}");
  });
});

describe("the order of what is offered", () => {
  const sorted = (name: string, text: string) =>
    offers(name, text, false)
      .toSorted((left, right) => ((left.sortText ?? "") < (right.sortText ?? "") ? -1 : 1))
      .map(({ label }) => label);

  it("is what is needed, what is usual, the rest", () => {
    assert.deepEqual(sorted("slipway.yaml", "‸"), ["A whole policy", "version", "environments", "gates", "registry", "models"]);
    assert.deepEqual(sorted("MLproject", "entry_points:\n  main:\n    ‸"), ["command", "parameters"]);
    assert.deepEqual(sorted("slipway.yaml", "environments:\n  prod:\n    ‸").slice(0, 2), ["alias", "approvals"]);
  });
});

describe("what an offer says of itself", () => {
  const said = (name: string, text: string, label: string) => {
    const { documentation } = offers(name, text, false).find((each) => each.label === label) ?? assert.fail(label);
    return typeof documentation === "object" ? documentation.value : documentation;
  };
  const cases: readonly (readonly [name: string, at: string, label: string, says: RegExp])[] = [
    ["slipway.yaml", "environments:\n  prod:\n    ‸", "approvals", /How many people must approve\. Default: 0\./],
    ["slipway.yaml", "environments:\n  prod:\n    apply: ‸", "ci", /slipway promote apply/],
    ["slipway.yaml", "environments:\n  prod:\n    alias: ‸", "champion", /^In `fraud-scorer` v12\.$/],
    ["slipway.yaml", "models:\n  ‸", "fraud-scorer", /registered model\. `@champion` → v12/],
    ["slipway.yaml", "gates:\n  prod:\n    - metric: ‸", "val_auc", /^In `fraud-scorer`\.$/],
    ["slipway.yaml", "environments:\n  dev: {}\n  prod: {alias: a}\ngates:\n  ‸", "prod", /Marked by `@a`/],
    ["MLproject", "entry_points:\n  main:\n    parameters:\n      lr: ‸", "path", /absolute path/],
    [
      "MLproject",
      "entry_points:\n  main:\n    parameters: {lr: {type: float, default: 0.1}}\n    command: run {‸}",
      "lr",
      /^Parameter of `main`: float, default `0\.1`\.$/,
    ],
    ["MLproject", "entry_points:\n  main:\n    parameters: {lr: float}\n    command: run {‸}", "lr", /float, required\.$/],
  ];
  for (const [name, at, label, says] of cases)
    it(`${label} at ${JSON.stringify(at)}`, () => assert.match(said(name, at, label) ?? "", says));

  it("stands at every key and every value", () => {
    const without = formats.flatMap(({ id }) =>
      (id === "conda.yaml" ? [] : offers(id, "‸", false))
        .filter((each) => each.documentation === undefined)
        .map(({ label }) => `${id}: ${label}`),
    );
    assert.deepEqual(without, []);
  });
});

describe("a text to begin with", () => {
  const around: Readonly<Record<string, string>> = {
    environments: "version: 1\nenvironments:\n  dev: {}\n  ‸\n",
    "gates/*/-": "version: 1\nenvironments:\n  dev: {}\n  prod: {alias: a}\ngates:\n  prod:\n    - ‸\n",
    "models/*/gates/*/-": "version: 1\nenvironments: {dev: {}, prod: {alias: a}}\nmodels:\n  m:\n    gates:\n      prod:\n        - ‸\n",
    entry_points: "entry_points:\n  ‸\n",
    "entry_points/*/parameters": "entry_points:\n  main:\n    command: 'run {learning_rate}'\n    parameters:\n      ‸\n",
    stages: "stages:\n  ‸\n",
  };
  for (const format of formats) {
    for (const starter of format.starters ?? []) {
      for (const snippets of [true, false]) {
        it(`is right as it stands: ${format.id}, ${starter.label}, ${snippets ? "with" : "without"} places to jump to`, () => {
          const at = starter.path.length === 0 ? "‸" : (around[starter.path.join("/")] ?? assert.fail(starter.path.join("/")));
          const text = taken(format.id, at, starter.label, snippets).replace("‸", "");
          const problems = checkConfig(readDocument(format, text, format.id), {
            ...{ facts: noFacts, project: noProject, exists: () => undefined, severities: {}, onRuleFailure: () => assert.fail() },
          });
          assert.deepEqual(
            problems.map(({ message }) => message),
            [],
            text,
          );
        });
      }
    }
  }
});

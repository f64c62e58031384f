import assert from "node:assert/strict";
import { readDocument, recognise } from "../formats/formats.ts";
import { Lines } from "../formats/text.ts";
import { noFacts, type RegistryFacts } from "../rules/rule.ts";
import { provideCompletion } from "./provideCompletion.ts";
import { provideHover } from "./provideHover.ts";
import { typingAt } from "./typing.ts";

const facts: RegistryFacts = {
  ...noFacts,
  models: () => ({ state: "known", value: ["fraud-scorer", "it's", "churn ranker"] }),
  metrics: (model) => (model === "fraud-scorer" ? { state: "known", value: ["val_auc", "val/loss"] } : { state: "absent" }),
  aliases: (model) =>
    model === "fraud-scorer" ? { state: "known", value: [{ alias: "champion", version: "12" }] } : { state: "unknown", why: "down" },
};

/** The text without the mark `‸`, and what is asked at it. */
function at<T>(
  name: string,
  marked: string,
  ask: (document: ReturnType<typeof readDocument>, position: { line: number; character: number }) => T,
): T {
  const offset = marked.indexOf("‸");
  assert.ok(offset >= 0);
  const text = marked.replace("‸", "");
  const format = recognise(name, text) ?? assert.fail(name);
  return ask(readDocument(format, text, name), new Lines(text).position(offset));
}

const proposed = (name: string, text: string) =>
  at(name, text, (document, position) =>
    provideCompletion(typingAt(document, position), facts, { snippets: false }).map(({ label }) => label),
  );
const policy = (text: string) => proposed("slipway.yaml", text);

describe("what is proposed while a policy is typed", () => {
  const top = ["version", "registry", "environments", "gates", "models"];
  const environment = ["alias", "stage", "model", "approvals", "approvers", "selfApproval", "apply"];
  const kinds = ["A metric not worse than now", "metric", "signature", "commit", "tag"];
  const cases: readonly (readonly [string, readonly string[]])[] = [
    ["‸", ["A whole policy", ...top]],
    ["# why\n\n‸", ["A whole policy", ...top]],
    ["ver‸", ["A whole policy", ...top]],
    ["version: 1\n‸", top.slice(1)],
    ["version: 1\r\n‸", top.slice(1)],
    ["environments:\n  prod:\n    ‸", environment],
    ["environments:\n  prod:\n    alias: champion\n    ‸", environment.slice(1)],
    ["environments:\n  prod:\n    apply: ‸", ["onApproval", "manual", "ci"]],
    ["environments:\n  prod:\n    selfApproval: ‸", ["true", "false"]],
    ["environments:\n  prod:\n    alias: ‸", ["champion"]],
    ["models:\n  ‸", ["fraud-scorer", "it's", "churn ranker"]],
    ["models:\n  fraud-scorer:\n    gates:\n      prod:\n        - metric: ‸", ["val/loss", "val_auc"]],
    ["models:\n  other:\n    gates:\n      prod:\n        - metric: ‸", []],
    ["environments:\n  dev: {}\n  prod: {}\ngates:\n  ‸", ["prod"]],
    ["environments:\n  dev: {}\n  prod: {}\ngates: {‸}", ["prod"]],
    ["environments:\n  ‸", ["An environment"]],
    ["gates:\n  prod:\n    - ‸", kinds],
    ["gates:\n  prod:\n    -‸", kinds],
    ["gates:\n  prod: [{‸}]", kinds.slice(1)],
    ["gates:\n  prod:\n    - metric: a\n      ‸", ["min", "max", "notWorseThan", "tolerance", "better"]],
    ["gates:\n  prod: [{metric: a, ‸}]", ["min", "max", "notWorseThan", "tolerance", "better"]],
    ["gates:\n  prod:\n    - min: 1\n      ‸", ["metric"]],
    ["gates:\n  prod:\n    - signature: required\n      ‸", []],
    ["gates:\n  prod: [{metric: ‸", ["val/loss", "val_auc"]],
    ["# a comment ‸", []],
  ];
  for (const [text, expected] of cases) {
    it(JSON.stringify(text), () => {
      assert.deepEqual(policy(text), expected);
    });
  }
});

describe("what is proposed while an MLproject is typed", () => {
  const types = ["float", "string", "int", "path", "uri"];
  const entry = "entry_points:\n  main:\n    parameters: {lr: float, depth: int}\n";
  const cases: readonly (readonly [string, readonly string[]])[] = [
    [`${entry}    command: 'run {‸}'`, ["lr", "depth"]],
    [`${entry}    command: 'run {l‸'`, ["lr", "depth"]],
    [`${entry}    command: 'run {l‸r}'`, ["lr", "depth"]],
    [`${entry}    command: run\n      --lr {‸`, ["lr", "depth"]],
    [`${entry}    command: >-\n      run\n      --lr {‸}\n      --more`, ["lr", "depth"]],
    [`${entry}    command: "run\n\n      --lr {‸"`, ["lr", "depth"]],
    [`${entry}    command: 'run {{‸'`, []],
    [`${entry}    command: 'run {{{‸'`, ["lr", "depth"]],
    [`${entry}    command: 'run {lr} ‸'`, []],
    ["entry_points:\n  main:\n    parameters:\n      lr:\n        type: ‸", types],
    ["entry_points:\n  main:\n    parameters: {lr: {type: ‸", types],
    ["entry_points:\n  main:\n    parameters: {lr: {type: ‸}}", types],
    ["entry_points:\n  main:\n    parameters: {lr: {type: fl‸, default: 1}}", types],
    ["entry_points:\n  main:\n    parameters: {lr: {type: float, ‸}}", ["default", "description"]],
    ["entry_points:\n  main:\n    parameters:\n      lr: {type: float, de‸", ["default", "description"]],
    ["entry_points:\n  main:\n    parameters:\n      lr: ‸", types],
    ["entry_points:\n  main:\n    ‸", ["parameters", "command"]],
    ["name: a\nconda_env: conda.yaml\n‸", ["entry_points"]],
  ];
  for (const [text, expected] of cases) it(JSON.stringify(text), () => assert.deepEqual(proposed("MLproject", text), expected));
});

const said = (text: string, name = "slipway.yaml") =>
  at(name, text, (document, position) => {
    const hover = provideHover(document, position, facts);
    return hover && typeof hover.contents === "object" && "value" in hover.contents ? hover.contents.value : null;
  });

describe("what hover says of an MLproject", () => {
  const entry = "entry_points:\n  main:\n    parameters:\n      lr: {type: float, default: 0.1}\n      data: path\n";
  const cases: readonly (readonly [string, RegExp | null])[] = [
    [`${entry}    command: run {l‸r} {data}`, /^\*\*lr\*\* · parameter, line 4\n\nParameter of `main`: float, default `0\.1`\.$/],
    [`${entry}    command: >-\n      run\n      {da‸ta}\n`, /^\*\*data\*\* · parameter, line 5\n\nParameter of `main`: path, required\.$/],
    [`${entry}    command: run {ot‸her}`, null],
    [`${entry.replace("float", "fl‸oat")}`, /`float`: For people/],
    [`${entry.replace("data: path", "da‸ta: path")}`, /Required: `mlflow run \.` needs `-P data=…`\.$/],
  ];
  for (const [text, expected] of cases) {
    it(JSON.stringify(text), () => {
      const value = said(text, "MLproject");
      if (expected === null) assert.equal(value, null);
      else assert.match(value ?? "", expected);
    });
  }
});

describe("what hover says", () => {
  const cases: readonly (readonly [string, RegExp | null])[] = [
    ["ver‸sion: 1\n", /^\*\*version\*\* · /],
    ["version: ‸1\n", null],
    ["environments:\n  prod:\n    al‸ias: champion\n", /^\*\*alias\*\* · text\n\nRegistry alias/],
    ["models:\n  fraud-sc‸orer:\n    gates: {}\n", /`@champion` → v12$/],
    ["models:\n  fraud-scorer:\n    gates:\n      prod:\n        - metric: val_‸auc\n", /Logged by runs of `fraud-scorer`\.$/],
    ["environments:\n  prod:\n    alias: cham‸pion\n", /^\*\*alias\*\* · text\n\n[^\n]*\n\nIn `fraud-scorer` v12\.$/],
    ["environments:\n  prod:\n    alias: nob‸ody\n", null],
    ["environments:\n  prod:\n    apply: man‸ual\n", /`manual`: A person presses Apply\.$/],
    ["environments:\n  prod:\n    selfApproval: fal‸se\n", /`false`: Somebody else has to approve\.$/],
    ["gates:\n  prod:\n    - commit: cle‸an\n", /`clean`: All that ran was committed\.$/],
    [
      "environments:\n  dev: {}\n  prod: {alias: best, approvals: 1}\ngates:\n  pr‸od: []\n",
      /^\*\*prod\*\* · environment, line 3\n\nMarked by `@best`\. Approvals: 1, by anyone\.$/,
    ],
    [
      "environments: &all\n  dev: {}\nmodels: {m: {gates: *al‸l}}\n",
      /^\*\*all\*\* · anchor, line 1\n\n```yaml\nenvironments: &all\n {2}dev: \{\}\n```$/,
    ],
    ["nothing: ‸here\n", null],
    ["‸", null],
    ["# ‸a comment\nversion: 1\n", null],
  ];
  for (const [text, expected] of cases) {
    it(JSON.stringify(text), () => {
      const value = said(text);
      if (expected === null) assert.equal(value, null);
      else assert.match(value ?? "", expected);
    });
  }
});

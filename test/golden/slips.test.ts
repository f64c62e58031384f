import assert from "node:assert/strict";
import fc from "fast-check";
import { generated } from "../generatedCases.ts";
import { dvcYamlFormat } from "#server/formats/dvc/format.ts";
import type { Format } from "#server/formats/format.ts";
import { mlprojectFormat } from "#server/formats/mlproject/format.ts";
import { policyFormat } from "#server/formats/policy/format.ts";
import { problemsOf } from "./toldProblems.ts";

const policy = `version: 1
environments:
  dev: {}
  staging:
    alias: challenger
  prod:
    alias: champion
    approvals: 1
    approvers: [ana@example.com, bruno@example.com]
    apply: manual
gates:
  prod:
    - metric: val_auc
      min: 0.9
    - commit: clean
    - tag: bias_review
`;

const pipeline = `stages:
  prepare:
    cmd: python prepare.py
    deps:
      - prepare.py
      - raw.csv
    outs:
      - data.csv
  train:
    cmd: python train.py --fast
    deps: [train.py, data.csv]
    metrics:
      - metrics.json:
          cache: false
`;

const project = `name: fraud
python_env: python_env.yaml
entry_points:
  main:
    parameters:
      lr: {type: float, default: 0.1}
      epochs: int
    command: "python train.py --lr {lr} --epochs {epochs}"
  check:
    parameters: {data: path}
    command: python check.py {data}
`;

type Slip = readonly [was: string, is: string, line: number, under: string, says: RegExp];

/** One slip of the hand each: what is written in place of what, the line and the text that is underlined, and a word of the message. */
const slips: readonly (readonly [format: Format, right: string, slips: readonly Slip[]])[] = [
  [
    policyFormat,
    policy,
    [
      ["version: 1", "version 1", 1, "version 1", /colon is missing after `version`/],
      ["environments:", "environments", 2, "environments", /colon is missing after `environments`/],
      ["  staging:", "  staging", 4, "staging", /colon is missing after `staging`/],
      ["alias: challenger", "alias challenger", 5, "alias challenger", /colon is missing after `alias`/],
      ["alias: champion", "alias champion", 7, "alias champion", /colon is missing after `alias`/],
      ["alias: champion", "alias:champion", 7, "alias:champion", /space is missing after the colon/],
      ["    - metric: val_auc", "    - metric val_auc", 13, "metric val_auc", /colon is missing after `metric`/],
      ["      min: 0.9", "      min 0.9", 14, "min 0.9", /colon is missing after `min`/],
      ["    - commit: clean", "   - commit: clean", 15, "-", /item does not line up.*1 space too far left/],
      ["    - commit: clean", "     - commit: clean", 15, "-", /item does not line up.*1 space too far right/],
      ["    - commit: clean", "  - commit: clean", 15, "-", /item does not line up.*2 spaces too far left/],
      ["    - tag: bias", "   - tag: bias", 16, "-", /1 space too far left/],
      ["    approvals", "   approvals", 8, "approvals", /indent/],
      ["    approvals", "     approvals", 8, "approvals", /indent/],
      ["    approvals", "\tapprovals", 8, "\t", /tab/],
      ["alias: champion", "alias: 'champion", 7, "'", /quote is (?:never|not) closed/],
      ["alias: champion", 'alias: "champion', 7, '"', /quote is (?:never|not) closed/],
      ["alias: champion", "alias: champion'", 7, "champion'", /An alias has letters/],
      ["apply: manual", "apply: 'manual'x", 10, "x", /closing quote/],
      ["bruno@example.com]", "bruno@example.com", 9, "[", /not closed/],
      ["bruno@example.com]", "bruno@example.com}", 9, "}", /closed with/],
      ["dev: {}", "dev: {", 3, "{", /not closed/],
      ["dev: {}", "dev: }", 3, "}", /closes nothing/],
      ["apply: manual", "apply: manaul", 10, "manaul", /`onApproval` or `manual` or `ci`/],
      ["approvals: 1", "aprovals: 1", 8, "aprovals", /Did you mean `approvals`/],
      ["      min: 0.9", "      mni: 0.9", 14, "mni", /Did you mean `min`/],
      ["  prod:\n    - metric", "  prd:\n    - metric", 12, "prd", /Did you mean `prod`/],
      ["commit: clean", "commit: &clean", 15, "commit", /must be `clean`/],
      ["commit: clean", "commit: *clean", 15, "*clean", /&clean/],
      ["commit: clean", "commit: @clean", 15, "@", /begin with/],
      ["gates:", "gates: prod:", 11, "prod", /same line/],
      ["apply: manual", "apply: manual\n---", 11, "---", /second document/],
    ],
  ],
  [
    dvcYamlFormat,
    pipeline,
    [
      ["stages:", "stages", 1, "stages", /colon is missing after `stages`/],
      ["  prepare:", "  prepare", 2, "prepare", /colon is missing after `prepare`/],
      ["cmd: python prepare", "cmd python prepare", 3, "cmd python prepare.py", /colon is missing after `cmd`/],
      ["    deps:\n", "    deps\n", 4, "deps", /colon is missing after `deps`/],
      ["cmd: python train", "cmd:python train", 10, "cmd:python train.py --fast", /space is missing after the colon/],
      ["      - raw.csv", "     - raw.csv", 6, "-", /item does not line up.*1 space too far left/],
      ["      - raw.csv", "    - raw.csv", 6, "-", /item does not line up.*2 spaces too far left/],
      ["      - raw.csv", "\t- raw.csv", 6, "\t", /tab/],
      ["cmd: python train.py --fast", "cmd: 'python train.py --fast", 10, "'", /quote is (?:never|not) closed/],
      ["cmd: python train.py --fast", 'cmd: "python train.py" --fast', 10, "--fast", /closing quote/],
      ["data.csv]", "data.csv", 11, "[", /not closed/],
      ["    cmd: python train", "   cmd: python train", 11, "deps", /indented deeper than the one above/],
      ["      - raw.csv", "      - ", 6, "", /DVC takes text for `path`, not nothing/],
      ["      - raw.csv", "      - 5", 6, "5", /not the number `5`/],
      ["      - raw.csv", "      - [raw.csv]", 6, "[raw.csv]", /not a list/],
      ["    outs:", "    ouds:", 7, "ouds", /Did you mean `outs`/],
      ["    cmd: python train", "    cdm: python train", 10, "cdm", /Did you mean `cmd`/],
    ],
  ],
  [
    mlprojectFormat,
    project,
    [
  ["name: fraud", "name fraud", 1, "name fraud", /colon is missing/],
  ["entry_points:", "entry_points", 3, "entry_points", /colon is missing/],
  ["  main:", "  main", 4, "main", /colon is missing/],
  ["    parameters:\n", "    parameters\n", 5, "parameters", /colon is missing/],
  ["epochs: int", "epochs int", 7, "epochs int", /colon is missing after `epochs`/],
  ["epochs: int", "epochs:int", 7, "epochs:int", /space is missing/],
  ["name: fraud", "name: 'fraud", 1, "'", /quote is (?:never|not) closed/],
  ['{epochs}"', "{epochs}", 8, '"', /quote is (?:never|not) closed/],
  ['{epochs}"', '{epochs}" --fast', 8, "--fast", /closing quote/],
  ["default: 0.1}", "default: 0.1", 6, "{", /not closed/],
  ["{type: float", "type: float", 6, "type", /second `key:`|same line/i],
  ["float, default", "float default", 6, "float default", /`,`/],
  ["parameters: {data: path}", "parameters: {data: path]", 10, "]", /closed with/],
  ["      epochs", "     epochs", 7, "epochs", /indent/],
  ["      epochs", "       epochs", 7, "epochs", /indent/],
  ["      epochs", "\tepochs", 7, "\t", /tab/],
  ["  check:", "   check:", 9, "check", /indent/],
  ["  check:", " check:", 9, "check", /indent/],
  ["name: fraud", "<<<<<<< HEAD\nname: fraud\n=======\nname: theft\n>>>>>>> theirs", 1, "<<<<<<< HEAD", /merge conflict/],
  ["name: fraud", "name: @fraud", 1, "@", /begin with/],
  ["name: fraud", "name: *fraud", 1, "*fraud", /&fraud/],
  ["name: fraud", "name: a: b", 1, "a", /same line/],
  ["name: fraud", "name: fraud\n---", 2, "---", /second document/],
  ["command: python check.py {data}", "command: {{ data }}", 11, "{ data }", /needs quotes/],
  ["{lr}", "{lr:.3f}", 8, "{lr:.3f}", /text/],
  ["{lr}", "{lrr}", 8, "lrr", /Did you mean `lr`/],
  ["command: python check.py {data}", "comand: python check.py {data}", 11, "comand", /no `command`.*Did you mean `command`/],
  ["epochs: int", "epochs: 3", 7, "3", /type name/],
  ["python_env: ", "pythn_env: ", 2, "pythn_env", /Did you mean `python_env`/],
  ["entry_points:", "entry_point:", 3, "entry_point", /Did you mean `entry_points`/],
    ],
  ],
];

describe("a slip of the hand", () => {
  for (const [format, right, ofFormat] of slips) {
    it(`is none in the ${format.id} that the others are made of`, () => assert.deepEqual(problemsOf(format, right), []));
    for (const [was, is, line, under, says] of ofFormat) {
      it(`${format.id}: ${JSON.stringify(is)} for ${JSON.stringify(was)} has one problem, at the place, that names the cause`, () => {
        assert.ok(right.includes(was));
        const found = problemsOf(format, right.replace(was, is));
        assert.equal(found.length, 1, JSON.stringify(found));
        assert.deepEqual([found[0]?.line, found[0]?.under], [line, under], found[0]?.message);
        assert.match(found[0]?.message ?? "", says);
      });
    }
  }

  const signs = ["'", '"', "[", "{", "]", "}", ",", "@", "`", "%", "*", "|", ">", "\t"];
  const files: readonly (readonly [Format, string])[] = [
    [policyFormat, policy],
    [dvcYamlFormat, pipeline],
    [mlprojectFormat, project],
  ];

  for (const [format, text] of files) {
    it(`of one sign, at any place of ${format.id}, has one problem where it leaves no YAML`, () => {
      for (let at = 0; at <= text.length; at++) {
        for (const sign of signs.filter((_, index) => (index + at) % 4 === 0))
          onlyProblem(format, text.slice(0, at) + sign + text.slice(at));
      }
      for (let at = 0; at < text.length; at++) onlyProblem(format, text.slice(0, at) + text.slice(at + 1));
    });

    it(`${format.id}: a merge conflict, whichever lines it is about, is the one problem`, () => {
      const lines = text.trimEnd().split("\n");
      const place = fc.nat({ max: lines.length });
      fc.assert(
        fc.property(place, fc.nat({ max: 4 }), fc.nat({ max: 4 }), (start, ours, theirs) => {
          const side = (count: number) => lines.slice(start, start + count);
          const middle = ["<<<<<<< HEAD", ...side(ours), "=======", ...side(theirs), ">>>>>>> branch"];
          const conflicted = [...lines.slice(0, start), ...middle, ...lines.slice(start + Math.max(ours, theirs))].join("\n");
          const [first, ...others] = problemsOf(format, conflicted);
          assert.deepEqual([first?.code, first?.line, others], ["merge-conflict", start + 1, []], conflicted);
        }),
        generated(100),
      );
    });
  }
});

function onlyProblem(format: Format, text: string): void {
  const found = problemsOf(format, text);
  if (!found.some(({ code }) => code === "yaml-syntax")) return;
  assert.equal(found.length, 1, `${found.map(({ line, message }) => `${line}: ${message}`).join("\n")}\n${text}`);
}

import assert from "node:assert/strict";
import { readDocument } from "../formats/formats.ts";
import { mlprojectFormat } from "../formats/mlproject/format.ts";
import { checkConfig } from "../rules/check.ts";
import { noFacts, noProject } from "../rules/rule.ts";

const right = `name: fraud
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

/** One slip of the hand each: what is written in place of what, the line and the text that is underlined, and a word of the message. */
const slips: readonly (readonly [was: string, is: string, line: number, under: string, says: RegExp])[] = [
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
];

function problemsOf(text: string): { readonly line: number; readonly under: string; readonly message: string }[] {
  const lines = text.split("\n");
  return checkConfig(readDocument(mlprojectFormat, text, "MLproject"), {
    ...{ facts: noFacts, project: noProject, exists: () => undefined, severities: {}, onRuleFailure: () => assert.fail() },
  }).map(({ range: { start, end }, message }) => {
    const under = start.line === end.line ? (lines[start.line] ?? "").slice(start.character, end.character) : "several lines";
    return { line: start.line + 1, under, message };
  });
}

describe("a slip of the hand in an MLproject", () => {
  it("is none in the file that the others are made of", () => assert.deepEqual(problemsOf(right), []));

  for (const [was, is, line, under, says] of slips) {
    it(`${JSON.stringify(is)} for ${JSON.stringify(was)} has one problem, at the place, that names the cause`, () => {
      assert.ok(right.includes(was));
      const found = problemsOf(right.replace(was, is));
      assert.equal(found.length, 1, JSON.stringify(found));
      assert.deepEqual([found[0]?.line, found[0]?.under], [line, under], found[0]?.message);
      assert.match(found[0]?.message ?? "", says);
    });
  }
});

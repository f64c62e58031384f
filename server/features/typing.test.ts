import assert from "node:assert/strict";
import { readDocument, recognise } from "../formats/formats.ts";
import { Lines } from "../formats/text.ts";
import type { RegistryFacts } from "../rules/rule.ts";
import { provideCompletion } from "./provideCompletion.ts";
import { provideHover } from "./provideHover.ts";

const facts: RegistryFacts = {
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
    provideCompletion(document, position, facts).map(({ label, textEdit }) => {
      // Names in a text replace the word by the editor's own rules.
      const written = textEdit && "range" in textEdit ? textEdit.newText : label;
      return written === label ? label : `${label} → ${written}`;
    }),
  );
const policy = (text: string) => proposed("slipway.yaml", text);

describe("what is proposed while a policy is typed", () => {
  const top = ["version → version: ", "registry → registry: ", "environments → environments:", "gates → gates:", "models → models:"];
  const environment = [
    "alias → alias: ",
    "stage → stage: ",
    "model → model: ",
    "approvals → approvals: ",
    "approvers → approvers:",
    "selfApproval → selfApproval: ",
    "apply → apply: ",
  ];
  const cases: readonly (readonly [string, readonly string[]])[] = [
    ["‸", top],
    ["ver‸", top],
    ["version: 1\n‸", top.slice(1)],
    ["version: 1\r\n‸", top.slice(1)],
    ["environments:\n  prod:\n    ‸", environment],
    ["environments:\n  prod:\n    alias: champion\n    ‸", environment.slice(1)],
    ["environments:\n  prod:\n    apply: ‸", ["onApproval", "manual", "ci"]],
    ["environments:\n  prod:\n    selfApproval: ‸", ["true", "false"]],
    ["environments:\n  prod:\n    alias: ‸", ["champion"]],
    ["models:\n  ‸", ["churn ranker → 'churn ranker':", "fraud-scorer → fraud-scorer:", "it's → 'it''s':"].toSorted()],
    ["models:\n  fraud-scorer:\n    gates:\n      prod:\n        - metric: ‸", ["val/loss", "val_auc"]],
    ["models:\n  other:\n    gates:\n      prod:\n        - metric: ‸", []],
    ["environments:\n  dev: {}\n  prod: {}\ngates:\n  ‸", ["prod → prod:"]],
    ["environments:\n  ‸", []],
    ["# a comment ‸", []],
  ];
  for (const [text, expected] of cases) {
    it(JSON.stringify(text), () => {
      const got = policy(text);
      assert.deepEqual(text.startsWith("models:\n  ‸") ? got.toSorted() : got, expected);
    });
  }

  it("replaces the word before the cursor, and that alone", () => {
    const edit = at(
      "slipway.yaml",
      "environments:\n  prod:\n    app‸: manual",
      (document, position) => provideCompletion(document, position, facts)[0]?.textEdit,
    );
    assert.deepEqual(edit && "range" in edit && edit.range, { start: { line: 2, character: 4 }, end: { line: 2, character: 7 } });
  });
});

describe("what is proposed while an MLproject is typed", () => {
  const entry = "entry_points:\n  main:\n    parameters: {lr: float, depth: int}\n";
  const cases: readonly (readonly [string, readonly string[]])[] = [
    [`${entry}    command: 'run {‸}'`, ["lr", "depth"]],
    [`${entry}    command: 'run {l‸'`, ["lr", "depth"]],
    ["entry_points:\n  main:\n    parameters:\n      lr:\n        type: ‸", ["string", "float", "path", "uri"]],
    ["entry_points:\n  main:\n    ‸", ["parameters → parameters:", "command → command: "]],
  ];
  for (const [text, expected] of cases) it(JSON.stringify(text), () => assert.deepEqual(proposed("MLproject", text), expected));
});

describe("what hover says", () => {
  const said = (text: string, name = "slipway.yaml") =>
    at(name, text, (document, position) => {
      const hover = provideHover(document, position, facts);
      return hover && typeof hover.contents === "object" && "value" in hover.contents ? hover.contents.value : null;
    });
  const cases: readonly (readonly [string, RegExp | null])[] = [
    ["ver‸sion: 1\n", /^\*\*version\*\* · /],
    ["version: ‸1\n", null],
    ["environments:\n  prod:\n    al‸ias: champion\n", /^\*\*alias\*\* · text\n\nRegistry alias/],
    ["models:\n  fraud-sc‸orer:\n    gates: {}\n", /`@champion` → v12$/],
    ["models:\n  fraud-scorer:\n    gates:\n      prod:\n        - metric: val_‸auc\n", /Logged by runs of `fraud-scorer`\.$/],
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

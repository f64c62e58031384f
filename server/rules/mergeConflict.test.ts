import assert from "node:assert/strict";
import { readDocument, recognise } from "../formats/formats.ts";
import { checkConfig } from "./check.ts";
import { noFacts, noProject } from "./rule.ts";

const [ours, middle, theirs] = [`${"<".repeat(7)} HEAD`, "=".repeat(7), `${">".repeat(7)} other`];

const texts: Readonly<Record<string, readonly string[]>> = {
  "dvc.lock": [
    "schema: '2.0'",
    "stages:",
    "  train:",
    "    cmd: a",
    ours,
    "    outs: x",
    middle,
    "    outs: y",
    theirs,
    "  test:",
    "    cmd: b",
  ],
  "data.csv.dvc": ["outs:", ours, "- md5: a1b2c3", middle, "- md5: d4e5f6", theirs, "  size: 3", "  path: data.csv"],
  "dvc.yaml": ["stages:", ours, "  train:", "    cmd: a", middle, "  train:", "    comd: b", theirs],
  MLproject: ["name: a", ours, "python_env: a", middle, "python_env: b", theirs],
};

describe("a merge that is not resolved", () => {
  for (const [name, lines] of Object.entries(texts)) {
    it(`is one problem of ${name}, at its first mark`, () => {
      const [uri, text] = [`file:///a/${name}`, lines.join("\n")];
      const problems = checkConfig(readDocument(recognise(uri, text) ?? assert.fail(), text, uri), {
        ...{ facts: noFacts, project: noProject, severities: {} },
        exists: () => undefined,
        onRuleFailure: () => assert.fail(),
      });
      assert.deepEqual(
        problems.map(({ code, message, range }) => [code, message, range.start.line]),
        [["yaml-syntax", "A merge conflict is not resolved here.", lines.indexOf(ours)]],
      );
    });
  }
});

import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Registry } from "#registry/api.ts";
import { questions } from "../../test/contract/questions.ts";
import { answersToActs, answerTo, recordedAnswers, restoreStore } from "../../test/contract/recorded.ts";
import { storeText } from "../../test/contract/storeText.ts";
import { openSqliteRegistry } from "./sqliteRegistry.ts";

const answers = recordedAnswers();
const missing = "not recorded yet: UPDATE=1 and test/contract/recordedAnswers.test.ts do that";

/** Where the file is known to be answered otherwise. An entry whose answers have become alike fails, and can go. */
const otherwise: Readonly<Record<string, string>> = {
  "experiment “01”": "MLflow reads it as 1, and its own client side refuses the answer; here it is no id of an experiment",
  "runs of the experiments [1; --]": "MLflow refuses a word as an id; here it is an experiment that there is not",
  "version “1111111111111111”": "MLflow knows no version so high; here it is no version number",
};

/** All rows of the store in `folder` that belong to another workspace, as text. */
function otherWorkspace(folder: string): readonly string[] {
  const lines = storeText(join(folder, "mlflow.db")).split("\n");
  return lines.filter((line) => line.startsWith("(") && line.includes("'team-b'")).map((line) => line.slice(0, -1));
}

describe("the file of a store says what MLflow's server said of it", () => {
  let folder: string;
  let registry: Registry;

  before(() => {
    folder = mkdtempSync(join(tmpdir(), "slipway-recorded-"));
    restoreStore(folder);
  });
  after(() => rmSync(folder, { recursive: true }));
  beforeEach(() => {
    registry = openSqliteRegistry(join(folder, "mlflow.db"), Date.now);
  });
  afterEach(() => registry.close());

  for (const [title, ask] of Object.entries(questions)) {
    it(title, async () => {
      assert.ok(title in answers.questions, missing);
      const answer = await answerTo(ask, registry, folder);
      if (title in otherwise) assert.notDeepEqual(answer, answers.questions[title], otherwise[title]);
      else assert.deepEqual(answer, answers.questions[title]);
    });
  }

  it("after each of many changes", async () => {
    const changed = mkdtempSync(join(tmpdir(), "slipway-recorded-"));
    restoreStore(changed);
    const own = openSqliteRegistry(join(changed, "mlflow.db"), Date.now);
    const others = otherWorkspace(changed);
    assert.ok(others.length > 5);
    try {
      assert.deepEqual(await answersToActs(own), answers.acts);
      assert.deepEqual(otherWorkspace(changed), others, "and leaves another workspace alone");
    } finally {
      own.close();
      rmSync(changed, { recursive: true });
    }
  });
});

import assert from "node:assert/strict";
import { TextDocument } from "vscode-languageserver-textdocument";
import { defaultSettings } from "#protocol/settings.ts";
import { provideCodeActions } from "../features/provideCodeActions.ts";
import { provideHover } from "../features/provideHover.ts";
import { testWorld } from "../registry/testWorld.ts";
import { noFacts } from "../rules/rule.ts";
import { Checks } from "./checks.ts";
import { Workspace } from "./workspace.ts";

const uri = "file:///ws/slipway.yaml";
const policy = "version: 1\nenvironments:\n  dev: {}\n  prod:\n    alias: champion\n    aprovals: 1\nmodels:\n  fraud: {}\n";

describe("the checks of a file", () => {
  let texts: Map<string, TextDocument>;
  let workspace: Workspace;
  let checks: Checks;
  /** How often a rule of the policy asked which models there are: it does so once in each run. */
  let runs: number;

  beforeEach(() => {
    texts = new Map([[uri, TextDocument.create(uri, "slipway-policy", 1, policy)]]);
    runs = 0;
    const start = { folders: ["file:///ws"], trusted: true, settings: defaultSettings };
    workspace = new Workspace(testWorld({ files: { ...testWorld().files, readText: async () => policy } }), texts, start);
    const models = () => {
      runs++;
      return { state: "known", value: ["fraud"] } as const;
    };
    checks = new Checks(workspace, () => ({ ...noFacts, models }));
  });

  const open = () => checks.open(uri) ?? assert.fail();
  const edit = (text: string) => void TextDocument.update(texts.get(uri) ?? assert.fail(), [{ text }], (texts.get(uri)?.version ?? 0) + 1);

  it("run no rule when only the cursor moves", async () => {
    const { resultId, problems } = await checks.ofOpen(open());
    assert.deepEqual([problems.map(({ code }) => code), runs], [["policy-unknown-key"], 1]);
    for (let line = 0; line < 8; line++) {
      const position = { line, character: 5 };
      const found = await checks.ofOpen(open());
      assert.equal(found.resultId, resultId);
      provideCodeActions(open(), { start: position, end: position }, found.problems);
      provideHover(open(), position, noFacts);
    }
    assert.equal(runs, 1);
  });

  it("run once for all who ask at the same time", async () => {
    await Promise.all([checks.ofOpen(open()), checks.ofOpen(open()), checks.ofOpen(open())]);
    assert.equal(runs, 1);
  });

  it("run again after an edit, and after the world around the file changed", async () => {
    const { resultId } = await checks.ofOpen(open());
    edit(policy.replace("    aprovals: 1\n", ""));
    const edited = await checks.ofOpen(open());
    assert.deepEqual([edited.problems, runs], [[], 2]);
    workspace.touch();
    const touched = await checks.ofOpen(open());
    assert.equal(runs, 3);
    assert.equal(new Set([resultId, edited.resultId, touched.resultId]).size, 3);
  });

  it("run once for a file that is not open, and again when it is opened", async () => {
    const { format } = open();
    const file = { uri: "file:///ws/sub/slipway.yaml", format };
    const first = await checks.onDisk(file);
    assert.deepEqual(await checks.onDisk(file), first);
    assert.equal(runs, 1);
    texts.set(file.uri, TextDocument.create(file.uri, "slipway-policy", 1, policy));
    await checks.ofOpen(checks.open(file.uri) ?? assert.fail());
    assert.equal(runs, 2);
  });
});

import assert from "node:assert/strict";
import { TextDocument } from "vscode-languageserver-textdocument";
import { defaultSettings } from "#protocol/settings.ts";
import { provideCodeActions } from "../features/provideCodeActions.ts";
import { provideHover } from "../features/provideHover.ts";
import { recognise } from "../formats/formats.ts";
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
      await provideCodeActions(open(), { range: { start: position, end: position }, canCreate: true }, found.problems, workspace);
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

  it("have another name when another text was opened under the name and version of one that was closed", async () => {
    const { resultId } = await checks.ofOpen(open());
    checks.forget(uri);
    texts.set(uri, TextDocument.create(uri, "slipway-policy", 1, policy.replace("aprovals", "approvals")));
    const again = await checks.ofOpen(open());
    assert.deepEqual(again.problems, []);
    assert.notEqual(again.resultId, resultId);
  });

  it("run again when a file comes or goes that they asked for, of whatever kind it is", async () => {
    const there = new Set<string>();
    const stat = async (place: string) => (there.has(place) ? ({ type: "file", size: 0, modified: 0 } as const) : undefined);
    const project = "file:///ws/MLproject";
    const text = "entry_points:\n  main:\n    parameters: {data: {type: path, default: data.csv}}\n    command: run {data}\n";
    texts.set(project, TextDocument.create(project, "mlproject", 1, text));
    let now = 0;
    const world = testWorld({ files: { ...testWorld().files, stat, readText: async () => text }, now: () => now });
    workspace = new Workspace(world, texts, { folders: ["file:///ws"], trusted: true, settings: defaultSettings });
    checks = new Checks(workspace, () => noFacts);
    const asked = async () => checks.ofOpen(checks.open(project) ?? assert.fail());
    const missing = await asked();
    assert.deepEqual(
      missing.problems.map(({ code }) => code),
      ["mlproject-default-path"],
    );
    assert.deepEqual(await asked(), missing);
    assert.equal(await checks.hasOutdated(), false);
    there.add("file:///ws/data.csv");
    assert.deepEqual([await checks.hasOutdated(), await checks.hasOutdated()], [true, false], "told once");
    const created = await asked();
    assert.deepEqual(created.problems, []);
    assert.notEqual(created.resultId, missing.resultId);
    there.clear();
    assert.equal(await checks.hasOutdated(), true);
    assert.equal((await asked()).problems.length, 1);
    // Of a file that is not open the same is asked every half minute.
    texts.delete(project);
    const format = recognise(project) ?? assert.fail();
    const closed = async () => (await checks.onDisk({ uri: project, format })).problems.length;
    assert.equal(await closed(), 1);
    there.add("file:///ws/data.csv");
    assert.equal(await closed(), 1);
    now += 30_000;
    assert.equal(await closed(), 0);
  });

  it("are there for a text without a name, by the language that was chosen for it", async () => {
    const untitled = "untitled:Untitled-1";
    const text = "entry_points:\n  main:\n    comand: run\n";
    for (const [language, codes] of [
      ["mlproject", ["mlproject-missing-command"]],
      ["yaml", undefined],
    ] as const) {
      texts.set(untitled, TextDocument.create(untitled, language, 1, text));
      const document = checks.open(untitled);
      assert.deepEqual(document && (await checks.ofOpen(document)).problems.map(({ code }) => code), codes);
    }
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

import assert from "node:assert/strict";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import type { CodeAction, TextEdit } from "vscode-languageserver";
import { TextDocument } from "vscode-languageserver-textdocument";
import { defaultSettings } from "#protocol/settings.ts";
import { testWorld } from "../registry/testWorld.ts";
import { noFacts } from "../rules/rule.ts";
import { Checks } from "../workspace/checks.ts";
import { Workspace } from "../workspace/workspace.ts";
import { type CodeActionQuestion, provideCodeActions } from "./provideCodeActions.ts";

describe("what can be done about a problem", () => {
  let root: string;
  let trusted: boolean;
  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), "slipway-actions-"));
    trusted = true;
  });
  afterEach(() => rm(root, { recursive: true, force: true }));

  async function files(...names: readonly string[]): Promise<void> {
    for (const name of names) {
      await mkdir(dirname(join(root, name)), { recursive: true });
      await writeFile(join(root, name), "");
    }
  }

  /** The actions at `‸` in a file of this name, and its text. */
  async function actionsAt(name: string, marked: string, question: Partial<CodeActionQuestion> = {}) {
    const text = marked.replace("‸", "");
    const uri = pathToFileURL(join(root, name)).href;
    const document = TextDocument.create(uri, "yaml", 1, text);
    const start = { folders: [pathToFileURL(root).href], trusted, settings: defaultSettings };
    const workspace = new Workspace(testWorld(), new Map([[uri, document]]), start);
    const checks = new Checks(workspace, () => noFacts);
    const config = checks.open(uri) ?? assert.fail();
    const at = document.positionAt(marked.indexOf("‸"));
    const { problems } = await checks.ofOpen(config);
    const actions = await provideCodeActions(config, { range: { start: at, end: at }, canCreate: true, ...question }, problems, workspace);
    return { text, document, uri, actions };
  }
  type Answer = Awaited<ReturnType<typeof actionsAt>>;

  const titles = ({ actions }: Answer) => actions.map(({ title }) => title).filter((title) => !title.startsWith("Silence"));
  function applied({ document, uri, actions }: Answer, title: string): string {
    const edits: TextEdit[] = actions.find((each) => each.title === title)?.edit?.changes?.[uri] ?? assert.fail(title);
    return TextDocument.applyEdits(document, edits);
  }

  const entry = (path: string) => `python_env: ${path}\nentry_points: {main: {command: run}}\n`;

  it("is to name the file that is spelt nearly alike, or one of the same name around, or to make it", async () => {
    await files("sub/envs/python_env.yaml", "python_env.yaml", "sub/pythn_env.yaml");
    const answer = await actionsAt("sub/MLproject", entry("pyth‸on_env.yaml"));
    assert.deepEqual(titles(answer), [
      "Change to `pythn_env.yaml`",
      "Change to `../python_env.yaml`",
      "Change to `envs/python_env.yaml`",
      "Create `python_env.yaml`",
    ]);
    assert.equal(applied(answer, "Change to `../python_env.yaml`"), entry("../python_env.yaml"));
    const [create, begin] = answer.actions.find(({ title }) => title.startsWith("Create"))?.edit?.documentChanges ?? [];
    const uri = pathToFileURL(join(root, "sub/python_env.yaml")).href;
    assert.deepEqual(create, { kind: "create", uri, options: { ignoreIfExists: true } });
    assert.match(JSON.stringify(begin), /python: /);
  });

  it("keeps the quotes, and what stands before the path", async () => {
    await files("requirements.txt", "data/my file.csv");
    const quoted = await actionsAt(
      "MLproject",
      `entry_points:\n  main:\n    parameters: {d: {type: path, default: "my f‸ile.csv"}}\n    command: run {d}\n`,
    );
    assert.match(applied(quoted, "Change to `data/my file.csv`"), /default: "data\/my file\.csv"\}/);
    const item = await actionsAt("python_env.yaml", "dependencies:\n  - -r requirement‸.txt\n");
    assert.equal(applied(item, "Change to `requirements.txt`"), "dependencies:\n  - -r requirements.txt\n");
  });

  it("is to take a slash away that leads out of the project", async () => {
    await files("env.yaml");
    const answer = await actionsAt("MLproject", entry("/env.ya‸ml"));
    assert.deepEqual(titles(answer), ["Change to `env.yaml`"]);
  });

  it("looks nowhere before the workspace is trusted, makes no file outside of it, and none where the editor cannot", async () => {
    await files("python_env.yaml");
    trusted = false;
    assert.deepEqual(titles(await actionsAt("sub/MLproject", entry("py‸thon_env.yaml"))), ["Create `python_env.yaml`"]);
    trusted = true;
    assert.deepEqual(titles(await actionsAt("MLproject", entry("../../ot‸her.yaml"))), []);
    assert.deepEqual(titles(await actionsAt("MLproject", entry("ot‸her.yaml"), { canCreate: false })), []);
  });

  it("is one press for all problems of a rule", async () => {
    const policy = "version: 1\nenvironments:\n  dev: {}\n  prod: {ali‸as: a, aprovals: 1, selfAproval: false}\n";
    const answer = await actionsAt("slipway.yaml", policy.replace("‸", "").replace("aprovals", "aprov‸als"));
    assert.deepEqual(titles(answer), ["Change to `approvals`", "Fix all 2 policy-unknown-key problems"]);
    const mended = "version: 1\nenvironments:\n  dev: {}\n  prod: {alias: a, approvals: 1, selfApproval: false}\n";
    assert.equal(applied(answer, "Fix all 2 policy-unknown-key problems"), mended);
    const saved = await actionsAt("slipway.yaml", policy, { only: ["source.fixAll"] });
    assert.deepEqual(
      saved.actions.map(({ title, kind }: CodeAction) => [title, kind]),
      [["Fix all Slipway problems", "source.fixAll.slipway"]],
    );
    assert.equal(applied(saved, "Fix all Slipway problems"), mended);
    assert.deepEqual((await actionsAt("slipway.yaml", mended.replace("dev", "d‸ev"), { only: ["source.fixAll"] })).actions, []);
    assert.deepEqual((await actionsAt("slipway.yaml", policy, { only: ["refactor"] })).actions, []);
  });

  it("prefers a name that is far nearer than all others, and no other", async () => {
    const project = (placeholder: string) =>
      `entry_points:\n  main:\n    parameters: {val_auc1: float, val_auc3: float}\n    command: run {val_auc1} {val_auc3} {${placeholder}}\n`;
    const preferred = async (placeholder: string) => (await actionsAt("MLproject", project(placeholder))).actions[0]?.isPreferred;
    assert.deepEqual([await preferred("val_a‸uc2"), await preferred("val_a‸uc33")], [false, true]);
  });

  it("is to silence it in Python, where no comment may stand between two lines that are one", async () => {
    const written = async (marked: string): Promise<string | undefined> => {
      const { actions, text, document, uri } = await actionsAt("predict.py", marked);
      const silence = actions.find(({ title }) => title.startsWith("Silence"));
      return (
        silence && TextDocument.applyEdits(TextDocument.create("", "", 1, text), silence.edit?.changes?.[document.uri] ?? assert.fail(uri))
      );
    };
    assert.equal(
      await written('if x:\n    load("models:/a/Pro‸duction")\n'),
      'if x:\n    # slipway-ignore uri-stage\n    load("models:/a/Production")\n',
    );
    assert.equal(await written('x = \\\n  "models:/a/Pro‸duction"\n'), 'x = \\\n  "models:/a/Production"  # slipway-ignore uri-stage\n');
    assert.equal(await written('x = \\\n  load("models:/a/Pro‸duction") \\\n  or y\n'), undefined);
  });
});

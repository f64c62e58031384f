import assert from "node:assert/strict";
import * as vscode from "vscode";
import { eventually } from "../eventually.ts";
import { workspaceFolder } from "./window.ts";

/** Slipway's problems in a file, as `code: text under the squiggle`, once there are any. */
async function problems(document: vscode.TextDocument): Promise<string[]> {
  return eventually(`problems in ${document.fileName}`, () => {
    const found = vscode.languages.getDiagnostics(document.uri).filter(({ source }) => /slipway/i.test(source ?? ""));
    return found.length === 0 ? undefined : found.map((each) => `${codeOf(each)}: ${document.getText(each.range)}`);
  });
}

function codeOf({ code }: vscode.Diagnostic): string {
  return String(typeof code === "object" ? code.value : code);
}

describe("config files", () => {
  after(() => vscode.commands.executeCommand("workbench.action.revertAndCloseActiveEditor"));

  it("are underlined while they are typed, under the guilty word alone", async () => {
    const document = await vscode.workspace.openTextDocument(vscode.Uri.joinPath(workspaceFolder(), "MLproject"));
    assert.equal(document.languageId, "mlproject");
    const editor = await vscode.window.showTextDocument(document);
    await editor.edit((edit) => edit.insert(new vscode.Position(document.lineCount, 0), "conda_evn: conda.yaml\n"));
    const found = await problems(document);
    assert.ok(
      found.some((text) => text.endsWith(": conda_evn")),
      found.join(" | "),
    );
  });

  it("are checked as they stand when a burst of typing ends", async () => {
    const editor = vscode.window.activeTextEditor ?? assert.fail("no editor");
    const { document } = editor;
    // Letter by letter, as fast as the editor takes them: most of the texts on the way are no YAML.
    for (const letter of "docker_evn: {image: x}") {
      await editor.edit((edit) => edit.insert(document.lineAt(document.lineCount - 1).range.end, letter));
    }
    await eventually("the problem of the last text", () => {
      const found = vscode.languages.getDiagnostics(document.uri);
      const isLast =
        found.some((each) => document.getText(each.range) === "docker_evn") && !found.some((each) => codeOf(each) === "yaml-syntax");
      return isLast || undefined;
    });
  });

  it("lead from a template to its param and back, and are renamed together", async () => {
    const [pipeline, params] = [vscode.Uri.joinPath(workspaceFolder(), "dvc.yaml"), vscode.Uri.joinPath(workspaceFolder(), "params.yaml")];
    const document = await vscode.workspace.openTextDocument(pipeline);
    await vscode.window.showTextDocument(document);
    const use = document.positionAt(document.getText().indexOf("data_version}"));
    const declared = await eventually("the param", async () => {
      const found = await vscode.commands.executeCommand<vscode.Location[]>("vscode.executeDefinitionProvider", pipeline, use);
      return found.find(({ uri }) => uri.toString() === params.toString());
    });
    const file = await vscode.workspace.openTextDocument(params);
    assert.equal(file.getText(declared.range), "data_version");
    // A params file is no config file of ours: the editor asks about it once it was named.
    const back = await eventually("its uses", async () => {
      const { start } = declared.range;
      const found = await vscode.commands.executeCommand<vscode.Location[]>("vscode.executeReferenceProvider", params, start);
      return found.some(({ uri }) => uri.toString() === pipeline.toString()) ? found : undefined;
    });
    assert.ok(back.length >= 3, `${back.length} places`);
    const edit = await vscode.commands.executeCommand<vscode.WorkspaceEdit>(
      "vscode.executeDocumentRenameProvider",
      pipeline,
      use,
      "data_month",
    );
    const files = edit.entries().map(([uri]) => uri.path.slice(uri.path.lastIndexOf("/") + 1));
    assert.ok(files.includes("dvc.yaml") && files.includes("params.yaml"), files.join());
    const folds = await vscode.commands.executeCommand<vscode.FoldingRange[]>("vscode.executeFoldingRangeProvider", pipeline);
    assert.ok(folds.length > 3);
  });

  it("of the sample have no problems on disk", async () => {
    const document = await vscode.workspace.openTextDocument(vscode.Uri.joinPath(workspaceFolder(), "slipway.yaml"));
    assert.equal(document.languageId, "slipway-policy");
    const errors = vscode.languages.getDiagnostics(document.uri).filter(({ severity }) => severity === vscode.DiagnosticSeverity.Error);
    assert.deepEqual(errors, []);
  });
});

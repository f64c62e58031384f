import assert from "node:assert/strict";
import * as vscode from "vscode";
import { slipway, workspaceFolder } from "./window.ts";

async function tasks(): Promise<vscode.Task[]> {
  await slipway();
  return vscode.tasks.fetchTasks({ type: "slipway" });
}

describe("tasks", () => {
  it("are listed for every stage and entry point, as the tool's own command, without a shell, in the folder of the file", async () => {
    const found = await tasks();
    const names = found.map(({ name }) => name);
    assert.ok(names.includes("dvc repro train"), names.join(" | "));
    for (const { execution, definition } of found) {
      assert.ok(execution instanceof vscode.ProcessExecution, "no shell sees a name of a file");
      assert.equal(execution.process, definition["kind"] === "stage" ? "dvc" : "mlflow");
      assert.equal(execution.options?.cwd, workspaceFolder().fsPath);
    }
  });

  it("start nothing by being listed, nor by a lens that is shown", async () => {
    const started: string[] = [];
    const listener = vscode.tasks.onDidStartTask(({ execution }) => started.push(execution.task.name));
    await tasks();
    const uri = vscode.Uri.joinPath(workspaceFolder(), "dvc.yaml");
    await vscode.window.showTextDocument(uri);
    const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>("vscode.executeCodeLensProvider", uri, 20);
    assert.ok(lenses.some(({ command }) => command?.title === "Run"));
    assert.deepEqual(started, []);
    listener.dispose();
  });

  it("run what the lens says when it is pressed, once", async () => {
    const uri = vscode.Uri.joinPath(workspaceFolder(), "dvc.yaml");
    const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>("vscode.executeCodeLensProvider", uri);
    const command = lenses.find((each) => each.command?.title === "Run")?.command ?? assert.fail("no lens");
    const started = new Promise<vscode.TaskExecution>((resolve) => {
      const listener = vscode.tasks.onDidStartTask(({ execution }) => {
        listener.dispose();
        resolve(execution);
      });
    });
    await vscode.commands.executeCommand(command.command, ...(command.arguments ?? []));
    const execution = await started;
    assert.match(execution.task.name, /^dvc repro \w+/);
    execution.terminate();
  });
});

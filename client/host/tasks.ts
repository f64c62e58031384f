import * as vscode from "vscode";
import { commandText, taskCommand } from "#client/core/taskCommand.ts";
import { problemMatchers, taskType } from "#protocol/tasks/contributions.ts";
import type { RunTarget } from "#protocol/tasks/runnable.ts";
import { isTrusted } from "./trust.ts";

/** As a `tasks.json` writes it. */
interface SlipwayTask extends vscode.TaskDefinition {
  readonly kind: RunTarget["kind"];
  readonly name: string;
  /** Of the file, from its workspace folder. */
  readonly file: string;
  readonly parameters?: Readonly<Record<string, string>>;
}

/** Starts the tool's own command in a terminal; refuses before the workspace is trusted. */
export async function runAsTask(target: RunTarget, values: Readonly<Record<string, string>>): Promise<void> {
  if (!isTrusted()) throw new Error("This workspace is not trusted: no process is started in it.");
  await vscode.tasks.executeTask(taskFor(vscode.Uri.parse(target.uri, true), target, values));
}

/** Lists what can be run in `Run Task…`. `targets` is asked only when the list is opened, and only where the workspace is trusted. */
export function registerTasks(targets: () => Promise<readonly RunTarget[]>): vscode.Disposable {
  return vscode.tasks.registerTaskProvider(taskType, {
    async provideTasks() {
      if (!isTrusted()) return [];
      const found = await targets();
      return found.filter(({ asks }) => asks.length === 0).map((target) => taskFor(vscode.Uri.parse(target.uri, true), target, {}));
    },
    resolveTask({ definition, scope }) {
      const { kind, name, file, parameters } = definition as SlipwayTask;
      const folder = typeof scope === "object" ? scope : vscode.workspace.workspaceFolders?.[0];
      const isWhole = (kind === "stage" || kind === "entryPoint") && typeof name === "string" && typeof file === "string";
      if (!isTrusted() || folder === undefined || !isWhole) return undefined;
      return taskFor(vscode.Uri.joinPath(folder.uri, file), { kind, name }, parameters ?? {}, definition);
    },
  });
}

function taskFor(
  file: vscode.Uri,
  target: Pick<RunTarget, "kind" | "name">,
  values: Readonly<Record<string, string>>,
  written?: vscode.TaskDefinition,
): vscode.Task {
  const command = taskCommand(target, values);
  const folder = vscode.workspace.getWorkspaceFolder(file);
  const path = vscode.workspace.asRelativePath(file, false);
  const definition: SlipwayTask = {
    ...{ type: taskType, kind: target.kind, name: target.name, file: path },
    ...(Object.keys(values).length > 0 && { parameters: values }),
  };
  const place = path.includes("/") ? ` (${path.slice(0, path.lastIndexOf("/"))})` : "";
  const execution = new vscode.ProcessExecution(command.program, [...command.args], { cwd: vscode.Uri.joinPath(file, "..").fsPath });
  const matchers = problemMatchers.map(({ name }) => `$${name}`);
  const task = new vscode.Task(
    written ?? definition,
    folder ?? vscode.TaskScope.Workspace,
    `${commandText(command)}${place}`,
    "slipway",
    execution,
    matchers,
  );
  task.detail = path;
  return task;
}

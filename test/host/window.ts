import assert from "node:assert/strict";
import * as vscode from "vscode";
import type { TreeNode } from "#client/core/treeNode.ts";
import type { Inspection } from "#client/inspection.ts";
import type { ViewId } from "#protocol/viewIds.ts";

/** The extension as it runs in this window. */
export async function slipway(): Promise<Inspection> {
  const extension = vscode.extensions.getExtension<Inspection>("slipway.slipway");
  assert.ok(extension, "Slipway is installed in the test window");
  return extension.activate();
}

export function workspaceFolder(): vscode.Uri {
  const folder = vscode.workspace.workspaceFolders?.[0];
  assert.ok(folder, "a folder is open");
  return folder.uri;
}

/** A row as a person reads it. */
export function rowText(node: TreeNode): string {
  const { label, description } = node.view;
  return description === "" ? label : `${label} · ${description}`;
}

/** The rows of a tree, or under one of its rows, as VS Code asks for them. */
export async function rows(view: ViewId, parent?: TreeNode): Promise<readonly TreeNode[]> {
  const tree = (await slipway()).tree(view);
  return (await tree.getChildren(parent)) ?? [];
}

/** The first row whose label is `label`. */
export async function row(view: ViewId, label: string, parent?: TreeNode): Promise<TreeNode> {
  const found = (await rows(view, parent)).find((node) => node.view.label === label);
  assert.ok(found, `${label} is not among: ${(await rows(view, parent)).map(rowText).join(" | ")}`);
  return found;
}

/** View types of the open webview tabs, without the prefix that VS Code adds. */
export function openPages(): string[] {
  const tabs = vscode.window.tabGroups.all.flatMap((group) => group.tabs);
  return tabs.flatMap(({ input }) => (input instanceof vscode.TabInputWebview ? [input.viewType.replace(/^mainThreadWebview-/, "")] : []));
}

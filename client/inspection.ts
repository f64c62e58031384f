import type * as vscode from "vscode";
import type { ViewId } from "#protocol/viewIds.ts";
import type { Asker } from "./core/asker.ts";
import type { TreeNode } from "./core/treeNode.ts";
import { isTestHost } from "./host/mode.ts";
import type { TreeHost } from "./host/tree.ts";
import type { Sidebar } from "./views/sidebar.ts";

/** What tests inside the extension host may look at; VS Code gives no way to read a tree. Absent outside of tests. */
export interface Inspection {
  readonly asker: Asker;
  tree(id: ViewId): vscode.TreeDataProvider<TreeNode> & Pick<TreeHost, "selection">;
}

export function inspection(context: vscode.ExtensionContext, sidebar: Sidebar, asker: Asker): Inspection | undefined {
  return isTestHost(context) ? { asker, tree: (id) => sidebar.tree(id) } : undefined;
}

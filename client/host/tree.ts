import * as vscode from "vscode";
import { DrawnRows } from "#client/core/drawnRows.ts";
import type { Freshness } from "#client/core/pagedList.ts";
import type { Goal, Subject, TreeNode } from "#client/core/treeNode.ts";
import { contextValue } from "#client/core/treeNode.ts";
import type { TreeSource } from "#client/views/treeSource.ts";
import { commandInfo } from "#protocol/commands.ts";
import type { ViewId } from "#protocol/viewIds.ts";
import { visibleLines, visibleText } from "#registry/model/visibleText.ts";

/** A read that takes longer shows the progress bar of the view; a shorter one would only flash. */
const progressDelay = 150;

/** A change of what is chosen comes from the window within a few ms; none comes when another list has the focus. */
const longestToggle = 150;

/** A tree in the side bar over a `TreeSource`. */
export class TreeHost implements vscode.TreeDataProvider<TreeNode>, vscode.Disposable {
  readonly #source: TreeSource;
  readonly #changes = new vscode.EventEmitter<undefined>();
  readonly #view: vscode.TreeView<TreeNode>;
  readonly #id: ViewId;
  readonly #read: () => void;
  readonly #drawn = new DrawnRows();
  #goal: Goal | undefined;
  /** How many refreshes are under way. */
  #refreshing = 0;
  readonly onDidChangeTreeData = this.#changes.event;

  /** `read` is called after every read of the source, so that the head of the view can follow. */
  constructor(id: ViewId, source: TreeSource, options: { readonly canSelectMany: boolean; readonly read: () => void }) {
    this.#id = id;
    this.#source = source;
    this.#read = options.read;
    this.#view = vscode.window.createTreeView(id, {
      treeDataProvider: this,
      canSelectMany: options.canSelectMany,
      showCollapseAll: true,
    });
  }

  /** The chosen rows; none while the view is not on the screen, where nobody can see what a command would be about. */
  get shownSelection(): readonly Subject[] {
    return this.#view.visible ? this.selection : [];
  }

  get selection(): readonly Subject[] {
    return subjectsOf(this.#view.selection);
  }

  /**
   * The row that has the keyboard's focus, or had it before the palette was opened. VS Code tells an extension what is chosen, and the
   * arrow keys choose nothing: the row is the one that a toggle, which is taken back at once, adds to the chosen or takes away.
   */
  async focused(): Promise<Subject | undefined> {
    if (!this.#view.visible) return undefined;
    const before = this.#view.selection;
    const after = await this.#toggleFocused();
    // Another list has the focus when nothing changed here; it is left as it was, too.
    await this.#toggleFocused();
    const node = after.find((row) => !before.includes(row)) ?? before.find((row) => !after.includes(row));
    return node?.subject;
  }

  async #toggleFocused(): Promise<readonly TreeNode[]> {
    const changed = new Promise<void>((resolve) => {
      const listener = this.#view.onDidChangeSelection(() => done());
      const timer = setTimeout(() => done(), longestToggle);
      const done = (): void => {
        clearTimeout(timer);
        listener.dispose();
        resolve();
      };
    });
    await vscode.commands.executeCommand("list.toggleSelection");
    await changed;
    return this.#view.selection;
  }

  onSelection(listener: (subjects: readonly Subject[]) => void): void {
    this.#view.onDidChangeSelection(({ selection }) => listener(subjectsOf(selection)));
  }

  /** Text behind the title: the source, and `as of 14:02` while older rows are shown. */
  set description(text: string) {
    this.#view.description = visibleText(text);
  }

  /** Text above the rows, which VS Code wraps. While there is some, an empty tree shows it in place of its welcome. */
  set message(text: string) {
    const shown = visibleText(text);
    if (shown !== (this.#view.message ?? "")) this.#view.message = shown;
  }

  set badge(badge: { readonly value: number; readonly tooltip: string } | undefined) {
    this.#view.badge = badge;
  }

  /**
   * Draws again from what is loaded, or reads what is stale. Expansion stays: rows keep their ids. The focus stays too, or goes to the
   * row that is given.
   */
  redraw(goal?: Goal): void {
    this.#drawn.forget();
    this.#changes.fire(undefined);
    if (goal === undefined) return;
    this.#goal = goal;
    this.#view.reveal(goal.node, { select: true, focus: true }).then(undefined, () => {
      // The row is gone again: the focus stays where VS Code left it.
    });
  }

  /** Reads what is stale, and draws again only when a row became another one: drawing loses presses and closes tooltips. */
  async refresh(): Promise<void> {
    this.#refreshing++;
    const isSame = this.#view.visible && (await this.#withProgress((signal) => this.#areStill(signal, "read")));
    this.#refreshing--;
    if (isSame) this.#read();
    else this.redraw();
  }

  /**
   * What is known looks otherwise by now: it is drawn so at once, where a `refresh` that follows would do it after it has read, which takes its
   * time of a registry that fails.
   */
  async redrawKnown(): Promise<void> {
    if (this.#view.visible && !(await this.#areStill(new AbortController().signal, "known"))) this.#changes.fire(undefined);
  }

  #areStill(signal: AbortSignal, freshness: Freshness): Promise<boolean> {
    return this.#drawn.areStill((node) => this.#children(node, signal, freshness));
  }

  async getChildren(node?: TreeNode): Promise<TreeNode[]> {
    // What is being read again is drawn when it has been.
    const freshness = this.#refreshing > 0 ? "known" : "read";
    const nodes = await this.#withProgress((signal) => this.#children(node && this.#drawn.latest(node), signal, freshness));
    this.#drawn.keep(node, nodes);
    this.#read();
    return [...nodes];
  }

  /** VS Code asks on the way to the row that `redraw` goes to; rows that were drawn it knows. */
  getParent(node: TreeNode): TreeNode | undefined {
    return node.view.id === this.#goal?.node.view.id ? this.#goal.parent : undefined;
  }

  async #children(node: TreeNode | undefined, signal: AbortSignal, freshness: Freshness): Promise<readonly TreeNode[]> {
    if (node === undefined) return this.#source.roots(signal, freshness);
    return (await node.children?.(signal, freshness)) ?? [];
  }

  getTreeItem(node: TreeNode): vscode.TreeItem {
    const { view } = node;
    const item = new vscode.TreeItem(visibleText(view.label), foldStates[view.fold]);
    item.id = view.id;
    item.description = visibleText(view.description);
    item.contextValue = contextValue(view);
    if (view.icon !== undefined) {
      item.iconPath = new vscode.ThemeIcon(
        view.icon.id,
        view.icon.color === undefined ? undefined : new vscode.ThemeColor(view.icon.color),
      );
    }
    // Without a tooltip VS Code would show the label; `undefined` lets `resolveTreeItem` bring one.
    if (view.tooltip !== undefined) item.tooltip = visibleLines(view.tooltip);
    else if (node.tooltip === undefined) item.tooltip = visibleText(view.label);
    // By itself VS Code would read the tooltip in place of what stands on the row.
    item.accessibilityInformation = {
      label: visibleText(view.accessibleLabel ?? [view.label, view.description].filter((text) => text !== "").join(" · ")),
    };
    if (view.command !== undefined) item.command = { command: view.command, title: commandInfo(view.command).title, arguments: [node] };
    return item;
  }

  async resolveTreeItem(item: vscode.TreeItem, node: TreeNode, token: vscode.CancellationToken): Promise<vscode.TreeItem> {
    const abort = new AbortController();
    const listener = token.onCancellationRequested(() => abort.abort());
    try {
      const tooltip = await node.tooltip?.(abort.signal);
      if (tooltip !== undefined) item.tooltip = visibleLines(tooltip);
      return item;
    } finally {
      listener.dispose();
    }
  }

  dispose(): void {
    this.#view.dispose();
    this.#changes.dispose();
  }

  async #withProgress<T>(read: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const result = read(new AbortController().signal);
    const timer = setTimeout(() => {
      const settled = result.then(
        () => undefined,
        () => undefined,
      );
      void vscode.window.withProgress({ location: { viewId: this.#id } }, () => settled);
    }, progressDelay);
    try {
      return await result;
    } finally {
      clearTimeout(timer);
    }
  }
}

const foldStates = {
  none: vscode.TreeItemCollapsibleState.None,
  closed: vscode.TreeItemCollapsibleState.Collapsed,
  open: vscode.TreeItemCollapsibleState.Expanded,
};

function subjectsOf(nodes: readonly TreeNode[]): Subject[] {
  return nodes.flatMap(({ subject }) => (subject === undefined ? [] : [subject]));
}

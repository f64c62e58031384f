import type { TreeNode } from "./treeNode.ts";

/** The rows that a tree was given, list by list, to tell whether a later read would draw anything else. */
export class DrawnRows {
  /** What each list showed, by the id of the row above it. */
  readonly #lists = new Map<string, string>();
  /** The newest node of each row: an older one may lead to rows of before. */
  readonly #nodes = new Map<string, TreeNode>();

  /** The rows under `parent` (none: the top) as they are drawn now. */
  keep(parent: TreeNode | undefined, nodes: readonly TreeNode[]): void {
    this.#lists.set(idOf(parent), textOf(nodes));
    for (const node of nodes) this.#nodes.set(node.view.id, node);
  }

  latest(node: TreeNode): TreeNode {
    return this.#nodes.get(node.view.id) ?? node;
  }

  forget(): void {
    this.#lists.clear();
    this.#nodes.clear();
  }

  /** Whether every list that was drawn would be drawn the same now; false where none was, or one cannot be read. */
  async areStill(read: (parent: TreeNode | undefined) => Promise<readonly TreeNode[]>): Promise<boolean> {
    if (!this.#lists.has(idOf(undefined))) return false;
    try {
      return await this.#isStill(undefined, read);
    } catch {
      return false;
    }
  }

  async #isStill(parent: TreeNode | undefined, read: (parent: TreeNode | undefined) => Promise<readonly TreeNode[]>): Promise<boolean> {
    const drawn = this.#lists.get(idOf(parent));
    // Never unfolded: it is read when it is.
    if (drawn === undefined) return true;
    const nodes = await read(parent);
    if (textOf(nodes) !== drawn) return false;
    this.keep(parent, nodes);
    for (const node of nodes) {
      if (!(await this.#isStill(node, read))) return false;
    }
    return true;
  }
}

function idOf(node: TreeNode | undefined): string {
  return node?.view.id ?? "";
}

function textOf(nodes: readonly TreeNode[]): string {
  return JSON.stringify(nodes.map(({ view, subject }) => [view, subject]));
}

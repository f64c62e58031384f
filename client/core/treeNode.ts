import type { CommandId } from "#protocol/commands.ts";
import type { RowKind, RowTrait } from "#protocol/menus.ts";
import type { ExperimentRow, InboxItem, ModelRow, RunRow, VersionRow } from "#protocol/registryRequests.ts";
import type { Freshness } from "./pagedList.ts";

/** A codicon and the theme colour that it is drawn in. */
export interface Icon {
  readonly id: string;
  readonly color?: string;
}

/** How a row of a tree looks; the host turns it into VS Code's item. */
export interface RowView {
  /** Stable over refreshes, unique in its tree: VS Code keeps expansion and selection by it. */
  readonly id: string;
  readonly label: string;
  readonly description: string;
  readonly icon?: Icon;
  /** Plain text. Absent: made when the pointer rests on the row, or none. */
  readonly tooltip?: string;
  /** What menus ask for: the kind, then traits. */
  readonly kind: RowKind;
  readonly traits?: readonly RowTrait[];
  readonly fold: "none" | "closed" | "open";
  /** Run when the row is opened. */
  readonly command?: CommandId;
  /** For screen readers, where label and description do not say it all. */
  readonly accessibleLabel?: string;
}

/** What a row stands for; commands get it. */
export type Subject =
  | { readonly kind: "experiment"; readonly row: ExperimentRow }
  | { readonly kind: "run"; readonly row: RunRow }
  | { readonly kind: "model"; readonly row: ModelRow }
  | { readonly kind: "version"; readonly row: VersionRow }
  | { readonly kind: "inbox"; readonly item: InboxItem }
  /** Another folder of the workspace, by URI. */
  | { readonly kind: "folder"; readonly folder: string };

/** A row with what it stands for and what is under it. */
export interface TreeNode {
  readonly view: RowView;
  readonly subject?: Subject;
  /** Asked when the row is unfolded, and again after a change. */
  readonly children?: (signal: AbortSignal, freshness?: Freshness) => Promise<readonly TreeNode[]>;
  /** Markdown-free text for the tooltip, asked when the pointer rests on the row. */
  readonly tooltip?: (signal: AbortSignal) => Promise<string | undefined>;
  /** `slipway.loadMore` on this row. */
  readonly loadMore?: () => Promise<void>;
}

/** A row to give the focus to, and the row above it, if it is not at the top. */
export interface Goal {
  readonly node: TreeNode;
  readonly parent: TreeNode | undefined;
}

/** The `contextValue` of a row. */
export function contextValue(view: RowView): string {
  return [view.kind, ...(view.traits ?? [])].join(" ");
}

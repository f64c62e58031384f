import type { Asker } from "#client/core/asker.ts";
import type { Subject, TreeNode } from "#client/core/treeNode.ts";
import type { Wording } from "#client/core/wording.ts";
import type { Baseline } from "#client/host/baselineStore.ts";
import type { CredentialStore } from "#client/host/secrets.ts";
import type { ComparePanels } from "#client/views/comparePanels.ts";
import type { PromotionPanels } from "#client/views/promotionPanels.ts";
import type { SourceWatch } from "#client/views/sourceWatch.ts";

/** What commands work with. */
export interface Services {
  readonly asker: Asker;
  readonly words: Wording;
  readonly source: SourceWatch;
  readonly compare: ComparePanels;
  readonly promotions: PromotionPanels;
  readonly baseline: Baseline;
  readonly credentials: CredentialStore;
  /** Rows chosen in the Experiments view. */
  readonly selectedRuns: () => readonly Subject[];
  readonly showLog: () => void;
  /** Every view reads again. */
  readonly readAgain: () => void;
}

/** What a command was called on: the row, and all chosen rows when there are several. */
export interface Called {
  readonly node: TreeNode | undefined;
  readonly subjects: readonly Subject[];
}

/** VS Code passes the row, then the chosen rows; the palette passes nothing. */
export function called(args: readonly unknown[]): Called {
  const [first, second] = args;
  const node = isNode(first) ? first : undefined;
  const nodes = Array.isArray(second) && second.length > 0 ? second.filter(isNode) : node === undefined ? [] : [node];
  return { node, subjects: nodes.flatMap(({ subject }) => (subject === undefined ? [] : [subject])) };
}

function isNode(value: unknown): value is TreeNode {
  return typeof value === "object" && value !== null && "view" in value;
}

/** The subjects of one kind, typed. */
export function ofKind<K extends Subject["kind"]>(subjects: readonly Subject[], kind: K): Extract<Subject, { kind: K }>[] {
  return subjects.filter((subject): subject is Extract<Subject, { kind: K }> => subject.kind === kind);
}

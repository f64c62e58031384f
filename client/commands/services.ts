import { type Asker, aboutRegistry } from "#client/core/asker.ts";
import type { EditLog } from "#client/core/editLog.ts";
import type { Subject, TreeNode } from "#client/core/treeNode.ts";
import type { Wording } from "#client/core/wording.ts";
import type { Baseline } from "#client/host/baselineStore.ts";
import type { ChosenFolder } from "#client/host/chosenFolder.ts";
import type { Dialogs } from "#client/host/dialogs.ts";
import type { NoteFiles } from "#client/host/noteFiles.ts";
import type { RecentRegistries } from "#client/host/recentRegistries.ts";
import type { Sample } from "#client/host/sample.ts";
import type { CredentialStore } from "#client/host/secrets.ts";
import type { ComparePanels } from "#client/views/comparePanels.ts";
import type { PipelinePanels } from "#client/views/pipelinePanels.ts";
import type { PromotionPanels } from "#client/views/promotionPanels.ts";
import type { RunPanels } from "#client/views/runPanels.ts";
import type { RunsPanels } from "#client/views/runsPanels.ts";
import type { Sidebar } from "#client/views/sidebar.ts";
import type { SourceWatch } from "#client/views/sourceWatch.ts";
import { type Problem, problemText } from "#protocol/message.ts";
import { type AboutRegistry, aboutShown } from "#protocol/registryRequests.ts";
import type { RunTarget } from "#protocol/tasks/runnable.ts";
import type { ViewId } from "#protocol/viewIds.ts";
import type { PromotionFocus, PromotionTarget } from "#protocol/views/promotion.ts";

/** What commands work with. */
export interface Services {
  readonly asker: Asker;
  readonly words: Wording;
  readonly dialogs: Dialogs;
  readonly source: SourceWatch;
  readonly chosenFolder: ChosenFolder;
  readonly compare: ComparePanels;
  readonly run: RunPanels;
  readonly runs: RunsPanels;
  readonly promotions: PromotionPanels;
  /** The registry and folder that a press is about; absent: what is shown. */
  readonly about?: AboutRegistry;
  readonly pipelines: PipelinePanels;
  /** The `dvc.yaml` that the person works in. */
  readonly pipelineInEditor: () => { readonly uri: string; readonly name?: string } | undefined;
  readonly baseline: Baseline;
  /** What was done to runs in this window, and can be taken back. */
  readonly edits: EditLog;
  /** Notes of runs, as files that are saved to the registry. */
  readonly noteFiles: NoteFiles;
  readonly sample: Sample;
  /** Starts a stage or an entry point; throws before the workspace is trusted. */
  readonly runAsTask: (target: RunTarget, values: Readonly<Record<string, string>>) => Promise<void>;
  readonly credentials: CredentialStore;
  readonly recent: RecentRegistries;
  /** Which rows a command from the palette is about. */
  readonly sidebar: Pick<Sidebar, "selected" | "current">;
  readonly showLog: () => void;
  /** Every view reads again. */
  readonly readAgain: () => void;
}

/** The services of one press: what it asks, and what its notifications offer later, is about one registry and folder, those that were shown then. */
export function ofThisMoment(services: Services, about = aboutShown(services.source.state)): Services {
  return { ...services, asker: aboutRegistry(services.asker, () => about), about };
}

/** `focus`: the page is opened in place of an act, and says why. */
export function showPromotion({ promotions, about }: Services, target: PromotionTarget, focus?: PromotionFocus): void {
  promotions.open(target, focus, about);
}

/** What a command was called on: the row, and all chosen rows when there are several. */
export interface Called {
  readonly node: TreeNode | undefined;
  readonly subjects: readonly Subject[];
  /** What it was given, as it came: a lens gives what it is about. */
  readonly argument: unknown;
}

/** VS Code passes the row, then the chosen rows; the palette passes nothing. */
export function called(args: readonly unknown[]): Called {
  const [first, second] = args;
  const node = isNode(first) ? first : undefined;
  const nodes = Array.isArray(second) && second.length > 0 ? second.filter(isNode) : node === undefined ? [] : [node];
  return { node, argument: first, subjects: nodes.flatMap(({ subject }) => (subject === undefined ? [] : [subject])) };
}

function isNode(value: unknown): value is TreeNode {
  return typeof value === "object" && value !== null && "view" in value;
}

type SubjectOf<K extends Subject["kind"]> = Extract<Subject, { kind: K }>;

/** The subjects of one kind, typed. */
export function ofKind<K extends Subject["kind"]>(subjects: readonly Subject[], kind: K): SubjectOf<K>[] {
  return subjects.filter((subject): subject is SubjectOf<K> => subject.kind === kind);
}

const viewOf = { run: "slipway.experiments", version: "slipway.models", inbox: "slipway.promotions" } as const satisfies Partial<
  Record<Subject["kind"], ViewId>
>;

/** The row that a command is about: the one it was called on, or, from the palette, the one with the focus or chosen alone in its view. */
export async function subjectOf<K extends keyof typeof viewOf>(
  services: Services,
  { node, subjects }: Called,
  kind: K,
): Promise<SubjectOf<K> | undefined> {
  if (node !== undefined) return ofKind(subjects, kind)[0];
  const chosen = ofKind(await services.sidebar.current(viewOf[kind]), kind);
  return chosen.length === 1 ? chosen[0] : undefined;
}

/** Says what failed and what to do next; the log has the rest. */
export function report(services: Services, problem: Problem): void {
  services.dialogs.showError(problemText(problem), [{ label: services.words.t("Show Log"), run: services.showLog }]);
}

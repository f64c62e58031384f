import type { WireNumber } from "#registry/model/wireNumber.ts";
import type { GateState, PromotionEvent, PromotionState } from "#registry/promotion/types.ts";
import { type Answer, notification, request } from "../message.ts";
import type { AboutRegistry } from "../registryRequests.ts";
import type { CodeChange } from "./compare.ts";

/** Which promotion a page is about. */
export interface PromotionTarget {
  readonly model: string;
  readonly version: string;
  /** Absent: the next environment on the ladder, if that is clear. */
  readonly to?: string;
}

/** A line of the tables under "Candidate against incumbent". */
export interface DifferenceRow {
  readonly name: string;
  readonly candidate: string;
  readonly incumbent: string;
  /** `+0.007`, `× 3`, `callers without it fail`; empty when there is nothing to say. */
  readonly change: string;
  readonly verdict?: "better" | "worse";
  /** Full values for the tooltip. */
  readonly tooltip?: string;
  readonly badge?: "gate" | "breaking";
}

export interface DifferenceGroup {
  readonly title: "Metrics" | "Signature" | "Params" | "Code and data";
  /** `4 better, 1 worse`, `4 of 9 differ` */
  readonly summary: string;
  /** Rows that differ. */
  readonly rows: readonly DifferenceRow[];
  /** Rows that are equal, shown on demand. */
  readonly equal: readonly DifferenceRow[];
}

/** What a person can do about a gate beside giving a reason; the page offers it as a button. */
export interface GateAction {
  readonly kind: "setTag";
  readonly key: string;
}

/** A gate's result in words. */
export interface GateView {
  /** Stable name of the gate within its list: `metric:val_auc:notWorseThan`, `tag:bias_review`. */
  readonly id: string;
  readonly state: GateState;
  /** The thing checked, shown bold: `val_auc`, `bias_review`, `Signature`. */
  readonly subject: string;
  /** The rule around the subject, the subject written as `{}`: `{} not worse than prod by more than 0.002`, `Tag {} present`. */
  readonly rule: string;
  /** The candidate's value as shown; empty when there is none. */
  readonly observed: string;
  /** The incumbent's value as shown; empty when there is none. */
  readonly incumbent: string;
  /** How far off: `better by 0.007`, `above by 0.021`; empty when that says nothing. */
  readonly margin: string;
  /** For a fail or unknown: what is missing and what to do. */
  readonly advice: string;
  readonly observedNumber?: WireNumber;
  readonly incumbentNumber?: WireNumber;
  /** Zero-based line of the gate in `slipway.yaml`. */
  readonly line?: number;
  readonly action?: GateAction;
  /** Set when the facts changed since the request: what they were. */
  readonly was?: { readonly state: GateState; readonly incumbent: string; readonly margin: string };
}

/** An event with what is to be said about it. */
export interface EventView extends PromotionEvent {
  /** Its policy is not the committed one: a sentence that says what it was made on. */
  readonly policyDoubt?: string;
}

/** What the requester saw of the gates. */
export interface GatesAsRequested {
  readonly by: string;
  /** ms */
  readonly at: number;
  /** Version that was the incumbent then; absent when there was none. */
  readonly incumbent?: string;
  readonly gates: readonly GateView[];
}

/** What the reader can do now. `why` says why not, in words for the line beside the button. */
export interface Act {
  readonly kind: ActKind;
  readonly label: string;
  readonly enabled: boolean;
  readonly why: string;
  readonly primary: boolean;
  /** The act needs text in the box; the message shown when it is empty. */
  readonly needsComment: string;
}

export type ActKind = "request" | "approve" | "reject" | "comment" | "cancel" | "apply";

/** One line of the history rail. */
export interface EarlierPromotion {
  readonly version: string;
  /** `applied by bruno`, `rejected by bruno` */
  readonly text: string;
  readonly state: PromotionState;
  /** ms */
  readonly at: number;
}

/** Everything that the page shows; the page computes nothing but layout and relative times. */
export interface PromotionPage {
  readonly model: string;
  readonly version: string;
  readonly to: string;
  /** Environments that could be asked for; more than one shows a choice. */
  readonly choices: readonly string[];
  /** Absent: not requested yet. */
  readonly promotionId?: string;
  readonly state: PromotionState | "draft";
  readonly pill: { readonly text: string; readonly waitsForReader: boolean };
  /** Sentence in parts: strong parts are set bold. `Moves @champion from v12 to v13.` */
  readonly consequence: readonly { readonly text: string; readonly style: "plain" | "strong" | "muted" }[];
  /** `at`: when it was done, ms; it follows the note, as long ago as it is when it is read. */
  readonly steps: readonly {
    readonly title: string;
    readonly note: string;
    readonly at?: number;
    readonly state: "done" | "current" | "todo";
  }[];
  readonly runId: string;
  readonly runName: string;
  readonly incumbent: { readonly version: string; readonly runId: string } | null;
  /** The incumbent when the request was made, where that is another one now. */
  readonly formerIncumbent?: { readonly version: string; readonly runId: string };
  /** File name of the policy, for `slipway.yaml:36`. */
  readonly policyFile: string;
  readonly gates: readonly GateView[];
  /** Present where something changed since the request. */
  readonly asRequested?: GatesAsRequested;
  readonly groups: readonly DifferenceGroup[];
  readonly code?: CodeChange & { readonly left: string; readonly right: string };
  /** Newest first; events of this version and environment, older requests too. */
  readonly events: readonly EventView[];
  readonly broken: readonly string[];
  /** Events of a newer Slipway: kept, each as a sentence, without effect here. */
  readonly newer: readonly string[];
  readonly earlier: readonly EarlierPromotion[];
  /** Causes, one line each; empty: nothing changed since the request. */
  readonly banner: readonly string[];
  /** Who the reader is; empty: Git knows no user.email. */
  readonly me: string;
  readonly acts: readonly Act[];
  /** What a press on the main button does; or why it is disabled. */
  readonly actLine: string;
  /** Label beside the box: `needed, because 1 gate fails`, `optional`. */
  readonly commentHint: string;
  /** Who else can move the alias, in the words of the registry at hand. */
  readonly enforcement: string;
  /** What the page shows, for the server to compare: sent back with every act. */
  readonly seen: string;
  /** What is no longer as the reader saw it, in sentences; empty where the question said nothing of that. */
  readonly changed: readonly string[];
  /** Metrics named by any gate of this model in which the candidate is worse than the incumbent: one press must not apply it unseen. */
  readonly worse: readonly string[];
  /** About the policy as a whole: `slipway.yaml here differs from main: 2 gates. Promotions follow main.` */
  readonly policyNote?: string;
  /** Why nothing can be decided until `slipway.yaml` is corrected; the page shows the last good policy meanwhile. */
  readonly policyProblem?: string;
  /** ms */
  readonly asOf: number;
}

export interface ActParams {
  readonly target: PromotionTarget & { readonly to: string };
  readonly act: ActKind;
  readonly comment: string;
  /** `seen` of the page that the reader decided on: where any of it is no longer true, nothing is written and `done` is false. */
  readonly seen: string;
  /** The request that the reader saw. */
  readonly promotionId?: string;
}

export interface ActOutcome {
  /** False: nothing was written because the facts changed; the page says what. */
  readonly done: boolean;
  readonly page: PromotionPage;
  /** `Requested fraud-scorer v13 → prod.`, `Approved, and moved @champion from v12 to v13.` */
  readonly message: string;
  /** This act moved the mark: it can be undone. */
  readonly applied: boolean;
}

/** Which applied promotion to take back: the mark returns to where it was before. */
export interface UndoParams {
  readonly target: Required<PromotionTarget>;
  readonly promotionId: string;
}

/** Result of the one click: made at once, or the page has to be shown. */
export type QuickRequestOutcome =
  | {
      readonly made: true;
      readonly target: Required<PromotionTarget>;
      readonly promotionId: string;
      /** `Requested fraud-scorer v13 → prod.`, `Moved @challenger from v12 to v13.` */
      readonly message: string;
      /** The press moved the mark: it can be undone. */
      readonly applied: boolean;
    }
  | { readonly made: false; readonly target: PromotionTarget };

/** Which page, and what of it the reader knows. */
export interface PromotionQuestion extends PromotionTarget {
  /** `seen` of the page that the reader has looked at; without it nothing counts as changed. */
  readonly seen?: string;
}

/** Asked of the server by the host; the page asks the host with the same methods. */
export const promotionPageRequest = request<PromotionQuestion, Answer<PromotionPage>>("slipway/promotion/page");
export const promotionActRequest = request<ActParams, Answer<ActOutcome>>("slipway/promotion/act");
/** `onlyIfClear`: false opens the page every time (setting `slipway.promotion.confirm`). */
export const quickRequest = request<PromotionTarget, Answer<QuickRequestOutcome>>("slipway/promotion/quickRequest");
/** Moves the mark back and records it. Refused once the mark names another version, or for anyone but the person who applied. */
export const undoRequest = request<UndoParams, Answer<{ readonly message: string }>>("slipway/promotion/undo");
export const setTagRequest = request<{ model: string; version: string; key: string; value: string }, Answer<null>>(
  "slipway/promotion/setTag",
);

/** What the page remembers over a reload. */
export interface PromotionViewState extends AboutRegistry {
  readonly target: PromotionTarget;
  /** Text in the box, kept until an act is done. */
  readonly draft: string;
  readonly folded: readonly string[];
  /** Where the page starts, once: it was opened because a press elsewhere could not act without it. The page keeps none of it. */
  readonly focus?: PromotionFocus;
}

/** What a page that was opened in place of an act puts the focus on, and the sentence that says why the act was not done. */
export interface PromotionFocus {
  readonly on: "comment";
  /** `bias_review fails: approving needs a reason.` */
  readonly why: string;
}

/** Host to a page that is on the screen already; a hidden one learns it with its state. */
export const promotionFocus = notification<PromotionFocus>("promotion/focus");

/** Page to host. */
export const promotionReady = request<null, PromotionViewState>("promotion/ready");
export const promotionStateChanged = notification<PromotionViewState>("promotion/stateChanged");
export const promotionOpenCompare = notification<{ runIds: readonly string[] }>("promotion/openCompare");
/** The host asks for the tag's value (quick input) and sets it; answered true when set. */
export const promotionSetTag = request<{ key: string }, boolean>("promotion/setTag");

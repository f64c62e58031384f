import type { ActKind, GatesAsRequested, GateView, PromotionPage } from "#protocol/views/promotion.ts";

/** What the parts of the page draw from, made anew for each drawing, and what they can ask for. */
export interface PromotionView {
  readonly page: PromotionPage;
  readonly folded: ReadonlySet<string>;
  /** Groups whose equal rows are shown. */
  readonly opened: ReadonlySet<string>;
  /** Text in the comment box. */
  readonly draft: string;
  /** What is wrong with the box, shown under it; empty: nothing. */
  readonly draftProblem: string;
  /** The act under way: its button shows progress and no button can be pressed. */
  readonly busy: ActKind | undefined;
  /** What changed since the reader looked, in sentences: a press leads there before it counts. */
  readonly changes: readonly string[];
  /** The environment that is asked for; another one than the page's while its gates are being checked. */
  readonly to: string;
  /** The gates are being read again; the old results stay. */
  readonly checking: boolean;
  /** The gates as the requester saw them, while they are shown in place of the present ones. */
  readonly asRequested: GatesAsRequested | undefined;
  /** ms */
  readonly now: number;
  readonly toggle: (name: string) => void;
  /** Unfolds a group of differences and goes to it. */
  readonly showGroup: (group: string) => void;
  readonly showEqual: (group: string) => void;
  readonly choose: (environment: string) => void;
  readonly checkAgain: () => void;
  readonly setTag: (gate: GateView) => void;
  /** To the comment box. */
  readonly goToDecision: () => void;
  readonly lookAtChanges: () => void;
  /** The reader has seen what changed. */
  readonly knowChanges: () => void;
  readonly showReason: () => void;
  readonly openPolicy: (line: number) => void;
  readonly openDiff: () => void;
  /** Opens the Compare page of the candidate's run and the incumbent's. */
  readonly compareRuns: () => void;
  /** Opens it of the present and the former incumbent's. */
  readonly compareIncumbents: () => void;
  readonly showAsRequested: (shown: boolean) => void;
  readonly copy: () => void;
  readonly write: (draft: string) => void;
  readonly act: (kind: ActKind) => void;
}

/** A list with an item taken out, or put in where it was not. */
export function toggled(list: readonly string[], name: string): string[] {
  return list.includes(name) ? list.filter((item) => item !== name) : [...list, name];
}

import type { WireNumber } from "../model/wireNumber.ts";
import type { PolicyOrigin } from "./policyOrigin.ts";

/** The promotion policy of a team, as `slipway.yaml` states it (policy version 1). */
export interface Policy {
  /** `registry:` of the file, when set. */
  readonly registry?: string;
  /** In the order of the file; versions are born in the first. At least one. */
  readonly environments: readonly Environment[];
  /** Gates for every model, by environment. */
  readonly gates: Readonly<Record<string, readonly Gate[]>>;
  /** What a model adds or overrides, by model name. */
  readonly models: Readonly<Record<string, ModelPolicy>>;
}

/** Who carries an approved promotion out: the last approval itself, a separate act of a person, or CI. */
export type ApplyMode = "onApproval" | "manual" | "ci";

export interface Environment {
  readonly name: string;
  /** What marks the version that is in this environment; absent only for the first. */
  readonly alias?: string;
  readonly stage?: string;
  /** Approvals needed; 0 when the policy names none. */
  readonly approvals: number;
  /** Who may approve; empty: anyone. Compared without case. */
  readonly approvers: readonly string[];
  /** May the requester approve? Default true. */
  readonly selfApproval: boolean;
  readonly apply: ApplyMode;
  /** Zero-based line of the environment's key in `slipway.yaml`. */
  readonly line?: number;
}

export interface ModelPolicy {
  readonly gates: Readonly<Record<string, readonly Gate[]>>;
}

/**
 * One condition that must hold before a version enters an environment. Its options are those of its kind (`gates/<kind>.ts`): for a
 * metric gate `metric`, `min`, `max`, `notWorseThan`, `tolerance`, `better`.
 */
export interface Gate {
  /** Kind, as in `gates/kinds.ts`; `other` for one that this version does not know: always `unknown`, never passed over. */
  readonly kind: string;
  /** Zero-based line of the gate in `slipway.yaml`. */
  readonly line?: number;
  readonly [option: string]: string | number | undefined;
}

export type GateState = "pass" | "fail" | "unknown";

/** A value as it was read: a number (NaN and infinities as text, as in MLflow's JSON), or a text. */
export type GateValue = WireNumber | string;

/**
 * A gate's result as an event keeps it: an id, a state, raw values and codes, never sentences. Which of the values there are depends on
 * the kind; `gates/<kind>.ts` makes the words from them.
 */
export interface GateRecord {
  /** Stable name of the gate within its list: `metric:val_auc:notWorseThan`, `tag:bias_review`. */
  readonly id: string;
  readonly state: GateState;
  /** Of the candidate. */
  readonly observed?: GateValue;
  /** Of the incumbent. */
  readonly incumbent?: GateValue;
  /** What the policy asks for: a metric's least or greatest value. */
  readonly bound?: number;
  /** How much worse than the incumbent's is still good, in the metric's own unit. */
  readonly tolerance?: number;
  /** Which direction was taken for better. */
  readonly better?: "higher" | "lower";
  /** The variant of the rule: a signature that is `required` or `compatible`. */
  readonly asked?: string;
  /** A code for what the values do not say: `notLogged`, `unreadable`, `dirty`. */
  readonly why?: string;
  /** Names that the result is about: inputs that break callers. */
  readonly names?: readonly string[];
}

/** A gate's result as it was just found. */
export interface GateResult extends GateRecord {
  /** What a record has no room for, as text: why something cannot be read. */
  readonly detail?: string;
  /** Zero-based line of the gate in `slipway.yaml`. */
  readonly line?: number;
}

/** What a request or decision was based on; written into the event. */
export interface Evidence {
  readonly gates: readonly GateRecord[];
  /** Version in the target environment at that moment; null when there was none. */
  readonly incumbent: string | null;
  readonly runId: string;
  /** Empty when the run has no commit. */
  readonly commit: string;
  /** The policy that counted; absent in events before it was recorded. */
  readonly policy?: PolicyOrigin;
}

export type EventType = "request" | "comment" | "approve" | "reject" | "cancel" | "apply" | "rollback";

/** One immutable event of a promotion, one registry tag `slipway.promotion.<id>.<type>` on the candidate version. */
export interface PromotionEvent {
  /** ULID of this event; events sort by it. */
  readonly id: string;
  readonly type: EventType;
  /** ULID of the `request` event that this one belongs to (its own id for a request). */
  readonly request: string;
  readonly model: string;
  readonly version: string;
  /** Environment that the version came from; empty when unknown. */
  readonly from: string;
  readonly to: string;
  /** As the author's Git says (`user.email`); self-asserted. */
  readonly by: string;
  /** ms */
  readonly at: number;
  readonly comment?: string;
  readonly evidence?: Evidence;
  /** Of a request: the registry keeps it too, as one for a stage, and may have it answered without Slipway. */
  readonly transition?: true;
}

/** A record in our namespace that is not a readable event: shown, skipped, never lost. */
export interface BrokenEvent {
  readonly key: string;
  readonly why: string;
}

/** An event that a newer Slipway wrote: kept, shown as newer, without effect here. */
export interface NewerEvent {
  readonly key: string;
  /** What is newer about it: `an event “pause”`, `format 2`. */
  readonly what: string;
}

/** All that is recorded about one model version. */
export interface LogEntries {
  /** In order of their ids. */
  readonly events: readonly PromotionEvent[];
  readonly newer: readonly NewerEvent[];
  readonly broken: readonly BrokenEvent[];
}

export type PromotionState = "requested" | "approved" | "applied" | "rejected" | "cancelled" | "rolledBack";

/** A promotion as folded from its events. */
export interface Promotion {
  /** ULID of the request. */
  readonly id: string;
  readonly model: string;
  readonly version: string;
  readonly from: string;
  readonly to: string;
  readonly requestedBy: string;
  readonly requestedAt: number;
  readonly state: PromotionState;
  /** Events in order, the request first. */
  readonly events: readonly PromotionEvent[];
  /** Approvals that count now: one per person, given on the present incumbent. */
  readonly approvedBy: readonly string[];
  /** Who decided or applied last, and when (ms); absent while it waits. */
  readonly closedBy?: string;
  readonly closedAt?: number;
}

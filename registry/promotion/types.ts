import type { WireNumber } from "../model/wireNumber.ts";

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

interface GateBase {
  /** Zero-based line of the gate in `slipway.yaml`. */
  readonly line?: number;
}

/** One condition that must hold before a version enters an environment. */
export type Gate = GateBase &
  (
    | {
        readonly kind: "metric";
        readonly metric: string;
        readonly min?: number;
        readonly max?: number;
        readonly notWorseThan?: "current";
        /** How much worse is still good, in the metric's own unit; default 0. */
        readonly tolerance: number;
        /** Stated direction; else guessed from the name (`metricDirection`). */
        readonly better?: "higher" | "lower";
      }
    | { readonly kind: "signature"; readonly signature: "required" | "compatible" }
    | { readonly kind: "commit"; readonly commit: "clean" }
    | { readonly kind: "tag"; readonly tag: string }
    | {
        /** A gate that this version does not know; always `unknown`, never passed over. */
        readonly kind: "other";
        readonly name: string;
      }
  );

export type GateState = "pass" | "fail" | "unknown";

/** What a gate found: in words for people, and as values that can be compared later. */
export interface GateResult {
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
}

/** What a request or decision was based on; written into the event. */
export interface Evidence {
  readonly gates: readonly EvidenceGate[];
  /** Version in the target environment at that moment; null when there was none. */
  readonly incumbent: string | null;
  readonly runId: string;
  /** Empty when the run has no commit. */
  readonly commit: string;
}

/** A gate result as an event keeps it (short, so that the tag value stays under 5,000 characters). */
export interface EvidenceGate {
  readonly id: string;
  readonly state: GateState;
  readonly observed?: string;
  readonly incumbent?: string;
  readonly margin?: string;
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
}

/** A tag in our namespace that is not a readable event: shown, skipped, never lost. */
export interface BrokenEvent {
  readonly key: string;
  readonly why: string;
}

export type PromotionState = "requested" | "approved" | "applied" | "rejected" | "cancelled";

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

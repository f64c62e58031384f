import type { KeySpec } from "../../model/keySpec.ts";
import type { Gate, GateRecord, GateResult } from "../types.ts";
import type { VersionFacts } from "../versionFacts.ts";

/** A gate broken down to one check with one result; a `metric` gate with `min` and `max` is two. */
export interface Condition extends Gate {
  /** Stable name within the policy, `<kind>` or `<kind>:<what>`: `metric:val_auc:min`, `commit`. A model's own takes the general one's place. */
  readonly id: string;
}

/** Which facts of a version a check reads; what nobody needs is not fetched. */
export type Need = "run" | "signature" | "tags";

/** What gates are checked on. */
export interface GateSubject {
  /** The environment asked for. */
  readonly environment: string;
  readonly candidate: VersionFacts;
  /** Null: nothing in the environment yet, or it is gone. */
  readonly incumbent: VersionFacts | null;
  /** A version that the environment's mark names and that no longer exists. */
  readonly gone?: string;
  /** The candidate is in the environment itself, and nobody recorded what it replaced. */
  readonly itself?: boolean;
}

/** The options of one gate as they stand in `slipway.yaml`. A value of the wrong type is reported there and `undefined` here. */
export interface GateOptions {
  has(key: string): boolean;
  text(key: string): string | undefined;
  number(key: string): number | undefined;
  oneOf<T extends string>(key: string, values: readonly T[]): T | undefined;
  /** Reports that the gate named by `key` asks for nothing; `message` says what to add. */
  asksNothing(key: string, message: string): void;
}

/** Who and where a result speaks of. */
export interface Surroundings {
  readonly environment: string;
  /** Versions as the registry names them: `13`. */
  readonly candidate: string;
  /** Null: nothing in the environment. */
  readonly incumbent: string | null;
}

/** A result in words. All are plain text; what has nothing to say is empty. */
export interface GateWords {
  /** The thing checked: `val_auc`, `bias_review`, `Signature`. */
  readonly subject: string;
  /** The rule around the subject, the subject written as `{}`. */
  readonly rule: string;
  readonly observed: string;
  readonly incumbent: string;
  /** How far off: `better by 0.007`. */
  readonly margin: string;
  /** For a fail or unknown: what is missing, a sentence. */
  readonly problem: string;
  /** What would make it pass, a clause in the imperative without a full stop: `log it and check again`. */
  readonly remedy: string;
  /** What a reason has to say, a clause in the imperative: `say in the reason why it may go without`. */
  readonly reason: string;
}

/** What a person can do about a gate beside giving a reason. */
export interface GateAction {
  readonly kind: "setTag";
  readonly key: string;
}

export interface GatedMetric {
  readonly key: string;
  readonly better?: "higher" | "lower";
}

/** What a check found; the condition's id and line are added to it. */
export type Finding = Omit<GateResult, "id" | "line">;

/**
 * One kind of gate: all that Slipway knows of it. It stands in `kinds.ts` and nowhere else. What is stored of a result are its id, its
 * state and raw values; `words` makes the text from these alone, so that an old event reads as well as a fresh check.
 */
export interface GateKind<G extends Gate = Gate, C extends Condition = Condition> {
  /** The key that names it in `slipway.yaml`, and the head of its conditions' ids. */
  readonly kind: string;
  /** Its keys for hover, completion and checking, the naming one first. */
  readonly keys: readonly KeySpec[];
  /** `undefined`: it cannot be read; the reason was reported through `options`. */
  read(options: GateOptions): G | undefined;
  conditions(gate: G): C[];
  readonly needs: readonly Need[];
  /** Does the result depend on the version that is in the environment now? */
  looksAtIncumbent(condition: C): boolean;
  /** The run metric that it is about, and which direction the policy calls better. Absent: it is about no metric. */
  metric?(condition: C): GatedMetric;
  /** Pure: the same facts give the same finding. */
  check(condition: C, subject: GateSubject): Finding;
  words(record: GateRecord & Pick<GateResult, "detail">, around: Surroundings): GateWords;
  /** Absent: nothing beside giving a reason. */
  action?(record: GateRecord): GateAction | undefined;
}

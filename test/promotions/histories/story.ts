import fc from "fast-check";
import type { Environment } from "#registry/promotion/types.ts";
import type { ActName } from "./acts.ts";
import type { Asked } from "./world.ts";

/** What somebody does behind everybody's back. */
export type Meddling =
  | { readonly kind: "mark"; readonly to: string; readonly version: string | null }
  | { readonly kind: "tag"; readonly version: string; readonly value: string | null }
  | { readonly kind: "metric"; readonly version: string; readonly value: number }
  | { readonly kind: "delete" }
  | { readonly kind: "newer"; readonly version: string }
  | { readonly kind: "nonsense"; readonly version: string };

/** What happens around the n-th write of an act: the power goes before or after it, or somebody meddles right after it. */
export interface Interference {
  readonly at: number;
  readonly how: "dies before" | "dies after" | Meddling;
}

export interface ActStep {
  readonly kind: "act";
  readonly act: ActName;
  readonly who: number;
  readonly version: string;
  readonly to: string;
  readonly comment: string;
  /** `stale`: what this person saw when they looked last, however long ago. */
  readonly look: "fresh" | "stale" | "none";
  readonly ci: boolean;
  /** Where the rules allow this person nothing of the kind, another person or another act is tried: else most acts would be refused. */
  readonly sensible: boolean;
  readonly interference: Interference | undefined;
}

export type Step =
  | ActStep
  | { readonly kind: "look"; readonly who: number; readonly version: string; readonly to: string }
  | { readonly kind: "wait"; readonly ms: number }
  | { readonly kind: "policy"; readonly prod: Loose; readonly asked: Asked }
  | { readonly kind: "race"; readonly acts: readonly [ActStep, ActStep] }
  | Meddling;

/** The parts of an environment that a case varies. */
export type Loose = Pick<Environment, "approvals" | "approvers" | "selfApproval" | "apply">;

export interface Story {
  readonly marks: "alias" | "stage";
  /** One of the clocks is a day and a half ahead; another always is some hours ahead. */
  readonly far: boolean;
  readonly seed: number;
  readonly prod: Loose;
  readonly asked: Asked;
  readonly steps: readonly Step[];
}

export const people = ["ana@example.com", "bruno@example.com", "chen@example.com"] as const;

export const actNames: readonly ActName[] = ["request", "approve", "apply", "undo", "reject", "approve", "cancel", "comment"];

const often = <T>(value: T, ...others: readonly T[]): fc.Arbitrary<T> =>
  fc.constantFrom(...Array.from({ length: 4 }, () => value), ...others);
const who = fc.nat(people.length - 1);
const version = often("2", "3");
const to = often("prod", "prod", "staging");

const meddling: fc.Arbitrary<Meddling> = fc.oneof(
  fc.record({ kind: fc.constant("mark" as const), to, version: fc.constantFrom("1", "2", "3", null) }),
  fc.record({ kind: fc.constant("tag" as const), version, value: fc.constantFrom("done", "again", null) }),
  fc.record({
    kind: fc.constant("metric" as const),
    version: fc.constantFrom("1", "2", "3"),
    value: fc.constantFrom(0.5, 0.88, 0.91, 0.99),
  }),
  fc.record({ kind: fc.constant("newer" as const), version }),
  fc.record({ kind: fc.constant("nonsense" as const), version }),
);

const loose: fc.Arbitrary<Loose> = fc.record({
  approvals: fc.constantFrom(1, 1, 2, 0),
  approvers: fc.constantFrom([], [], ["bruno@example.com", "chen@example.com"], ["ana@example.com", "bruno@example.com"]),
  selfApproval: fc.boolean(),
  apply: fc.constantFrom("onApproval" as const, "onApproval" as const, "manual" as const, "ci" as const),
});
const asked: fc.Arbitrary<Asked> = fc.record({
  tag: fc.boolean(),
  min: fc.constantFrom(undefined, 0.85, 0.95),
  notWorse: fc.boolean(),
});

const interference: fc.Arbitrary<Interference> = fc.record({
  at: fc.nat(3),
  how: fc.oneof(fc.constantFrom("dies before" as const, "dies after" as const), meddling),
});

const act: fc.Arbitrary<ActStep> = fc.record({
  kind: fc.constant("act" as const),
  act: fc.constantFrom(...actNames),
  ...{ who, version, to },
  comment: often("because", ""),
  look: often("fresh" as const, "stale" as const, "none" as const),
  ci: fc.boolean(),
  sensible: often(true, false),
  interference: fc.oneof({ arbitrary: fc.constant(undefined), weight: 5 }, { arbitrary: interference, weight: 1 }),
});

const step: fc.Arbitrary<Step> = fc.oneof(
  { arbitrary: act, weight: 12 },
  { arbitrary: fc.record({ kind: fc.constant("look" as const), who, version, to }), weight: 1 },
  { arbitrary: fc.record({ kind: fc.constant("wait" as const), ms: fc.constantFrom(1, 60_000, 3_600_000, 86_400_000) }), weight: 2 },
  { arbitrary: fc.record({ kind: fc.constant("policy" as const), prod: loose, asked }), weight: 1 },
  { arbitrary: fc.record({ kind: fc.constant("race" as const), acts: fc.tuple(act, act) }), weight: 2 },
  { arbitrary: meddling, weight: 2 },
  { arbitrary: fc.constant({ kind: "delete" as const }), weight: 1 },
);

export function stories(length: number): fc.Arbitrary<Story> {
  return fc.record({
    marks: fc.constantFrom("alias" as const, "stage" as const),
    far: fc.boolean(),
    seed: fc.integer({ min: 1, max: 2_000_000_000 }),
    prod: loose,
    asked,
    steps: fc.array(step, { minLength: 3, maxLength: length, size: "max" }),
  });
}

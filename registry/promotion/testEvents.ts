import type { Environment, EventType, Policy, PromotionEvent } from "./types.ts";

/** Events, policies and clocks for tests. */

export const prod: Environment = {
  name: "prod",
  alias: "champion",
  approvals: 1,
  approvers: ["ana@example.com", "bruno@example.com"],
  selfApproval: false,
  apply: "onApproval",
};

export const ladder: readonly Environment[] = [
  { name: "dev", approvals: 0, approvers: [], selfApproval: true, apply: "onApproval" },
  { name: "staging", alias: "challenger", approvals: 0, approvers: [], selfApproval: true, apply: "onApproval" },
  prod,
];

export function policyWith(environment: Partial<Environment>, gates: Policy["gates"] = {}): Policy {
  return { environments: [...ladder.slice(0, 2), { ...prod, ...environment }], gates, models: {} };
}

/** A ULID whose order is that of `n`. */
export function idOf(n: number): string {
  return `01KB3M9Z0G8T1V5X2N4R6Q7${String(n).padStart(3, "0")}`;
}

/** An event of the promotion that was requested as number `request`, of fraud-scorer v13 to prod against v12. */
export function event(n: number, type: EventType, more: Partial<PromotionEvent> & { incumbent?: string | null } = {}): PromotionEvent {
  const { incumbent = "12", ...fields } = more;
  return {
    id: idOf(n),
    type,
    request: idOf(type === "request" ? n : 1),
    model: "fraud-scorer",
    version: "13",
    from: "staging",
    to: "prod",
    by: type === "request" ? "ana@example.com" : "bruno@example.com",
    at: 1_764_244_716_000 + n,
    evidence: {
      gates: [{ id: "tag:bias_review", state: "pass" }],
      incumbent,
      runId: "r13",
      commit: "91de0b7",
      policy: { hash: "c0ffee", commit: "" },
    },
    ...fields,
  };
}

/** A clock that stands still until told, and chance that repeats. */
export function testClock(now: number, seed = 1): { now(): number; random(): number; advance(ms: number): void } {
  let time = now;
  let state = seed;
  return {
    now: () => time,
    random: () => {
      state = (state * 16_807) % 2_147_483_647;
      return state / 2_147_483_647;
    },
    advance: (ms) => {
      time += ms;
    },
  };
}

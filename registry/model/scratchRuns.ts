/** What a scratch run logs: values at the steps 0, 1, 2, … in this order. */
export interface ScratchRunPlan {
  readonly name: string;
  readonly status: "FINISHED" | "RUNNING";
  readonly metrics: Readonly<Record<string, readonly number[]>>;
  readonly params: Readonly<Record<string, string>>;
  readonly tags: Readonly<Record<string, string>>;
}

/** The runs of a scratch experiment, in the order in which they start. */
export const scratchRuns: readonly ScratchRunPlan[] = [
  { name: "first", status: "FINISHED", metrics: { score: [0.1, 0.5, 0.9] }, params: { depth: "4" }, tags: { colour: "red" } },
  { name: "second", status: "FINISHED", metrics: { score: [0.7], odd: [Number.NaN] }, params: { depth: "8" }, tags: { colour: "red" } },
  { name: "third", status: "RUNNING", metrics: { odd: [Number.POSITIVE_INFINITY] }, params: {}, tags: {} },
];

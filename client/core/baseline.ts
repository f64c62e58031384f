/** Runs to compare, the baseline first: the one that was set, if any (added when it is not among them), else the first. No run twice. */
export function withBaseline(runIds: readonly string[], baselineId: string | undefined): readonly string[] {
  return [...new Set(baselineId === undefined ? runIds : [baselineId, ...runIds])];
}

/** What MLflow's SQL store keeps in place of an infinity (3.17.2, `sqlalchemy_store.py`, `sanitize_metric_value`). */
const clamped = Number.MAX_VALUE;

/** Undoes the clamping: the largest double stands for an infinity, since no metric is ever exactly that. */
export function unclamp(value: number): number {
  if (value >= clamped) return Number.POSITIVE_INFINITY;
  if (value <= -clamped) return Number.NEGATIVE_INFINITY;
  return value;
}

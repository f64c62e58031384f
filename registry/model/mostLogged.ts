/** What MLflow records of the machine is no result. */
export const systemMetricPrefix = "system/";

/** Of metrics in the order of their keys, the keys of the `most` that most runs have (`count`), without MLflow's own. */
export function mostLogged(metrics: readonly { readonly key: string; readonly count: number }[], most: number): readonly string[] {
  const results = metrics.filter(({ key }) => !key.startsWith(systemMetricPrefix));
  return results
    .sort((a, b) => b.count - a.count)
    .slice(0, most)
    .map(({ key }) => key);
}

const lowerWords = new Set(
  (
    "loss losses error errors err mse rmse mae mape smape wape msle rmsle logloss deviance perplexity ppl nll entropy crossentropy " +
    "brier ece hinge latency time duration seconds ms wer cer ter mer eer fpr fnr fdr fid lpips divergence kl cost regret distance " +
    "hamming toxicity overfit memory"
  ).split(" "),
);

const higherWords = new Set(
  (
    "accuracy acc auc auroc auprc aucpr gini ap map map50 f1 fbeta f2 precision recall sensitivity specificity r2 score scores iou miou dice " +
    "jaccard bleu rouge meteor ndcg mrr tpr tnr ppv npv kappa mcc silhouette psnr ssim likelihood reward return throughput hits " +
    "similarity relevance faithfulness correctness fps elbo lift ks"
  ).split(" "),
);

const negations = new Set(["neg", "negative", "minus"]);

/**
 * Is a higher or a lower value of this metric better? Guessed from the words of its name; `undefined` when they do not tell.
 * A word of badness wins over a general one (`brier_score` is better low), and `neg_` turns it round (`neg_mean_squared_error`).
 */
export function metricDirection(name: string): "higher" | "lower" | undefined {
  const words = wordsOf(name);
  const joined = words.join("_");
  if (joined.includes("explained_variance")) return "higher";
  const lower = words.some((word) => lowerWords.has(word));
  const higher = words.some((word) => higherWords.has(word));
  if (!lower && !higher) return undefined;
  const negated = words.some((word) => negations.has(word));
  return lower !== negated ? "lower" : "higher";
}

/** `val/rocAUC@k=5` → val, roc, auc, k, 5. Words are cut where case or separators change, and looked up in lower case. */
function wordsOf(name: string): string[] {
  return name
    .slice(0, 250)
    .replace(/([a-z])([A-Z])/g, "$1_$2")
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== "");
}

import { numberOf } from "./changeNote.ts";
import { betweenGroups, correlation, ranksOf } from "./ranks.ts";

/** Fewer runs tell nothing of what goes with what. */
export const fewestRuns = 8;
/** Chances are computed for the strongest: shuffling costs. */
const mostTested = 10;
const shuffles = 999;
const mostGroups = 5;

/** How much a param goes with a metric, over the runs that have both. */
export interface Relation {
  /** Numbers by Spearman's rank correlation, others by the Kruskal-Wallis test between their values. */
  readonly method: "spearman" | "kruskal";
  readonly n: number;
  /** Share of the metric's rank variance that goes with the param, adjusted for the number of values it has; 0 to 1. */
  readonly share: number;
  /** Spearman's ρ. */
  readonly rho?: number;
  /** Mean of the metric per value of the param, greatest first, at most 5. */
  readonly groups?: readonly { readonly value: string; readonly n: number; readonly mean: number }[];
}

/** One param over the runs: undefined where a run does not have it. */
export interface ExplainedBy {
  readonly key: string;
  readonly values: readonly (string | undefined)[];
}

interface Paired {
  readonly ys: readonly number[];
  readonly texts: readonly string[];
}

/**
 * Params by how much they go with the metric, strongest first. Not a cause: params that were changed together are told apart by nothing. A
 * best value in the middle of a numeric param is not seen by a rank correlation. `p` is the chance of as strong a relation where there is
 * none, by 999 shuffles of the metric (always the same ones), times the number of params that were ranked (Bonferroni).
 */
export function rankedRelations(metric: readonly (number | undefined)[], params: readonly ExplainedBy[]) {
  const all = params.flatMap(({ key, values }) => {
    const paired = pairs(metric, values);
    const relation = relationOf(paired);
    return relation ? [{ param: key, paired, relation }] : [];
  });
  const ranked = all.sort((a, b) => b.relation.share - a.relation.share || (a.param < b.param ? -1 : 1));
  return ranked.map(({ param, paired, relation }, place) => ({
    param,
    ...relation,
    ...(place < mostTested ? { p: Math.min(1, chanceOf(paired, relation.method) * ranked.length) } : {}),
  }));
}

function pairs(metric: readonly (number | undefined)[], values: readonly (string | undefined)[]): Paired {
  const rows = metric.flatMap((y, row) => (y !== undefined && Number.isFinite(y) && values[row] !== undefined ? [row] : []));
  return { ys: rows.map((row) => metric[row] ?? 0), texts: rows.map((row) => values[row] ?? "") };
}

/** Undefined: too few runs, one value only, a metric that is the same in all, or nearly as many values as runs that are no numbers. */
function relationOf(paired: Paired): Relation | undefined {
  const n = paired.ys.length;
  const distinct = [...new Set(paired.texts)];
  if (n < fewestRuns || distinct.length < 2 || new Set(paired.ys).size < 2) return undefined;
  const ranks = ranksOf(paired.ys);
  const numbers = numbersOf(paired.texts);
  if (numbers && new Set(numbers).size > 2) {
    const rho = correlation(ranksOf(numbers), ranks);
    return { method: "spearman", n, share: adjusted(rho * rho, n, 2), rho };
  }
  if (distinct.length > n / 2) return undefined;
  const groups = paired.texts.map((text) => distinct.indexOf(text));
  const share = adjusted(betweenGroups(ranks, groups, distinct.length), n, distinct.length);
  return { method: "kruskal", n, share, groups: means(paired, distinct) };
}

function numbersOf(texts: readonly string[]): number[] | undefined {
  const numbers = texts.map(numberOf);
  return numbers.every((value) => value !== undefined) ? numbers : undefined;
}

/** Without the share that as many values would take by chance. */
function adjusted(share: number, n: number, values: number): number {
  return Math.max(0, 1 - ((1 - share) * (n - 1)) / (n - values));
}

function means({ ys, texts }: Paired, distinct: readonly string[]) {
  const groups = distinct.map((value) => {
    const own = ys.filter((_, index) => texts[index] === value);
    return { value, n: own.length, mean: own.reduce((sum, y) => sum + y / own.length, 0) };
  });
  return groups.sort((a, b) => b.mean - a.mean).slice(0, mostGroups);
}

function chanceOf({ ys, texts }: Paired, method: Relation["method"]): number {
  const ranks = ranksOf(ys);
  const strength = strengthOf(texts, method);
  const real = strength(ranks);
  const random = randomFrom(20_261_127);
  let asStrong = 1;
  for (let shuffle = 0; shuffle < shuffles; shuffle++) {
    for (let at = ranks.length - 1; at > 0; at--) {
      const other = Math.floor(random() * (at + 1));
      [ranks[at], ranks[other]] = [ranks[other] ?? 0, ranks[at] ?? 0];
    }
    if (strength(ranks) >= real - 1e-12) asStrong++;
  }
  return asStrong / (shuffles + 1);
}

function strengthOf(texts: readonly string[], method: Relation["method"]): (ranks: readonly number[]) => number {
  if (method === "spearman") {
    const own = ranksOf(texts.map((text) => numberOf(text) ?? 0));
    return (ranks) => Math.abs(correlation(own, ranks));
  }
  const distinct = [...new Set(texts)];
  const groups = texts.map((text) => distinct.indexOf(text));
  return (ranks) => betweenGroups(ranks, groups, distinct.length);
}

/** Mulberry32: the same row of numbers every time, so that a page says the same twice. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

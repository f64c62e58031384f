/** Made when first used: it takes 6 ms of every start. */
let collator: Intl.Collator | undefined;

/**
 * Order of names as people count: `param_2` before `param_10`, `a` beside `A`. The same on every machine; names that differ are never
 * equal. For `sort`.
 */
export function naturalOrder(left: string, right: string): number {
  collator ??= new Intl.Collator("en", { numeric: true });
  return collator.compare(left, right) || (left < right ? -1 : left > right ? 1 : 0);
}

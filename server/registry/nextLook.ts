/** Between two looks at a local store, ms: a change is shown within 2 s. */
const localInterval = 1000;
/** A server is never asked more often than this, whatever the setting says, ms. */
const shortestInterval = 2000;
/** A server that wants more time than this is looked at all the same, ms. */
const longestInterval = 3_600_000;

/**
 * How long to wait before the next look at a registry, ms. `polling` is the setting, in seconds; `retryAfter` what the server asked for when
 * it was looked at last, ms.
 */
export function nextLook(isShared: boolean, polling: number, retryAfter: number | undefined): number {
  if (!isShared) return localInterval;
  return Math.max(shortestInterval, polling * 1000, Math.min(retryAfter ?? 0, longestInterval));
}

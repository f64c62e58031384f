/** Requests under way at once to one server, which other people use too. */
const width = 4;

/** `work` for every item, few at a time; results in the order of the items. The first failure rejects. */
export async function inParallel<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> {
  const results = new Array<R>(items.length);
  const queue = items.entries();
  const workers = Array.from({ length: Math.min(width, items.length) }, async () => {
    for (const [index, item] of queue) results[index] = await work(item);
  });
  await Promise.all(workers);
  return results;
}

import type { PageQuery, Registry } from "#registry/api.ts";
import { allPages, pages } from "#registry/model/pages.ts";
import type { Experiment, Page } from "#registry/model/types.ts";

/** Items asked for at once. */
const pageSize = 1000;

/** The first `limit` items of a paged list. */
export async function take<T>(limit: number, next: (query: PageQuery) => Promise<Page<T>>): Promise<T[]> {
  const items: T[] = [];
  if (limit <= 0) return items;
  for await (const item of pages((page) => next({ limit: Math.min(pageSize, limit), ...page }))) {
    items.push(item);
    if (items.length >= limit) break;
  }
  return items;
}

export function allExperiments(registry: Registry, signal: AbortSignal): Promise<Experiment[]> {
  return allPages((page) => registry.experiments({ limit: pageSize, ...page }, signal));
}

import type { PageQuery, Registry } from "#registry/api.ts";
import { pages } from "#registry/model/pages.ts";
import type { Experiment, ModelVersion, Page, RegisteredModel } from "#registry/model/types.ts";

/** Items asked for at once. */
const pageSize = 100;

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
  return take(Number.POSITIVE_INFINITY, (query) => registry.experiments(query, signal));
}

export function allModels(registry: Registry, signal: AbortSignal): Promise<RegisteredModel[]> {
  return take(Number.POSITIVE_INFINITY, (query) => registry.models(query, signal));
}

export function allVersions(registry: Registry, model: string, signal: AbortSignal): Promise<ModelVersion[]> {
  return take(Number.POSITIVE_INFINITY, (query) => registry.versions({ ...query, model }, signal));
}

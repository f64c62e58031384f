import type { PageQuery, Registry } from "#registry/api.ts";
import type { Experiment, ModelVersion, Page, RegisteredModel } from "#registry/model/types.ts";

/** Items asked for at once. */
const pageSize = 100;

/** The first `limit` items of a paged list. */
export async function take<T>(limit: number, next: (query: PageQuery) => Promise<Page<T>>): Promise<T[]> {
  const items: T[] = [];
  let pageToken: string | undefined;
  do {
    const page: Page<T> = await next({
      limit: Math.min(pageSize, limit - items.length),
      ...(pageToken === undefined ? {} : { pageToken }),
    });
    items.push(...page.items);
    pageToken = page.nextPageToken;
  } while (pageToken !== undefined && items.length < limit);
  return items.slice(0, limit);
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

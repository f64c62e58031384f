import type { Registry } from "../../api.ts";
import { inParallel } from "../../model/inParallel.ts";
import { pages } from "../../model/pages.ts";
import { decodeTags, encodeEvent, tagPrefix } from "../events.ts";
import type { LogKind, LogScope, PromotionLog, VersionEntries } from "./promotionLog.ts";

/** Items asked for at once while going through a registry. */
const pageSize = 200;
/** Models read at once. */
const width = 4;

/** Events as tags of the model version that they are about: `docs/promotion-format.md`. Needs nothing but a registry with version tags. */
export const versionTags: LogKind = {
  name: "version tags",
  fits: (capabilities) => capabilities.versionTags,
  in: tagLog,
  ownsTag: (key) => key.startsWith(tagPrefix),
};

function tagLog(registry: Registry): PromotionLog {
  return {
    open: (scope, signal) => openTags(registry, scope, signal),
    of: async (version) => decodeTags(version.model, version.version, version.tags),
    append(event, signal) {
      const tag = encodeEvent(event);
      return registry.setVersionTag(event.model, event.version, tag.key, tag.value, signal);
    },
  };
}

async function* openTags(registry: Registry, scope: LogScope, signal: AbortSignal): AsyncGenerator<VersionEntries> {
  let batch: string[] = [];
  const read = () => inParallel(batch, width, (model) => entriesOf(registry, model, scope, signal));
  for await (const model of modelNames(registry, scope, signal)) {
    batch.push(model);
    if (batch.length < width) continue;
    yield* (await read()).flat();
    batch = [];
  }
  yield* (await read()).flat();
}

async function entriesOf(registry: Registry, model: string, scope: LogScope, signal: AbortSignal): Promise<VersionEntries[]> {
  const found: VersionEntries[] = [];
  let looked = 0;
  const most = scope.newestVersions ?? Number.POSITIVE_INFINITY;
  for await (const version of pages((page) => registry.versions({ model, limit: Math.min(pageSize, most), ...page }, signal))) {
    if (version.tags.some((tag) => versionTags.ownsTag(tag.key))) {
      found.push({ version, ...decodeTags(version.model, version.version, version.tags) });
    }
    if (++looked >= most) break;
  }
  return found;
}

async function* modelNames(registry: Registry, { model, mostModels }: LogScope, signal: AbortSignal): AsyncGenerator<string> {
  if (model !== undefined) {
    // The list of versions of a model that does not exist is empty; that must be said.
    yield (await registry.model(model, signal)).name;
    return;
  }
  let looked = 0;
  const most = mostModels ?? Number.POSITIVE_INFINITY;
  for await (const found of pages((page) => registry.models({ limit: Math.min(pageSize, most), ...page }, signal))) {
    yield found.name;
    if (++looked >= most) return;
  }
}

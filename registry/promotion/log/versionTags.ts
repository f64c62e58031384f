import type { Registry } from "../../api.ts";
import { pages } from "../../model/pages.ts";
import { portableTagValue } from "../../model/registryRules.ts";
import { decodeTags, encodeEvent, tagPrefix } from "../events.ts";
import type { LogKind, LogScope, PromotionLog, VersionEntries } from "./promotionLog.ts";

/** Versions asked for at once while going through a registry: one request for most. */
const pageSize = 1000;

/** Events as tags of the model version that they are about: `docs/promotion-format.md`. Needs nothing but a registry with version tags. */
export const versionTags: LogKind = {
  name: "version tags",
  fits: ({ versionTags, maxTagValue }) => versionTags && maxTagValue >= portableTagValue,
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

async function* openTags(registry: Registry, { model }: LogScope, signal: AbortSignal): AsyncGenerator<VersionEntries> {
  const query = { tagKeyPrefix: tagPrefix, limit: pageSize, ...(model === undefined ? {} : { model }) };
  for await (const version of pages((page) => registry.versions({ ...query, ...page }, signal))) {
    yield { version, ...decodeTags(version.model, version.version, version.tags) };
  }
}

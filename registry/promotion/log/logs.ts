import type { Registry } from "../../api.ts";
import { RegistryError } from "../../model/errors.ts";
import type { LogKind, PromotionLog } from "./promotionLog.ts";
import { versionTags } from "./versionTags.ts";

/** Every way to keep events, the preferred one first: a new one is a file and a line here. */
const logKinds: readonly LogKind[] = [versionTags];

/** The log of a registry. Rejects with `unsupported` where it can keep none. */
export async function logOf(registry: Registry, signal: AbortSignal): Promise<PromotionLog> {
  const capabilities = await registry.capabilities(signal);
  const kind = logKinds.find((each) => each.fits(capabilities));
  if (kind !== undefined) return kind.in(registry);
  throw new RegistryError(
    "unsupported",
    `${registry.source.label} has no place for the record of a promotion.`,
    "Use a registry whose model versions take tags of 5,000 characters.",
  );
}

/** Would setting this tag of a version write a record of a promotion? */
export function isRecordTag(key: string): boolean {
  return logKinds.some((kind) => kind.ownsTag(key));
}

import type { Capabilities, Registry } from "../../api.ts";
import { RegistryError } from "../../model/errors.ts";
import type { Policy } from "../types.ts";
import type { LogKind, PromotionLog } from "./promotionLog.ts";
import { transitionRequests } from "./transitionRequests.ts";
import { versionTags } from "./versionTags.ts";

/** Every way to keep events, the preferred one first: a new one is a file and a line here. */
const logKinds: readonly LogKind[] = [transitionRequests, versionTags];

/** Does a registry that can do so much have a place for the record of a promotion? */
export function canKeepLog(capabilities: Capabilities): boolean {
  return logKinds.some((kind) => kind.fits(capabilities));
}

/** The log of a registry, for a policy where there is one. Rejects with `unsupported` where it can keep none. */
export async function logOf(registry: Registry, policy: Policy | undefined, signal: AbortSignal): Promise<PromotionLog> {
  const capabilities = await registry.capabilities(signal);
  const kind = logKinds.find((each) => each.fits(capabilities));
  if (kind !== undefined) return kind.in(registry, policy);
  throw new RegistryError(
    "unsupported",
    `${registry.source.label} has no place for the record of a promotion.`,
    "Use a registry whose model versions take tags of 5,000 characters.",
  );
}

/** As `logOf`, for views that show more than promotions: where the registry can keep none there is nothing in it, and nothing is added. */
export async function logIfAny(registry: Registry, policy: Policy | undefined, signal: AbortSignal): Promise<PromotionLog> {
  try {
    return await logOf(registry, policy, signal);
  } catch (error) {
    if (!RegistryError.is(error, "unsupported")) throw error;
    return {
      async *open() {},
      of: async () => ({ events: [], newer: [], broken: [] }),
      append: () => Promise.reject(error),
    };
  }
}

/** Would setting this tag of a version write a record of a promotion? */
export function isRecordTag(key: string): boolean {
  return logKinds.some((kind) => kind.ownsTag(key));
}

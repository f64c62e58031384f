import type { ServerSettings } from "#protocol/settings.ts";
import type { CodeChange } from "#protocol/views/compare.ts";
import type { Registry } from "#registry/api.ts";
import { RegistryError } from "#registry/model/errors.ts";
import type { Knowledge } from "#registry/model/types.ts";
import type { FactSource } from "#registry/promotion/facts.ts";
import type { PromotionLog } from "#registry/promotion/log/promotionLog.ts";
import type { JudgeOrigin, PolicyOrigin } from "#registry/promotion/policyOrigin.ts";
import type { ActContext } from "#registry/promotion/record.ts";
import type { Policy } from "#registry/promotion/types.ts";
import type { World } from "#server/world.ts";
import { sleep } from "../registry/sleep.ts";

/** All that the promotion requests work on; the server's composition root fills it for every request. */
export interface PromotionContext {
  readonly registry: Registry;
  /** The log of the registry. */
  readonly log: PromotionLog;
  /** The policy that counts; the last good one while it cannot be used. Absent: there is none. */
  readonly policy?: Policy;
  /** The text that the policy was read from. */
  readonly policyOrigin?: PolicyOrigin;
  /** Why nothing can be decided now, as a sentence: the policy has problems. */
  readonly policyProblem?: string;
  /** Why nothing can be written to the registry now, in words that follow a button; absent where it can be. */
  readonly notWritable?: string;
  /** What else is to be said of the policy, as a sentence: that the file here differs from the one that counts. */
  readonly policyNote?: string;
  /** What Git says of the policies that events name; absent where there is no Git. */
  readonly judgeOrigin?: JudgeOrigin;
  /** File name for links: `slipway.yaml`. */
  readonly policyFile: string;
  /** `user.email` of Git; empty when unknown. */
  readonly me: string;
  readonly settings: ServerSettings;
  readonly world: World;
  /** Change of code between two commits; absent where there is no Git. */
  readonly codeChange?: (left: string, right: string) => Promise<Omit<CodeChange, "runId">>;
}

/** What a context says of whether the registry can be written. */
export async function writability(registry: Registry, signal: AbortSignal): Promise<Pick<PromotionContext, "notWritable">> {
  const { writable } = await registry.capabilities(signal);
  return writable ? {} : { notWritable: `you may not write to ${registry.source.label}` };
}

/** The policy that views show, or the reason why there are no promotions. */
export function shownPolicy(context: PromotionContext): Policy {
  if (context.policy) return context.policy;
  refuseProblem(context);
  throw new RegistryError("notFound", "Promotions follow a policy in slipway.yaml.", "Create slipway.yaml.");
}

function refuseProblem({ policyProblem, policyFile }: PromotionContext): void {
  if (policyProblem === undefined) return;
  throw new RegistryError("invalid", policyProblem, `Correct ${policyFile}; it is not used until then.`);
}

/** What facts are read from, to be shown. */
export function factSource(context: PromotionContext): FactSource {
  return {
    registry: context.registry,
    log: context.log,
    policy: shownPolicy(context),
    policyOrigin: context.policyOrigin ?? { hash: "", commit: "" },
    modelFile: (model, version, signal) => modelFileOnce(context.registry, model, version, signal),
  };
}

/** What acts take. Throws `invalid` while the policy has problems: the last good one is for looking only. */
export function actContext(context: PromotionContext): ActContext {
  refuseProblem(context);
  const { world, me } = context;
  return { ...factSource(context), me, now: () => world.now(), random: () => world.random(), pause: sleep };
}

/** `MLmodel` files by registry and version: a version's artifacts never change, and over REST each costs two calls. */
const modelFiles = new WeakMap<Registry, Map<string, Knowledge<string>>>();
const largestCache = 200;

async function modelFileOnce(registry: Registry, model: string, version: string, signal: AbortSignal): Promise<Knowledge<string>> {
  const known = modelFiles.get(registry) ?? new Map<string, Knowledge<string>>();
  modelFiles.set(registry, known);
  const key = JSON.stringify([model, version]);
  const cached = known.get(key);
  if (cached) return cached;
  const file = await registry.modelFile(model, version, signal);
  if (file.state === "known") {
    const oldest = known.size >= largestCache ? known.keys().next().value : undefined;
    if (oldest !== undefined) known.delete(oldest);
    known.set(key, file);
  }
  return file;
}

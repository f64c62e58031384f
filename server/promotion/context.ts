import type { Answer } from "#protocol/message.ts";
import type { CodeChange } from "#protocol/views/compare.ts";
import type { Registry } from "#registry/api.ts";
import { RegistryError } from "#registry/model/errors.ts";
import type { Knowledge } from "#registry/model/types.ts";
import type { ActContext } from "#registry/promotion/acts.ts";
import type { Policy } from "#registry/promotion/types.ts";
import type { Settings, World } from "#server/world.ts";

/** All that the promotion requests work on; the server's composition root fills it for every request. */
export interface PromotionContext {
  readonly registry: Registry;
  /** Absent: there is no readable policy. */
  readonly policy?: Policy;
  /** Why the policy is not used, as a sentence. */
  readonly policyProblem?: string;
  /** File name for links: `slipway.yaml`. */
  readonly policyFile: string;
  /** `user.email` of Git; empty when unknown. */
  readonly me: string;
  readonly settings: Settings;
  readonly world: World;
  /** Change of code between two commits; absent where there is no Git. */
  readonly codeChange?: (left: string, right: string) => Promise<CodeChange>;
}

/** Turns an expected failure into data; anything else is a bug and goes on as it is. An aborted call rejects, as the protocol wants. */
export async function answer<T>(work: () => Promise<T>): Promise<Answer<T>> {
  try {
    return { ok: true, value: await work() };
  } catch (error) {
    if (!RegistryError.is(error)) throw error;
    return { ok: false, problem: { kind: error.kind, message: error.message, next: error.next } };
  }
}

/** The policy, or the reason why there are no promotions. */
export function requirePolicy(context: PromotionContext): Policy {
  if (context.policy) return context.policy;
  if (context.policyProblem) {
    throw new RegistryError("invalid", context.policyProblem, `Correct ${context.policyFile}; it is not used until then.`);
  }
  throw new RegistryError("notFound", "Promotions follow a policy in slipway.yaml.", "Create slipway.yaml.");
}

/** What the acts and the fact reader of `registry/promotion` take. */
export function actContext(context: PromotionContext): ActContext {
  return {
    registry: context.registry,
    policy: requirePolicy(context),
    me: context.me,
    now: () => context.world.now(),
    random: () => context.world.random(),
    modelFile: (model, version, signal) => modelFileOnce(context.registry, model, version, signal),
  };
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

import { RegistryError } from "../model/errors.ts";
import { shortName } from "../model/person.ts";
import { readFacts } from "./facts.ts";
import { type ActContext, draftEvent } from "./record.ts";
import { isOpen, promotionName } from "./refusals.ts";
import type { Promotion, PromotionEvent } from "./types.ts";

/** Between two looks at who else asked in the same moment, ms. */
const pause = 200;
const mostLooks = 4;

/**
 * To be called after a request was written. Registries have no compare-and-set: another writer may have asked for the same at the same
 * moment. One request stands, the oldest; the others are taken back by those who made them, which is a `conflict`. Who is the oldest waits
 * for that, and gives way to one that was settled before this one could be seen.
 */
export async function giveWayToOthers(context: ActContext, written: PromotionEvent, signal: AbortSignal): Promise<void> {
  for (let look = 1; ; look++) {
    const facts = await readFacts(context, written, signal, "gates");
    const open = facts.promotions.filter((promotion) => promotion.to === written.to && isOpen(promotion));
    const own = open.find((promotion) => promotion.id === written.id);
    const other = open.findLast((promotion) => promotion.id !== written.id);
    if (own === undefined || other === undefined) return;
    if (other.id < written.id || look === mostLooks) {
      await context.log.append(draftEvent(context, facts, "cancel", own, `${otherName(other)} stands.`), signal);
      throw new RegistryError(
        "conflict",
        `${shortName(other.requestedBy)} asked for ${promotionName(written)} at the same moment.`,
        "Open that request and decide or comment there; this one was taken back.",
      );
    }
    await context.pause(pause, signal);
  }
}

function otherName(other: Promotion): string {
  return `The request that ${shortName(other.requestedBy)} made at the same moment`;
}

/** Acts of this process under way, by registry and version. */
const underWay = new WeakMap<object, Map<string, Promise<unknown>>>();

/** Runs one act after the other on one version of a registry, so that a second press finds what the first one did. */
export async function oneAfterAnother<T>(registry: object, name: string, work: () => Promise<T>): Promise<T> {
  const acts = underWay.get(registry) ?? new Map<string, Promise<unknown>>();
  underWay.set(registry, acts);
  const before = acts.get(name);
  const mine = (async () => {
    // How the act before ended is not our concern.
    await before?.catch(() => undefined);
    return work();
  })();
  acts.set(name, mine);
  try {
    return await mine;
  } finally {
    if (acts.get(name) === mine) acts.delete(name);
  }
}

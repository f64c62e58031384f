import type { Registry } from "#registry/api.ts";
import type { PromotionLog } from "#registry/promotion/log/promotionLog.ts";
import { versionTags } from "#registry/promotion/log/versionTags.ts";
import type { PromotionEvent } from "#registry/promotion/types.ts";

/** The process of the one who acts ended here. */
export class PowerGone extends Error {}

/** Called around the writes of one act, which are counted from 0. */
export interface Watcher {
  before(write: number, move: boolean): Promise<void>;
  after(write: number): Promise<void>;
  /** The event is in the registry. */
  landed(event: PromotionEvent): void;
}

const writes: ReadonlySet<string> = new Set(["setVersionTag", "deleteVersionTag", "setAlias", "deleteAlias", "setStage"]);

/** A registry and its log as one act uses them; every write is watched. */
export function watched(registry: Registry, watcher: Watcher): { readonly registry: Registry; readonly log: PromotionLog } {
  let count = 0;
  const around = async <T>(move: boolean, write: () => Promise<T>, done: () => void): Promise<T> => {
    const n = count++;
    await watcher.before(n, move);
    const result = await write();
    done();
    await watcher.after(n);
    return result;
  };
  const seen = new Proxy(registry, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name);
      if (typeof member !== "function") return member;
      const call = (...given: unknown[]): Promise<unknown> => member.apply(target, given);
      return writes.has(String(name))
        ? (...given: unknown[]) =>
            around(
              true,
              () => call(...given),
              () => {},
            )
        : call;
    },
  });
  const log = versionTags.in(registry);
  return {
    registry: seen,
    log: {
      ...log,
      append: (event, signal) =>
        around(
          false,
          () => log.append(event, signal),
          () => watcher.landed(event),
        ),
    },
  };
}

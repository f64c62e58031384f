import type { Players } from "./play.ts";
import type { Meddling } from "./story.ts";
import type { Rules } from "./world.ts";

const { signal } = new AbortController();
let made = 0;

/** Does something to the registry that no act of a promotion does. */
export async function meddle({ reader, place }: Players, model: string, rules: Rules, what: Meddling): Promise<void> {
  switch (what.kind) {
    case "mark":
      return mark();
    case "tag":
      if (!(await exists(what.version))) return undefined;
      if (what.value !== null) return reader.setVersionTag(model, what.version, "bias_review", what.value, signal);
      return reader.deleteVersionTag(model, what.version, "bias_review", signal).catch(() => {});
    case "metric":
      return place.logMetric(model, what.version, what.value);
    case "delete":
      return (await exists("1")) ? place.deleteVersion(model, "1") : undefined;
    case "newer":
      return reader.setVersionTag(model, what.version, `slipway.promotion.${id()}.pause`, `{"slipway":2}`, signal);
    case "nonsense":
      return reader.setVersionTag(model, what.version, `slipway.promotion.${id()}.approve`, "not JSON", signal);
    default:
      return what satisfies never;
  }

  async function exists(version: string): Promise<boolean> {
    const { items } = await reader.versions({ model, limit: 10 }, signal);
    return items.some((item) => item.version === version);
  }

  async function mark(): Promise<void> {
    if (what.kind !== "mark") return;
    const environment = rules.environments.find((each) => each.name === what.to);
    if (what.version !== null && !(await exists(what.version))) return;
    if (environment?.alias !== undefined) {
      if (what.version === null) await reader.deleteAlias(model, environment.alias, signal).catch(() => {});
      else await reader.setAlias(model, environment.alias, what.version, signal);
    } else if (environment?.stage !== undefined && what.version !== null) {
      await reader.setStage(model, what.version, environment.stage, signal);
    }
  }

  /** Of a clock far ahead: nothing of this may push other ids. */
  function id(): string {
    return `01ZZZZZZZZ${String(++made).padStart(16, "0")}`;
  }
}

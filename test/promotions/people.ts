import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import type { Registry } from "#registry/api.ts";
import { RegistryError, type RegistryErrorKind } from "#registry/model/errors.ts";
import type { ActInput } from "#registry/promotion/acts.ts";
import { tagPrefix } from "#registry/promotion/events.ts";
import { presentOf, readFacts } from "#registry/promotion/facts.ts";
import type { PromotionLog } from "#registry/promotion/log/promotionLog.ts";
import { versionTags } from "#registry/promotion/log/versionTags.ts";
import type { ActContext } from "#registry/promotion/record.ts";
import { readSeen, type Seen, seenToken } from "#registry/promotion/seen.ts";
import { policyWith, testClock } from "#registry/promotion/testEvents.ts";
import type { Environment, EventType, Policy } from "#registry/promotion/types.ts";
import { openSqliteRegistry } from "#registry/sqlite/sqliteRegistry.ts";
import { minimalStore } from "#registry/sqlite/testStore.ts";

const { signal } = new AbortController();

/** What most tests ask for: v2 of `scorer` into prod, where v1 is. */
export const input: ActInput = { model: "scorer", version: "2", to: "prod", comment: "because" };

/** People who act on one real store, each with a window and a connection of their own. Made anew for each test. */
export class People {
  readonly clock = testClock(1_764_244_716_000);
  #folder = "";
  #open: Registry[] = [];

  /** The store's file. */
  get path(): string {
    return join(this.#folder, "mlflow.db");
  }

  start(): void {
    this.#folder = mkdtempSync(join(tmpdir(), "slipway-acts-"));
    minimalStore(join(this.#folder, "mlflow.db"));
    const version = (n: number) =>
      `INSERT INTO model_versions VALUES ('scorer', ${n}, 1, 1, NULL, NULL, 'None', 'runs:/r1/model', 'r1', 'READY', NULL, NULL);`;
    this.sql(`${version(2)}${version(3)} INSERT INTO registered_model_aliases VALUES ('champion', 1, 'scorer');`);
  }

  stop(): void {
    for (const registry of this.#open) registry.close();
    this.#open = [];
    rmSync(this.#folder, { recursive: true, force: true });
  }

  /** Changes the store behind everybody's back. */
  sql(text: string): void {
    const database = new DatabaseSync(join(this.#folder, "mlflow.db"));
    database.exec(text);
    database.close();
  }

  person(name: string, environment: Partial<Environment> = {}, gates: Policy["gates"] = {}): ActContext {
    const registry = openSqliteRegistry(join(this.#folder, "mlflow.db"), Date.now);
    this.#open.push(registry);
    return {
      ...{ registry, log: versionTags.in(registry), policy: policyWith(environment, gates), policyOrigin: { hash: "a", commit: "" } },
      ...{ me: `${name}@example.com`, now: this.clock.now, random: this.clock.random, pause: async () => undefined },
    };
  }

  /** What a person sees who looks now. */
  async look(context: ActContext, version = "2"): Promise<Seen> {
    return readSeen(seenToken(presentOf(await readFacts(context, { ...input, version }, signal))));
  }

  async champion(): Promise<string | undefined> {
    const model = await this.person("reader").registry.model("scorer", signal);
    return model.aliases.find((alias) => alias.alias === "champion")?.version;
  }

  /** Types of the events of a version, in order. */
  async types(version = "2"): Promise<string[]> {
    const { tags } = await this.person("reader").registry.version("scorer", version, signal);
    return tags.filter((tag) => tag.key.startsWith(tagPrefix)).map((tag) => tag.key.split(".").at(-1) ?? "");
  }
}

export function refuses(act: Promise<unknown>, kind: RegistryErrorKind, message: RegExp): Promise<void> {
  return assert.rejects(act, (error) => RegistryError.is(error, kind) && message.test(error.message));
}

/** The power goes before an event of this type is written. */
export function interruptAt(type: EventType, log: PromotionLog): PromotionLog {
  return {
    ...log,
    append(event, signal) {
      if (event.type === type) throw new RegistryError("unavailable", "The power went.", "Try again.");
      return log.append(event, signal);
    },
  };
}

import assert from "node:assert/strict";
import { cpSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Answer } from "#protocol/message.ts";
import { defaultSettings } from "#protocol/settings.ts";
import type { ActKind, ActOutcome, PromotionPage } from "#protocol/views/promotion.ts";
import type { Registry } from "#registry/api.ts";
import { versionTags } from "#registry/promotion/log/versionTags.ts";
import { testClock } from "#registry/promotion/testEvents.ts";
import { openSqliteRegistry } from "#registry/sqlite/sqliteRegistry.ts";
import { readPolicy } from "#server/formats/policy/readPolicy.ts";
import { promotionAct } from "#server/promotion/act.ts";
import type { PromotionContext } from "#server/promotion/context.ts";
import { promotionPage } from "#server/promotion/page.ts";

const example = new URL("../../examples/fraud-detection/", import.meta.url).pathname;
const { signal } = new AbortController();

/** The candidate of the sample's story: it asks for prod, where v12 is. */
export const v13 = { model: "fraud-scorer", version: "13" };

/** The sample's registry and policy, asked as the server asks; made anew for each test. */
export class Sample {
  readonly clock = testClock(1_795_400_000_000);
  #folder = "";
  #registry: Registry | undefined;

  get registry(): Registry {
    return this.#registry ?? assert.fail("the sample was not started");
  }

  /** The file of the registry, for what no call of a registry can write. */
  get store(): string {
    return join(this.#folder, "mlflow.db");
  }

  start(): void {
    this.#folder = mkdtempSync(join(tmpdir(), "slipway-page-"));
    for (const name of ["mlflow.db", "mlartifacts"]) cpSync(join(example, name), join(this.#folder, name), { recursive: true });
    this.#registry = openSqliteRegistry(this.store, this.clock.now);
  }

  stop(): void {
    this.#registry?.close();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  as(name: string): PromotionContext {
    const { policy } = readPolicy(readFileSync(join(example, "slipway.yaml"), "utf8"));
    assert.ok(policy);
    const world = {
      now: this.clock.now,
      random: this.clock.random,
      environment: {},
      backends: [],
      base64: () => "",
      fetch: globalThis.fetch,
      log: { info: () => {}, warn: () => {}, error: () => {} },
      files: { stat: async () => undefined, readText: async () => "", list: async () => [], pieces: () => assert.fail("no files here") },
    };
    const registry = { registry: this.registry, log: versionTags.in(this.registry) };
    return {
      ...registry,
      policy,
      policyFile: "slipway.yaml",
      me: name === "" ? "" : `${name}@example.com`,
      settings: defaultSettings,
      world,
    };
  }

  async page(name: string): Promise<PromotionPage> {
    return value(await promotionPage({ ...v13, to: "prod" }, this.as(name), signal));
  }

  /** `seen`: the page that was looked at; without it the one of now. */
  async act(name: string, kind: ActKind, comment: string, seen?: string): Promise<Answer<ActOutcome>> {
    const params = { target: { ...v13, to: "prod" }, act: kind, comment, seen: seen ?? (await this.page(name)).seen };
    return promotionAct(params, this.as(name), signal);
  }
}

export function value<T>(given: Answer<T>): T {
  assert.ok(given.ok, given.ok ? "" : given.problem.message);
  return given.value;
}

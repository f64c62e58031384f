import assert from "node:assert/strict";
import type { Registry } from "#registry/api.ts";
import { anyChange, noChange } from "#registry/model/changes.ts";
import { RegistryError } from "#registry/model/errors.ts";
import type { Policy } from "#registry/promotion/types.ts";
import { CachedRegistryFacts } from "./registryFacts.ts";

/** The calls that facts make, answered from a table; everything else would fail. */
function registryWith(aliases: () => readonly { alias: string; version: string }[]): Registry {
  const model = async (name: string): Promise<unknown> => {
    if (name === "down") throw new RegistryError("unavailable", "The server does not answer.", "Try again.");
    if (name !== "fraud") throw new RegistryError("notFound", "No such model.", "");
    return { name, aliases: aliases() };
  };
  return { model } as unknown as Registry;
}

describe("CachedRegistryFacts", () => {
  it("is unknown first, then known, and says so; absent only when the registry said it", async () => {
    let changes = 0;
    const registry = registryWith(() => [{ alias: "champion", version: "12" }]);
    const facts = new CachedRegistryFacts(
      () => registry,
      () => changes++,
    );
    for (const model of ["fraud", "other", "down"]) assert.equal(facts.aliases(model).state, "unknown");
    await facts.settled();
    assert.deepEqual(facts.aliases("fraud"), { state: "known", value: [{ alias: "champion", version: "12" }] });
    assert.equal(facts.aliases("other").state, "absent");
    assert.deepEqual(facts.aliases("down"), { state: "unknown", why: "The server does not answer." });
    assert.equal(facts.pending, false);
    assert.ok(changes > 0);
  });

  it("keeps an answer until there is a newer one, and tells of changes only", async () => {
    let version = "12";
    let changes = 0;
    const registry = registryWith(() => [{ alias: "champion", version }]);
    const facts = new CachedRegistryFacts(
      () => registry,
      () => changes++,
    );
    facts.aliases("fraud");
    await facts.settled();
    changes = 0;
    facts.invalidate(anyChange);
    await facts.settled();
    assert.equal(changes, 0);
    version = "13";
    facts.invalidate(anyChange);
    assert.deepEqual(facts.aliases("fraud"), { state: "known", value: [{ alias: "champion", version: "12" }] });
    await facts.settled();
    assert.deepEqual(facts.aliases("fraud"), { state: "known", value: [{ alias: "champion", version: "13" }] });
    assert.equal(changes, 1);
  });

  it("reads again what changed while it was read", async () => {
    let version = "12";
    const gate = Promise.withResolvers<void>();
    const registry = registryWith(() => [{ alias: "champion", version }]);
    const slow = {
      model: async (name: string) => {
        const before = await registry.model(name, new AbortController().signal);
        await gate.promise;
        return before;
      },
    } as unknown as Registry;
    const facts = new CachedRegistryFacts(
      () => slow,
      () => {},
    );
    facts.aliases("fraud");
    await Promise.resolve();
    version = "13";
    facts.invalidate({ ...noChange, models: ["fraud"] });
    gate.resolve();
    await facts.settled();
    assert.deepEqual(facts.aliases("fraud"), { state: "known", value: [{ alias: "champion", version: "13" }] });
  });

  it("forgets everything with another registry, and knows nothing without one", async () => {
    let registry: Registry | undefined = registryWith(() => []);
    const facts = new CachedRegistryFacts(
      () => registry,
      () => undefined,
    );
    facts.aliases("fraud");
    await facts.settled();
    registry = undefined;
    assert.deepEqual(facts.aliases("fraud"), { state: "unknown", why: "No registry is open." });
  });

  it("reads nothing again for a policy that is in force nowhere any more", async () => {
    let reads = 0;
    const version = async () => {
      reads++;
      throw new RegistryError("unavailable", "The server does not answer.", "Try again.");
    };
    const registry = { version, source: { uri: "sqlite:mlflow.db" } } as unknown as Registry;
    const facts = new CachedRegistryFacts(
      () => registry,
      () => undefined,
    );
    const edition = (approvals: number): Policy => ({ environments: [{ name: "prod", approvals }] }) as unknown as Policy;
    for (const approvals of [1, 2, 3]) facts.under(edition(approvals)).story("fraud", "1");
    facts.under(undefined).story("fraud", "1");
    await facts.settled();
    assert.equal(reads, 4);
    facts.keepUnder([edition(3)]);
    facts.invalidate(anyChange);
    await facts.settled();
    assert.equal(reads, 6);
  });
});

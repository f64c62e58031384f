import assert from "node:assert/strict";
import type { Registry, RunQuery } from "#registry/api.ts";
import { noChange } from "#registry/model/changes.ts";
import { RegistryError } from "#registry/model/errors.ts";
import { RunColumns } from "#registry/model/runColumns.ts";
import type { RunPage } from "#registry/model/types.ts";
import { LoadedRuns } from "./loadedRuns.ts";

/** A registry of some runs in pages, whose answers a test may hold back. */
class PagedRegistry {
  readonly asked: string[] = [];
  pages: readonly (readonly string[])[] = [["a", "b"], ["c"]];
  gate: Promise<void> = Promise.resolve();
  failure: RegistryError | undefined;

  get registry(): Registry {
    return this as unknown as Registry;
  }

  async runs({ pageToken }: RunQuery, signal: AbortSignal): Promise<RunPage> {
    this.asked.push(pageToken ?? "first");
    if (pageToken !== undefined) await this.gate;
    signal.throwIfAborted();
    if (this.failure) throw this.failure;
    const at = Number(pageToken ?? 0);
    const heads = (this.pages[at] ?? []).map((id) => ({
      ...{ id, name: id, experimentId: "1", status: "FINISHED", lifecycle: "active", user: "", startTime: 1, endTime: 2, artifactUri: "" },
    }));
    const columns = new RunColumns(heads);
    for (const [row, { id }] of heads.entries()) columns.metric(row, { key: `of ${id}`, value: row, step: 0, timestamp: 0 });
    return columns.page(at + 1 < this.pages.length ? String(at + 1) : undefined);
  }
}

describe("the runs that a page shows", () => {
  it("are there as soon as the first of them are, and all of them when the last one is", async () => {
    const store = new PagedRegistry();
    const gate = Promise.withResolvers<void>();
    store.gate = gate.promise;
    const loaded = new LoadedRuns();
    const some = await loaded.some(store.registry, { experimentIds: ["1"] });
    assert.deepEqual([some.page.ids, some.isComplete], [["a", "b"], false]);
    gate.resolve();
    const all = await loaded.all(store.registry, { experimentIds: ["1"] });
    assert.deepEqual([all.page.ids, all.isComplete], [["a", "b", "c"], true]);
    assert.deepEqual(
      all.page.metrics.map(({ key, rows }) => `${key}: ${rows.join()}`),
      ["of a: 0", "of b: 1", "of c: 2"],
    );
    assert.deepEqual((await loaded.some(store.registry, { experimentIds: ["1"] })).page.ids, ["a", "b", "c"]);
    assert.deepEqual(store.asked, ["first", "1"], "each page is asked for once");
  });

  it("are read again after a change of their experiment, and stay meanwhile", async () => {
    const store = new PagedRegistry();
    const loaded = new LoadedRuns();
    await loaded.all(store.registry, { experimentIds: ["1"] });
    loaded.changed({ ...noChange, experiments: ["2"] });
    await loaded.some(store.registry, { experimentIds: ["1"] });
    assert.equal(store.asked.length, 2);
    const gate = Promise.withResolvers<void>();
    store.gate = gate.promise;
    store.pages = [
      ["new", "a"],
      ["b", "c"],
    ];
    loaded.changed({ ...noChange, experiments: ["1"] });
    assert.equal(store.asked.length, 2, "nobody has asked since");
    const meanwhile = await loaded.some(store.registry, { experimentIds: ["1"] });
    assert.deepEqual([meanwhile.page.ids, meanwhile.isComplete], [["a", "b", "c"], false]);
    gate.resolve();
    assert.deepEqual((await loaded.all(store.registry, { experimentIds: ["1"] })).page.ids, ["new", "a", "b", "c"]);
  });

  it("fail as the registry does, and are asked for again by the next question", async () => {
    const store = new PagedRegistry();
    store.failure = new RegistryError("unavailable", "It does not answer.", "Wait.");
    const loaded = new LoadedRuns();
    await assert.rejects(loaded.some(store.registry, { experimentIds: ["1"] }), { kind: "unavailable" });
    await assert.rejects(loaded.all(store.registry, { experimentIds: ["1"] }), { kind: "unavailable" });
    store.failure = undefined;
    assert.equal((await loaded.all(store.registry, { experimentIds: ["1"] })).page.ids.length, 3);
  });

  it("are those of the registry that is open", async () => {
    const [one, other] = [new PagedRegistry(), new PagedRegistry()];
    other.pages = [["z"]];
    const loaded = new LoadedRuns();
    await loaded.all(one.registry, { experimentIds: ["1"] });
    assert.deepEqual((await loaded.all(other.registry, { experimentIds: ["1"] })).page.ids, ["z"]);
  });
});

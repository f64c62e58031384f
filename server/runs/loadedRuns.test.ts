import assert from "node:assert/strict";
import type { Registry, RunQuery } from "#registry/api.ts";
import { noChange } from "#registry/model/changes.ts";
import { RegistryError } from "#registry/model/errors.ts";
import { RunColumns } from "#registry/model/runColumns.ts";
import type { RunPage } from "#registry/model/types.ts";
import { unlessGivenUp } from "#registry/model/unlessGivenUp.ts";
import { LoadedRuns } from "./loadedRuns.ts";

const never = new AbortController().signal;

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
    if (pageToken !== undefined) await unlessGivenUp(this.gate, signal);
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
    const some = await loaded.some(store.registry, { experimentIds: ["1"] }, never);
    assert.deepEqual([some.page.ids, some.isComplete], [["a", "b"], false]);
    gate.resolve();
    const all = await loaded.all(store.registry, { experimentIds: ["1"] }, never);
    assert.deepEqual([all.page.ids, all.isComplete], [["a", "b", "c"], true]);
    assert.deepEqual(
      all.page.metrics.map(({ key, rows }) => `${key}: ${rows.join()}`),
      ["of a: 0", "of b: 1", "of c: 2"],
    );
    assert.deepEqual((await loaded.some(store.registry, { experimentIds: ["1"] }, never)).page.ids, ["a", "b", "c"]);
    assert.deepEqual(store.asked, ["first", "1"], "each page is asked for once");
  });

  it("are read again after a change of their experiment, and stay meanwhile", async () => {
    const store = new PagedRegistry();
    const loaded = new LoadedRuns();
    await loaded.all(store.registry, { experimentIds: ["1"] }, never);
    loaded.changed({ ...noChange, experiments: ["2"] });
    await loaded.some(store.registry, { experimentIds: ["1"] }, never);
    assert.equal(store.asked.length, 2);
    const gate = Promise.withResolvers<void>();
    store.gate = gate.promise;
    store.pages = [
      ["new", "a"],
      ["b", "c"],
    ];
    loaded.changed({ ...noChange, experiments: ["1"] });
    assert.equal(store.asked.length, 2, "nobody has asked since");
    const meanwhile = await loaded.some(store.registry, { experimentIds: ["1"] }, never);
    assert.deepEqual([meanwhile.page.ids, meanwhile.isComplete], [["a", "b", "c"], false]);
    gate.resolve();
    assert.deepEqual((await loaded.all(store.registry, { experimentIds: ["1"] }, never)).page.ids, ["new", "a", "b", "c"]);
  });

  it("fail as the registry does, and are asked for again by the next question", async () => {
    const store = new PagedRegistry();
    store.failure = new RegistryError("unavailable", "It does not answer.", "Wait.");
    const loaded = new LoadedRuns();
    await assert.rejects(loaded.some(store.registry, { experimentIds: ["1"] }, never), { kind: "unavailable" });
    await assert.rejects(loaded.all(store.registry, { experimentIds: ["1"] }, never), { kind: "unavailable" });
    store.failure = undefined;
    assert.equal((await loaded.all(store.registry, { experimentIds: ["1"] }, never)).page.ids.length, 3);
  });

  it("come to who waits for them, though there is a change meanwhile, and others ask again", async () => {
    const store = new PagedRegistry();
    const gate = Promise.withResolvers<void>();
    store.gate = gate.promise;
    const loaded = new LoadedRuns();
    const [some, all] = [loaded.some, loaded.all].map((ask) => ask.call(loaded, store.registry, { experimentIds: ["1"] }, never));
    loaded.changed({ ...noChange, experiments: ["1"] });
    const again = loaded.some(store.registry, { experimentIds: ["1"] }, never);
    gate.resolve();
    assert.deepEqual((await some)?.page.ids, ["a", "b"]);
    assert.deepEqual((await all)?.page.ids, ["a", "b", "c"]);
    assert.deepEqual((await again).page.ids, ["a", "b"]);
  });

  it("come to who waits for them, though pages of more experiments are opened than are kept", async () => {
    const store = new PagedRegistry();
    const loaded = new LoadedRuns();
    const asked = ["1", "2", "3", "4", "5"].map((id) => loaded.all(store.registry, { experimentIds: [id] }, never));
    assert.deepEqual(
      (await Promise.all(asked)).map(({ page }) => page.ids.length),
      [3, 3, 3, 3, 3],
    );
  });

  it("are not read on once nobody waits for them and they are old", async () => {
    const store = new PagedRegistry();
    const gate = Promise.withResolvers<void>();
    store.gate = gate.promise;
    store.pages = [["a"], ["b"], ["c"], ["d"]];
    const loaded = new LoadedRuns();
    const giveUp = new AbortController();
    const all = loaded.all(store.registry, { experimentIds: ["1"] }, giveUp.signal);
    await loaded.some(store.registry, { experimentIds: ["1"] }, never);
    loaded.changed({ ...noChange, experiments: ["1"] });
    giveUp.abort(new Error("superseded"));
    await assert.rejects(all, { message: "superseded" });
    gate.resolve();
    await new Promise((resolve) => setTimeout(resolve));
    assert.deepEqual(store.asked, ["first", "1"]);
  });

  it("stay as they were through one change after another, until as many are there again", async () => {
    const store = new PagedRegistry();
    const loaded = new LoadedRuns();
    await loaded.all(store.registry, { experimentIds: ["1"] }, never);
    store.gate = new Promise(() => {});
    for (let change = 1; change <= 3; change++) {
      loaded.changed({ ...noChange, experiments: ["1"] });
      await new Promise((resolve) => setTimeout(resolve));
      const { page } = await loaded.some(store.registry, { experimentIds: ["1"] }, never);
      assert.deepEqual([change, page.ids], [change, ["a", "b", "c"]]);
    }
  });

  it("are those of the registry that is open", async () => {
    const [one, other] = [new PagedRegistry(), new PagedRegistry()];
    other.pages = [["z"]];
    const loaded = new LoadedRuns();
    await loaded.all(one.registry, { experimentIds: ["1"] }, never);
    assert.deepEqual((await loaded.all(other.registry, { experimentIds: ["1"] }, never)).page.ids, ["z"]);
  });
});

import assert from "node:assert/strict";
import type { Answer } from "#protocol/message.ts";
import type { RowPage } from "#protocol/registryRequests.ts";
import { PagedList } from "./pagedList.ts";

const signal = new AbortController().signal;
const down: Answer<RowPage<number>> = { ok: false, problem: { kind: "unavailable", message: "gone", next: "wait" } };

/** A list of the numbers below `size`, two to a page; `store` can be changed under it. */
function numbers(store: { size: number; down: boolean; reads: number }): PagedList<number> {
  return new PagedList<number>(
    async (token) => {
      store.reads++;
      if (store.down) return down;
      const start = Number(token ?? 0);
      const rows = [start, start + 1].filter((row) => row < store.size);
      const more = start + 2 < store.size ? { nextPageToken: String(start + 2) } : {};
      return { ok: true, value: { rows, failures: [], ...more } };
    },
    () => 1000 + store.reads,
    String,
  );
}

describe("PagedList", () => {
  it("reads once and then answers from memory", async () => {
    const store = { size: 3, down: false, reads: 0 };
    const list = numbers(store);
    const states = await Promise.all([list.current(signal), list.current(signal)]);
    for (const state of states) assert.deepEqual([state.rows, state.hasMore], [[0, 1], true]);
    await list.current(signal);
    assert.equal(store.reads, 1);
  });

  it("reads as many pages again as were shown", async () => {
    const store = { size: 5, down: false, reads: 0 };
    const list = numbers(store);
    await list.loadMore(signal);
    assert.deepEqual(list.state.rows, [0, 1, 2, 3]);
    list.markStale();
    assert.deepEqual((await list.current(signal)).rows, [0, 1, 2, 3]);
    await list.loadMore(signal);
    assert.deepEqual([list.state.rows, list.state.hasMore], [[0, 1, 2, 3, 4], false]);
  });

  it("keeps its rows when a later read fails, says why and since when, and recovers", async () => {
    const store = { size: 2, down: false, reads: 0 };
    const list = numbers(store);
    await list.current(signal);
    store.down = true;
    list.markStale();
    const failed = await list.current(signal);
    assert.deepEqual([failed.rows, failed.problem?.message, failed.asOf], [[0, 1], "gone", 1001]);
    store.down = false;
    list.markStale();
    assert.equal((await list.current(signal)).problem, undefined);
  });

  it("has a row once that moved onto the next page, because one came before it", async () => {
    const store = ["c", "b", "a"];
    const list = new PagedList<string>(
      async (token) => {
        const start = Number(token ?? 0);
        const more = start + 2 < store.length ? { nextPageToken: String(start + 2) } : {};
        return { ok: true, value: { rows: store.slice(start, start + 2), failures: [], ...more } };
      },
      () => 0,
      (row) => row,
    );
    await list.current(signal);
    store.unshift("d");
    await list.loadMore(signal);
    assert.deepEqual(list.state.rows, ["c", "b", "a"]);
  });

  it("reads again when a change came during a read", async () => {
    const store = { size: 1, down: false, reads: 0 };
    const list = numbers(store);
    const reading = list.current(signal);
    store.size = 2;
    list.markStale();
    await reading;
    assert.deepEqual(list.state.rows, [0, 1]);
  });

  it("has no rows and a cause when the first read fails", async () => {
    const list = numbers({ size: 1, down: true, reads: 0 });
    const state = await list.current(signal);
    assert.deepEqual([state.rows, state.problem?.kind, state.asOf], [[], "unavailable", undefined]);
  });
});

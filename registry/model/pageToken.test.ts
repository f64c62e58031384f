import assert from "node:assert/strict";
import { RegistryError } from "./errors.ts";
import { allPages, pages } from "./pages.ts";
import { offsetOf, pageToken } from "./pageToken.ts";
import type { Page } from "./types.ts";

describe("a page token", () => {
  it("is MLflow's own, and leads back to its offset", () => {
    assert.equal(pageToken(50), btoa('{"offset":50}'));
    assert.deepEqual(
      [1, 50, 1e9].map((offset) => offsetOf(pageToken(offset))),
      [1, 50, 1e9],
    );
    assert.equal(offsetOf(btoa('{"offset": "50"}')), 50);
  });
  it("is not needed for the first page", () => assert.deepEqual([undefined, ""].map(offsetOf), [0, 0]));
  for (const token of [
    "bm90IG91cnM=",
    "ä",
    "null",
    ...["null", "{}", '{"offset":0}', '{"offset":-1}', '{"offset":1.5}', '{"offset":"x"}'].map(btoa),
  ]) {
    it(`${token} is none`, () => {
      assert.throws(() => offsetOf(token), {
        kind: "invalid",
        message: "The page token is not one of this registry.",
        next: "Load the list again from its start.",
      });
    });
  }
});

describe("the whole of a paged list", () => {
  /** A list with these pages; `tokens` names the next of each. */
  const list = (contents: readonly (readonly number[])[], tokenOf = String) => {
    const asked: unknown[] = [];
    const next = async (query: { readonly pageToken?: string }): Promise<Page<number>> => {
      const at = asked.push(query) - 1;
      const items = contents[at] ?? [];
      return at + 1 < contents.length ? { items, nextPageToken: tokenOf(at + 1) } : { items };
    };
    return { asked, next };
  };
  const error = {
    kind: "unavailable",
    message: "The registry gave the same page of a list twice.",
    next: "Ask again; if it goes on, look at the server.",
  };

  it("is all of its items, asked for page by page", async () => {
    const { asked, next } = list([[1, 2], [], [3]]);
    assert.deepEqual(await allPages(next), [1, 2, 3]);
    assert.deepEqual(asked, [{}, { pageToken: "1" }, { pageToken: "2" }]);
  });

  it("has no page twice, in a row or with others between: items of a list are unlike each other", async () => {
    assert.deepEqual(await allPages(list([[1, 2], [2], [1]]).next), [1, 2, 2, 1]);
    for (const again of [
      [[1], [2], [2], [3]],
      [[1], [2], [1]],
      [[1], [], [1]],
    ])
      await assert.rejects(allPages(list(again).next), error);
  });

  it("may have 50 pages without anything in a row, not 51", async () => {
    const empty = (count: number): number[][] => Array.from({ length: count }, () => []);
    assert.deepEqual(await allPages(list([...empty(50), [1], ...empty(50), [2]]).next), [1, 2]);
    await assert.rejects(allPages(list([...empty(51), [1]]).next), error);
  });

  it("has an end: no list is longer than 20,000 pages", async () => {
    let count = 0;
    const next = async () => ({ items: [count], nextPageToken: String(count++) });
    await assert.rejects(
      async () => {
        for await (const _item of pages(next));
      },
      (thrown) => RegistryError.is(thrown, "unavailable"),
    );
    assert.equal(count, 20_002);
  });
});

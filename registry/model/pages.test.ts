import assert from "node:assert/strict";
import { RegistryError } from "./errors.ts";
import { pages } from "./pages.ts";
import type { Page } from "./types.ts";

async function taken(items: AsyncIterable<number>, most = Number.POSITIVE_INFINITY): Promise<number[]> {
  const found: number[] = [];
  for await (const item of items) {
    found.push(item);
    if (found.length >= most) break;
  }
  return found;
}

describe("pages of a list", () => {
  const book: Readonly<Record<string, Page<number>>> = {
    first: { items: [1, 2], nextPageToken: "a" },
    a: { items: [], nextPageToken: "b" },
    b: { items: [3] },
  };

  it("come one after another, empty ones too, and only as far as they are asked for", async () => {
    const asked: string[] = [];
    const next = async ({ pageToken = "first" }) => {
      asked.push(pageToken);
      return book[pageToken] ?? assert.fail(pageToken);
    };
    assert.deepEqual(await taken(pages(next)), [1, 2, 3]);
    asked.length = 0;
    assert.deepEqual([await taken(pages(next), 2), asked], [[1, 2], ["first"]]);
  });

  for (const tokens of [
    ["x", "x"],
    ["x", "y", "x"],
  ]) {
    it(`end with an error when the tokens are ${tokens.join(", ")}, …`, async () => {
      let calls = 0;
      const next = async () => ({ items: [calls], nextPageToken: tokens[calls++ % tokens.length] ?? "" });
      await assert.rejects(taken(pages(next)), (error) => RegistryError.is(error, "unavailable"));
      assert.ok(calls <= tokens.length + 1);
    });
  }
});

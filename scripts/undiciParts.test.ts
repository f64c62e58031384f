import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import * as undici from "undici";

const parts = createRequire(import.meta.url)("./undiciParts.cjs") as Record<string, unknown>;

describe("the parts of undici in the bundles", () => {
  it("are undici's own, and all that the product takes from it", () => {
    const source = readFileSync(new URL("../server/nodeNetwork.ts", import.meta.url), "utf8");
    const taken = [...source.matchAll(/const \{ ([^}]+) \} = await import\("undici"\)/g)].flatMap(([, names = ""]) => names.split(", "));
    assert.ok(taken.length > 0);
    assert.deepEqual(Object.keys(parts).sort(), [...new Set(taken)].sort());
    assert.equal(parts["Agent"], undici.Agent);
    assert.equal(parts["ProxyAgent"], undici.ProxyAgent);
  });
});

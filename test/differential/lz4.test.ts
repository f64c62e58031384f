import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { unpackLz4Raw } from "#server/artifacts/parquet/lz4.ts";
import { requirePython } from "../contract/bothRegistries.ts";
import { generated } from "../generatedCases.ts";

const oracle = fileURLToPath(new URL("./lz4Oracle.py", import.meta.url));

/** Bytes with repetitions near and far, short and long. */
const piece = fc.oneof(
  fc.uint8Array({ maxLength: 40 }),
  fc
    .tuple(fc.uint8Array({ minLength: 1, maxLength: 6 }), fc.integer({ min: 1, max: 900 }))
    .map(([part, times]) => Buffer.alloc(part.length * times, part)),
);
const content = fc
  .array(piece, { maxLength: 12 })
  .chain((parts) =>
    fc
      .array(fc.nat(Math.max(0, parts.length - 1)), { maxLength: 20 })
      .map((order) => Buffer.concat([...parts, ...order.flatMap((at) => parts[at] ?? [])])),
  );

describe("what pyarrow packs with LZ4", function () {
  this.timeout(60_000);

  it("is unpacked to what it was", function () {
    const python = requirePython(this);
    const asked = [
      ...fc.sample(content, generated(600)),
      Buffer.alloc(200_000, 7),
      Buffer.concat([Buffer.alloc(70_000), Buffer.from("end"), Buffer.alloc(70_000)]),
    ];
    const input = JSON.stringify(asked.map((bytes) => bytes.toString("base64")));
    const { stdout, stderr, status } = spawnSync(python, [oracle], { input, encoding: "utf8", maxBuffer: 1e9 });
    assert.equal(status, 0, stderr);
    const packed = JSON.parse(stdout) as string[];
    assert.ok(packed.filter((text, at) => text.length < (asked[at]?.length ?? 0)).length > 300, "most of them get shorter");
    for (const [at, text] of packed.entries()) {
      const whole = asked[at] ?? assert.fail();
      assert.ok(whole.equals(unpackLz4Raw(Buffer.from(text, "base64"), whole.length)), `case ${at} of ${whole.length} bytes`);
    }
  });
});

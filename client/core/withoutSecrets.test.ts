import assert from "node:assert/strict";
import fc from "fast-check";
import { generated } from "#test/generatedCases.ts";
import { withoutSecrets } from "./withoutSecrets.ts";

describe("withoutSecrets", () => {
  it("leaves no password and no token of a message, however it is spelt, and the rest as it was", () => {
    const secret = fc.string({ minLength: 4, unit: "binary" }).filter((text) => text.trim().length > 3);
    fc.assert(
      fc.property(secret, fc.constantFrom("password", "token"), fc.constantFrom(0, 2, 4), (value, key, indent) => {
        const message = { credentials: [{ origin: "https://host", username: "ana", [key]: value }], other: "kept" };
        const cleaned: unknown = JSON.parse(withoutSecrets(JSON.stringify(message, null, indent)));
        assert.deepEqual(cleaned, { credentials: [{ origin: "https://host", username: "ana", [key]: "…" }], other: "kept" });
      }),
      generated(500),
    );
  });

  it("leaves no password of an address", () => {
    const traced = JSON.stringify({
      settings: { registry: "http://ana:hun@ter/2@host:5000" },
      text: "registry: https://ana:hunter2@host\nx",
    });
    assert.doesNotMatch(withoutSecrets(traced), /hun|ter/);
    assert.match(withoutSecrets(traced), /ana:…@host:5000/);
  });
});

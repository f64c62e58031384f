import assert from "node:assert/strict";
import { computerOfUri } from "./computer.ts";
import { RegistryError } from "./errors.ts";
import { naturalOrder } from "./naturalOrder.ts";
import { shortName } from "./person.ts";

describe("names", () => {
  it("of people are shown by what is before the @", () => {
    assert.deepEqual(["ana@example.com", "a@b@c", "ana", "@example.com", ""].map(shortName), ["ana", "a", "ana", "@example.com", ""]);
  });

  it("that differ are never in the same place", () => {
    // The same to a collator: a soft hyphen and a letter in two forms.
    for (const [left, right] of [
      ["co\u00adop", "coop"],
      ["e\u0301", "é"],
    ] as const) {
      assert.equal(naturalOrder(left, right), -naturalOrder(right, left));
      assert.notEqual(naturalOrder(left, right), 0);
    }
    assert.equal(naturalOrder("coop", "coop"), 0);
  });

  it("of other computers are only those at the start of an address", () => {
    const uris = ["x-sqlite://///nas/a", "my-file://nas/b", "file://[", "sqlite:///a\n//nas", "file:///c", "sqlite://///NAS/a"];
    assert.deepEqual(uris.map(computerOfUri), ["nas", "", "", "", "", "nas"]);
  });
});

describe("an error of a registry", () => {
  it("says what, what next, from what, and how long to wait", () => {
    const cause = new Error("below");
    const error = new RegistryError("rateLimited", "Too many.", "Wait.", { cause, retryAfter: 20 });
    assert.deepEqual(
      [error.name, error.kind, error.message, error.next, error.cause, error.retryAfter],
      ["RegistryError", "rateLimited", "Too many.", "Wait.", cause, 20],
    );
    assert.equal("cause" in new RegistryError("invalid", "", ""), false);
  });

  it("is told from others, and by its kind", () => {
    const error = new RegistryError("invalid", "", "");
    const answers = [RegistryError.is(error), RegistryError.is(error, "invalid"), RegistryError.is(error, "conflict")];
    assert.deepEqual(answers, [true, true, false]);
    for (const other of [new Error("x"), { kind: "invalid" }, undefined]) {
      assert.deepEqual([RegistryError.is(other), RegistryError.is(other, "invalid")], [false, false]);
    }
  });
});

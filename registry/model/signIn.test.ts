import assert from "node:assert/strict";
import { personalSignIn, signInOf } from "./address.ts";

const host = "https://host";

describe("what to sign in with", () => {
  const environments: readonly (readonly [
    username: string | undefined,
    password: string | undefined,
    token: string | undefined,
    answer: unknown,
  ])[] = [
    ["ana", "hunter2", "t0ken", { username: "ana", password: "hunter2" }],
    ["ana", undefined, "t0ken", { token: "t0ken" }],
    ["ana", "", "t0ken", { token: "t0ken" }],
    [undefined, "hunter2", "t0ken", { token: "t0ken" }],
    ["", "hunter2", undefined, undefined],
    ["ana", undefined, undefined, undefined],
    [undefined, undefined, "", undefined],
  ];
  for (const [username, password, token, answer] of environments) {
    it(`the environment's name ${username}, password ${password && "given"}, token ${token && "given"}`, () => {
      const environment = { MLFLOW_TRACKING_USERNAME: username, MLFLOW_TRACKING_PASSWORD: password, MLFLOW_TRACKING_TOKEN: token };
      assert.deepEqual(personalSignIn({ environment }, host, [host]), answer);
      assert.equal(personalSignIn({ environment }, host, ["https://other"]), undefined);
    });
  }

  it("what stands in an address counts only with a name and a password", () => {
    const addresses = ["https://ana:x%20y@host", "https://ana@host", "https://:secret@host", "https://host", "no address"];
    assert.deepEqual(addresses.map(signInOf), [{ username: "ana", password: "x y" }, undefined, undefined, undefined, undefined]);
  });
});

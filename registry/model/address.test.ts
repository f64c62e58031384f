import assert from "node:assert/strict";
import fc from "fast-check";
import { generated } from "#test/generatedCases.ts";
import { originOf, personalSignIn, signInOf, withoutSignIn } from "./address.ts";

describe("originOf", () => {
  const same: readonly (readonly string[])[] = [
    ["https://mlflow.internal", "https://mlflow.internal:443", "HTTPS://MLflow.Internal/path?x#y", "https://ana:secret@mlflow.internal/"],
    ["http://mlflow.internal", "http://mlflow.internal:80/", "http:mlflow.internal"],
    ["http://127.0.0.1:5000", "http://127.1:5000", "http://127.0.0.1.:5000", "http://2130706433:5000"],
    ["http://[::1]:5000", "http://[0:0:0:0:0:0:0:1]:5000/x", "http://a:b@[::1]:5000"],
    ["https://mlflow.internal."],
    ["https://mlflow.internal:80"],
    ["https://mlflow"],
  ];
  for (const [first = "", ...others] of same) {
    it(`${first} is ${others.join(", ") || "itself"}, and none of the other addresses`, () => {
      for (const other of others) assert.equal(originOf(other), originOf(first), other);
      for (const stranger of same.flat().filter((uri) => uri !== first && !others.includes(uri))) {
        assert.notEqual(originOf(stranger), originOf(first), stranger);
      }
    });
  }

  for (const uri of [
    undefined,
    "",
    "sqlite:///mlflow.db",
    "file://host/x",
    "ftp://host",
    "mlflow.internal:5000",
    "http://",
    "http://a b",
  ]) {
    it(`none: ${uri}`, () => assert.equal(originOf(uri), undefined));
  }
});

describe("withoutSignIn", () => {
  const cases: readonly (readonly [string, string])[] = [
    ["http://ana:hunter2@mlflow.internal:5000", "http://mlflow.internal:5000"],
    ["http://ana:hunter2@mlflow.internal:5000/", "http://mlflow.internal:5000/"],
    ["https://ana:hunter2@host/base/path?x=1", "https://host/base/path?x=1"],
    ["http://ana@host", "http://host"],
    ["http://ana:hun@ter2@host", "http://host"],
    ["http://ana:hunter2/@host", "http://host"],
    ["http://ana:hunter2#@host:5000", "http://host:5000"],
    ["http:ana:hunter2@host", "http://host"],
    ["ana:hunter2@host:5000", "ana:host:5000"],
    ["postgresql://ana:hunter2@db/mlflow", "postgresql://db/mlflow"],
    ["http://host/a@b", "http://host/a@b"],
    ["sqlite:////home/ana@work/mlflow.db", "sqlite:////home/ana@work/mlflow.db"],
    ["/home/ana@work/mlflow.db", "/home/ana@work/mlflow.db"],
    ["C:\\ana@work\\mlflow.db", "C:\\ana@work\\mlflow.db"],
  ];
  for (const [uri, clean] of cases) it(uri, () => assert.equal(withoutSignIn(uri), clean));

  // But for one that reads as the rest of an address: a port with a path, or an @ with a path, a query or a fragment.
  it("holds no password whatever else it is made of", () => {
    const odd = fc.string({ unit: fc.constantFrom(":", "/", "\\", "?", "#", "%", " ", "a", "1", "[", "]") });
    const parts = fc.tuple(
      fc.constantFrom("http://", "https://", "HTTP:", "postgresql://", "http:/", "mysql+x://"),
      odd,
      odd,
      fc.constantFrom("", "ana", "a b", "a@work"),
    );
    fc.assert(
      fc.property(parts, ([scheme, before, after, name]) => {
        assert.ok(!withoutSignIn(`${scheme}${name}:x${before}hunter2${after}@host:5000/x`).includes("hunter2"));
      }),
      generated(2000),
    );
  });
});

describe("signInOf", () => {
  const cases: readonly (readonly [string, readonly [string, string] | undefined])[] = [
    ["http://ana:hunter2@host", ["ana", "hunter2"]],
    ["http://ana%40work:p%25%3A%40%2F@host", ["ana@work", "p%:@/"]],
    ["http://ana:100%@host", ["ana", "100%"]],
    ["http://ana:%C3%A4%ff@host", ["ana", "ä\uFFFD"]],
    ["http://ana:ä@host", ["ana", "ä"]],
    ["http://ana@host", undefined],
    ["http://host", undefined],
    ["no address", undefined],
  ];
  for (const [uri, expected] of cases) {
    it(uri, () => assert.deepEqual(signInOf(uri), expected && { username: expected[0], password: expected[1] }));
  }
});

describe("personalSignIn", () => {
  const all = { MLFLOW_TRACKING_USERNAME: "ana", MLFLOW_TRACKING_PASSWORD: "hunter2", MLFLOW_TRACKING_TOKEN: "t0ken" };

  it("gives nothing to a server that the person did not name", () => {
    for (const named of [[], [undefined], ["https://host:8443", "http://host", "https://host."]]) {
      assert.equal(personalSignIn({ environment: all }, "https://host", named), undefined);
    }
    assert.deepEqual(personalSignIn({ environment: all }, "https://host", [undefined, "https://HOST:443/x"]), {
      username: "ana",
      password: "hunter2",
    });
  });
});

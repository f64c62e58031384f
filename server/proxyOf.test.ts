import assert from "node:assert/strict";
import { defaultProxySettings } from "#protocol/proxySettings.ts";
import { proxyOf } from "./proxyOf.ts";

const through = "http://proxy:3128";

describe("the proxy on the way to a server", () => {
  const cases: readonly (readonly [origin: string, without: string, isDirect: boolean])[] = [
    ["https://mlflow.corp", "", false],
    ["https://mlflow.corp", "mlflow.corp", true],
    ["https://MLflow.corp", "mlflow.CORP", true],
    ["https://mlflow.corp", "corp", true],
    ["https://mlflow.corp", ".corp", true],
    ["https://mlflow.corp", "*.corp", true],
    ["https://mlflow.corp", "a, b ,mlflow.corp", true],
    ["https://mlflow.corp", "flow.corp", false],
    ["https://mlflow.corp", "orp", false],
    ["https://mlflow.corp", "mlflow.corp.evil", false],
    ["https://mlflow.corp:8443", "mlflow.corp:8443", true],
    ["https://mlflow.corp:8443", "mlflow.corp:443", false],
    ["https://mlflow.corp", "mlflow.corp:443", true],
    ["http://mlflow.corp", "mlflow.corp:80", true],
    ["https://mlflow.corp", "*", true],
    ["https://10.0.0.7", "10.0.0.7", true],
    ["https://[fd00::7]", "fd00::7", true],
    ["https://localhost:5000", "", true],
    ["https://127.0.0.2", "", true],
    ["https://[::1]:5000", "", true],
    ["https://localhost.corp", "", false],
  ];
  for (const [origin, without, isDirect] of cases) {
    it(`${origin} with NO_PROXY “${without}”: ${isDirect ? "none" : "there is one"}`, () => {
      const expected = isDirect ? undefined : through;
      const environment = { HTTP_PROXY: through, HTTPS_PROXY: through };
      assert.equal(proxyOf(origin, defaultProxySettings, { ...environment, NO_PROXY: without }), expected);
      assert.equal(proxyOf(origin, { ...defaultProxySettings, without: without.split(",") }, environment), expected);
    });
  }

  it("may be written without its scheme; one that is not spoken here counts as none", () => {
    assert.equal(proxyOf("https://a.b", defaultProxySettings, { HTTPS_PROXY: "proxy:3128" }), through);
    assert.equal(proxyOf("https://a.b", defaultProxySettings, { HTTPS_PROXY: "socks5://proxy:1080" }), undefined);
    assert.equal(proxyOf("https://a.b", defaultProxySettings, { HTTPS_PROXY: "http://" }), undefined);
  });
});

import assert from "node:assert/strict";
import type { OpenWorld } from "./backend.ts";
import { backends } from "./backends.ts";
import { absoluteRegistryUri } from "./discovery.ts";
import { RegistryError } from "./model/errors.ts";
import { openRegistry } from "./open.ts";

const world: OpenWorld = {
  fetch: () => assert.fail("contacted"),
  now: () => 0,
  random: () => 0,
  sleep: () => assert.fail("waited"),
  authorize: () => assert.fail("asked for credentials"),
};

describe("openRegistry", () => {
  const stores: readonly (readonly [uri: string, name: string, source: string])[] = [
    ["mlruns", "mlruns", "."],
    ["./mlruns/", "mlruns", "."],
    ["file:///srv/ml/mlruns", "mlruns", "."],
    ["FILE:///srv/ml/mlruns?x#y", "mlruns", "."],
    ["file:///C:/ml/mlruns", "mlruns", "."],
    ["C:\\ml\\mlruns", "mlruns", "."],
    ["file:///srv/my%20runs", "my runs", '"my runs"'],
    ["/srv/100%", "100%", '"100%"'],
    ["old-runs", "old-runs", "old-runs"],
  ];
  for (const [uri, name, source] of stores) {
    it(`says of the file store ${uri} which command takes it over`, () => {
      assert.throws(
        () => openRegistry(absoluteRegistryUri(uri, "file:///home/ana"), world, backends),
        (error) => {
          assert.ok(RegistryError.is(error, "unsupported"));
          assert.equal(error.message, `${name}/ is a file store, which this version of Slipway does not read yet.`);
          assert.ok(error.next.includes(`mlflow migrate-filestore --source ${source} --target sqlite:///mlflow.db`), error.next);
          return true;
        },
      );
    });
  }

  it("contacts nothing by itself, and shows no password", () => {
    const registry = openRegistry("https://ana:hunter2@mlflow.internal/base/", world, backends);
    assert.deepEqual(registry.source, { uri: "https://mlflow.internal/base", kind: "mlflow", shared: true, label: "mlflow.internal" });
    registry.close();
  });

  for (const uri of ["http://ana:hunter2@", "ana:hunter2@host", "postgresql://ana:hunter2@db/mlflow", "databricks:", "nothing"]) {
    it(`refuses ${uri} without repeating it`, () => {
      assert.throws(
        () => openRegistry(uri, world, backends),
        (error) => error instanceof RegistryError && !/hunter2/.test(error.message + error.next),
      );
    });
  }
});

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
  const folders: readonly (readonly [uri: string, opened: string, label: string])[] = [
    ["mlruns", "file:///home/ana/mlruns", "mlruns"],
    ["./mlruns/", "file:///home/ana/mlruns", "mlruns"],
    ["FILE:///srv/ml/mlruns/?x#y", "file:///srv/ml/mlruns", "mlruns"],
    ["file:///srv/my%20runs", "file:///srv/my%20runs", "my runs"],
    ["/srv/100% #1", "file:///srv/100%25%20%231", "100% #1"],
  ];
  for (const [uri, opened, label] of folders) {
    it(`opens the file store ${uri}`, () => {
      const registry = openRegistry(absoluteRegistryUri(uri, "file:///home/ana", backends), world, backends);
      assert.deepEqual(registry.source, { uri: opened, kind: "filestore", shared: false, label });
      registry.close();
    });
  }

  it("contacts nothing by itself, and shows no password", () => {
    const registry = openRegistry("https://ana:hunter2@mlflow.internal/base/", world, backends);
    const runPage = "https://mlflow.internal/base/#/experiments/{experiment}/runs/{run}";
    assert.deepEqual(registry.source, {
      uri: "https://mlflow.internal/base",
      kind: "mlflow",
      shared: true,
      label: "mlflow.internal",
      runPage,
    });
    registry.close();
  });

  for (const uri of ["uc:http://127.0.0.1:8080", "UC:https://catalog.example", "uc:databricks-uc"]) {
    it(`says of ${uri} what is lacking there and what to use instead, and promises nothing of another extension`, () => {
      assert.throws(
        () => openRegistry(absoluteRegistryUri(uri, "file:///home/ana", backends), world, backends),
        (error) =>
          RegistryError.is(error, "unsupported") &&
          /Unity Catalog .* no runs/.test(error.message) &&
          /MLflow server .* databricks-uc:\/\/PROFILE/.test(error.next) &&
          !/extension/.test(error.next),
      );
    });
  }

  for (const uri of [
    "uc:http://ana:hunter2@catalog.example",
    "http://ana:hunter2@",
    "ana:hunter2@host",
    "postgresql://ana:hunter2@db/mlflow",
    "databricks://ana:hunter2@host",
    "nothing",
    "file:///%zz/ana:hunter2",
  ]) {
    it(`refuses ${uri} without repeating it`, () => {
      assert.throws(
        () => openRegistry(uri, world, backends),
        (error) => error instanceof RegistryError && !/hunter2/.test(error.message + error.next),
      );
    });
  }
});

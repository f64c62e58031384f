import assert from "node:assert/strict";
import type { FolderContent } from "./backend.ts";
import { backends } from "./backends.ts";
import { absoluteRegistryUri, type DiscoveryInput, discoverRegistry } from "./discovery.ts";
import { RegistryError } from "./model/errors.ts";

const folder = "file:///home/ana/fraud%20detection";

/** A folder with a folder `mlruns`. */
const content = (exists: (path: string) => boolean): FolderContent => ({
  exists: async (path) => exists(path),
  list: async (path) => (path === "mlruns" ? ["models", "0", "12"] : []),
});

describe("absoluteRegistryUri", () => {
  const cases: readonly (readonly [string, string, string])[] = [
    ["sqlite:///mlflow.db", folder, "sqlite:////home/ana/fraud detection/mlflow.db"],
    ["sqlite:///./db/mlflow.db", folder, "sqlite:////home/ana/fraud detection/db/mlflow.db"],
    ["sqlite:///../mlflow.db", folder, "sqlite:////home/ana/mlflow.db"],
    ["sqlite:////srv/mlflow.db", folder, "sqlite:////srv/mlflow.db"],
    ["sqlite:///C:/data/mlflow.db", folder, "sqlite:///C:/data/mlflow.db"],
    ["sqlite:///C:\\data\\mlflow.db", folder, "sqlite:///C:\\data\\mlflow.db"],
    ["sqlite:///mlflow.db", "file:///c%3A/Users/ana", "sqlite:///c:/Users/ana/mlflow.db"],
    ["sqlite:///mlflow.db", "file://nas/share", "sqlite://///nas/share/mlflow.db"],
    ["data/mlflow.db", folder, "sqlite:////home/ana/fraud detection/data/mlflow.db"],
    ["C:\\data\\mlflow.db", folder, "sqlite:///C:\\data\\mlflow.db"],
    ["http://mlflow.internal:5000", folder, "http://mlflow.internal:5000"],
    ["mlruns", folder, "file:///home/ana/fraud detection/mlruns"],
    ["/srv/100%/a#b?/mlruns", folder, "file:///srv/100%25/a%23b%3F/mlruns"],
    ["databricks", folder, "databricks:"],
  ];
  for (const [uri, base, expected] of cases)
    it(`${uri} in ${base}`, () => assert.equal(absoluteRegistryUri(uri, base, backends), expected));

  it("refuses a relative path without a folder", () => {
    assert.throws(
      () => absoluteRegistryUri("sqlite:///mlflow.db", undefined, backends),
      (error) => RegistryError.is(error, "invalid"),
    );
  });
});

describe("discoverRegistry", () => {
  const all: DiscoveryInput = {
    setting: "http://setting:1",
    policy: "http://policy:2",
    environment: "http://environment:3",
    folder,
    content: content(() => true),
    backends,
  };
  const files = { setting: "", policy: "", environment: "" };
  const database = "sqlite:////home/ana/fraud detection/mlflow.db";
  const cases: readonly (readonly [string, Partial<DiscoveryInput>, string | undefined, RegExp])[] = [
    ["the setting first", {}, "http://setting:1", /setting/],
    ["then slipway.yaml", { setting: "" }, "http://policy:2", /slipway\.yaml/],
    ["then the environment", { setting: "", policy: undefined }, "http://environment:3", /MLFLOW_TRACKING_URI/],
    ["then mlflow.db", { setting: " ", policy: undefined, environment: undefined }, database, /folder/],
    [
      "then mlruns",
      { ...files, content: content((path) => path === "mlruns/12/meta.yaml") },
      "file:///home/ana/fraud detection/mlruns",
      /folder/,
    ],
    ["mlflow.db beside mlruns", { ...files, content: content(() => true) }, database, /folder/],
    [
      "no mlruns of artifacts alone",
      { ...files, content: content((path) => path !== "mlflow.db" && !path.endsWith("0/meta.yaml") && !path.endsWith("12/meta.yaml")) },
      undefined,
      /^$/,
    ],
    ["nothing in an empty folder", { setting: "", policy: "", environment: "", content: content(() => false) }, undefined, /^$/],
    ["nothing without a folder", { setting: "", policy: "", environment: "", folder: undefined }, undefined, /^$/],
  ];
  for (const [title, change, uri, why] of cases) {
    it(title, async () => {
      const found = await discoverRegistry({ ...all, ...change });
      assert.equal(found?.uri, uri);
      assert.match(found?.why ?? "", why);
    });
  }

  const shared = "sqlite://///nas/share/mlflow.db";
  for (const text of ["//nas/share/mlflow.db", "\\\\nas\\share\\mlflow.db", shared, "file://nas/share/mlruns"]) {
    it(`slipway.yaml may not lead to another computer: ${text}`, async () => {
      await assert.rejects(
        discoverRegistry({ ...all, setting: "", policy: text }),
        /slipway\.yaml names a registry on another computer, nas/,
      );
      assert.ok(await discoverRegistry({ ...all, setting: text }), "a person may, in the setting");
      assert.ok(await discoverRegistry({ ...all, setting: "", policy: text, folder: "file://NAS/share/ws" }), "it is the folder's own");
    });
  }
});

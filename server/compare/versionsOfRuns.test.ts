import assert from "node:assert/strict";
import type { Registry } from "#registry/api.ts";
import { RegistryError } from "#registry/model/errors.ts";
import type { Policy } from "#registry/promotion/types.ts";
import { registryWith } from "#registry/sqlite/testRegistry.ts";
import { runRows } from "./testContext.ts";
import { versionsOfRuns } from "./versionsOfRuns.ts";

const signal = new AbortController().signal;

/** `model version run [stage]` */
function versionRows(...rows: readonly string[]): string {
  const values = rows.map((row) => {
    const [model, version, run, stage = "None"] = row.split(" ");
    return `('${model}', ${version}, 1, 1, NULL, NULL, '${stage}', 'x', '${run}', 'READY', NULL, NULL)`;
  });
  return `INSERT INTO model_versions VALUES ${values.join(", ")};`;
}

const models = (...names: readonly string[]) =>
  `INSERT INTO registered_models VALUES ${names.map((name) => `('${name}', 1, 1, NULL)`).join(", ")};`;
const aliases = (...rows: readonly (readonly [string, number, string])[]) =>
  `INSERT INTO registered_model_aliases VALUES ${rows.map(([alias, version, model]) => `('${alias}', ${version}, '${model}')`).join(", ")};`;

const environment = { approvals: 0, approvers: [], selfApproval: true, apply: "onApproval" } as const;
const policy: Policy = {
  environments: [
    { ...environment, name: "dev" },
    { ...environment, name: "staging", alias: "challenger" },
    { ...environment, name: "prod", alias: "champion" },
  ],
  gates: {},
  models: {},
};
const staged: Policy = {
  ...policy,
  environments: [
    { ...environment, name: "dev" },
    { ...environment, name: "prod", stage: "Production" },
  ],
};

describe("versionsOfRuns", () => {
  const labels = async (sql: string, runIds: readonly string[], by?: Policy) => {
    const { registry, close } = registryWith(runRows("a", "b", "c") + sql);
    try {
      return Object.fromEntries(
        [...(await versionsOfRuns(registry, by, runIds, signal))].map(([run, { model, label }]) => [run, `${model} ${label}`]),
      );
    } finally {
      close();
    }
  };

  it("takes the higher of two versions that a run became, counted as numbers", async () => {
    assert.deepEqual(await labels(versionRows("scorer 9 a", "scorer 10 a"), ["a"]), { a: "scorer v10" });
  });

  it("takes the higher version over all models, wherever it comes in their order", async () => {
    const sql = models("m1", "m2", "m3") + versionRows("m1 3 a", "m2 5 a", "m3 4 a");
    assert.deepEqual(await labels(sql, ["a"]), { a: "m2 v5" });
    assert.deepEqual(
      await labels(models("m1", "m2") + versionRows("m1 4 a", "m2 4 a"), ["a"]),
      { a: "m1 v4" },
      "the first of two that are as high",
    );
  });

  it("takes the one that stands highest before a higher number, in any order", async () => {
    const marked = aliases(["champion", 2, "scorer"], ["challenger", 8, "scorer"]);
    assert.deepEqual(await labels(versionRows("scorer 2 a", "scorer 8 a", "scorer 9 a") + marked, ["a"], policy), { a: "scorer v2 prod" });
    const first = models("a1", "z1") + versionRows("a1 2 a", "z1 9 a") + aliases(["champion", 2, "a1"], ["challenger", 9, "z1"]);
    assert.deepEqual(await labels(first, ["a"], policy), { a: "a1 v2 prod" });
    const last = models("a1", "z1") + versionRows("a1 9 a", "z1 2 a") + aliases(["challenger", 9, "a1"], ["champion", 2, "z1"]);
    assert.deepEqual(await labels(last, ["a"], policy), { a: "z1 v2 prod" });
  });

  it("names an alias where no policy says what it means, before a version without one", async () => {
    const sql = versionRows("scorer 2 a", "scorer 9 a", "scorer 3 b") + aliases(["best", 2, "scorer"]);
    assert.deepEqual(await labels(sql, ["a", "b"]), { a: "scorer v2 @best", b: "scorer v3" });
  });

  it("names only the runs that were asked for, and none that became no version", async () => {
    assert.deepEqual(await labels(versionRows("scorer 2 a", "scorer 3 b"), ["b", "c"]), { b: "scorer v3" });
  });

  it("knows who stands in a stage behind any number of newer versions", async () => {
    const many = Array.from({ length: 230 }, (_, index) => `scorer ${index + 10} b`);
    assert.deepEqual(await labels(versionRows("scorer 5 a Production", ...many), ["a"], staged), { a: "scorer v5 prod" });
  });

  it("names versions of a registry that has no stages, under a policy with stages", async () => {
    const { registry, close } = registryWith(runRows("a") + versionRows("scorer 5 a"));
    try {
      const without = (error: Error): Registry => ({ ...registry, versionsInStages: () => Promise.reject(error) });
      const unsupported = without(new RegistryError("unsupported", "This registry has no stages.", "Use aliases."));
      assert.equal((await versionsOfRuns(unsupported, staged, ["a"], signal)).get("a")?.label, "v5");
      await assert.rejects(versionsOfRuns(without(new RegistryError("unavailable", "Down.", "Wait.")), staged, ["a"], signal));
    } finally {
      close();
    }
  });
});

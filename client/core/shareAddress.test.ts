import assert from "node:assert/strict";
import fc from "fast-check";
import { generated } from "#test/generatedCases.ts";
import { comparisonAddress, readComparisonAddress } from "./shareAddress.ts";

const id = fc.stringMatching(/^[\w-]{1,40}$/);
const read = (address: string) => {
  const url = new URL(address);
  return readComparisonAddress(url.pathname, url.search.slice(1));
};

describe("the address of a comparison", () => {
  it("says the same runs in the same order, and the server that they are on", () => {
    fc.assert(
      fc.property(fc.uniqueArray(id, { minLength: 1, maxLength: 20 }), fc.webUrl(), (runIds, registry) => {
        assert.deepEqual(read(comparisonAddress("vscode", "p.slipway", { registry, runIds })), { registry, runIds });
      }),
      generated(300),
    );
  });

  it("says what runs are grouped by, whatever the param is called", () => {
    const key = fc.tuple(fc.constantFrom("param", "tag"), fc.string({ unit: "grapheme", minLength: 1, maxLength: 60 }));
    fc.assert(
      fc.property(
        fc.uniqueArray(
          key.map(([kind, name]) => `${kind}:${name}` as const),
          { minLength: 1, maxLength: 2 },
        ),
        (groupBy) => {
          assert.deepEqual(read(comparisonAddress("vscode", "p.slipway", { runIds: ["a", "b"], groupBy })), {
            runIds: ["a", "b"],
            groupBy,
          });
        },
      ),
      generated(300),
    );
    const told = readComparisonAddress(
      "/compare",
      "runs=a&group=param:&group=metric:loss&group=attribute:dataset&group=param:x&group=param:y",
    );
    assert.deepEqual(told?.groupBy, ["attribute:dataset", "param:x"], "nothing but what there is to group by, and no more than two");
  });

  it("says which formulas are drawn, and takes no more of them than a page has", () => {
    const formulas = ["= 1 - val_acc", "= `val/loss` & 100 % + a"];
    const address = comparisonAddress("vscode", "p.slipway", { runIds: ["a", "b"], formulas });
    assert.deepEqual(read(address), { runIds: ["a", "b"], formulas });
    const many = Array.from({ length: 30 }, (_, index) => `formula==+a*${index}`).join("&");
    const told = readComparisonAddress(
      "/compare",
      `runs=a&formula=x&formula=%3D+${"a".repeat(600)}&${many.replaceAll("formula==", "formula=%3D")}`,
    );
    assert.equal(told?.formulas?.length, 20);
    assert.equal(told?.formulas?.[0], "= a*0");
  });

  it("names no file of one computer", () => {
    const address = comparisonAddress("vscode-insiders", "p.slipway", { registry: "sqlite:////home/ana/mlflow.db", runIds: ["a", "b"] });
    assert.equal(address, "vscode-insiders://p.slipway/compare?runs=a,b");
  });

  it("takes nothing from outside but ids of runs and the name of a server, whatever is sent", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 200 }), fc.string({ unit: "binary", maxLength: 60 }), (runs, registry) => {
        const told = readComparisonAddress(
          "/compare",
          `runs=${encodeURIComponent(runs.toWellFormed())}&registry=${encodeURIComponent(registry.toWellFormed())}`,
        );
        for (const each of told?.runIds ?? []) assert.match(each, /^[\w-]{1,100}$/);
        assert.match(told?.registry ?? "http:", /^(https?|databricks[\w-]*):/);
      }),
      generated(500),
    );
    assert.equal(readComparisonAddress("/run", "runs=a"), undefined);
    assert.equal(readComparisonAddress("/compare", "runs=../../etc,<img>"), undefined);
    assert.equal(
      readComparisonAddress("/compare", `runs=${Array.from({ length: 5000 }, (_, index) => `r${index}`).join()}`)?.runIds.length,
      1000,
    );
  });
});

import assert from "node:assert/strict";
import { join } from "node:path";
import fc from "fast-check";
import type { BackendRegistry } from "#client/slipwayApi.ts";
import type { Registry } from "#registry/api.ts";
import { RegistryError } from "#registry/model/errors.ts";
import { openSqliteRegistry } from "#registry/sqlite/sqliteRegistry.ts";
import { readCalls } from "#registry/thread/readCalls.ts";
import { repositoryRoot } from "../contract/repositoryRoot.ts";
import { generated } from "../generatedCases.ts";
import { bothEnds } from "./bothEnds.ts";

const signal = new AbortController().signal;

/** Each call once, with questions of the right form. */
const everyRead: Readonly<Record<(typeof readCalls)[number], (registry: Registry) => Promise<unknown>>> = {
  capabilities: (r) => r.capabilities(signal),
  experiments: (r) => r.experiments({ limit: 10 }, signal),
  experiment: (r) => r.experiment("1", signal),
  experimentActivity: (r) => r.experimentActivity(["1"], signal),
  runs: (r) => r.runs({ experimentIds: ["1"], filter: "", orderBy: [], limit: 10 }, signal),
  runsById: (r) => r.runsById({ ids: ["a"] }, signal),
  history: (r) => r.history({ runIds: ["a"], metrics: ["m"], maxPoints: 10 }, signal),
  metricRanges: (r) => r.metricRanges({ runIds: ["a"], metrics: ["m"] }, signal),
  artifacts: (r) => r.artifacts({ runId: "a", path: "" }, signal),
  readArtifact: (r) => r.readArtifact({ runId: "a", path: "x", maxBytes: 5 }, signal),
  models: (r) => r.models({ limit: 10 }, signal),
  model: (r) => r.model("m", signal),
  versions: (r) => r.versions({ limit: 10 }, signal),
  version: (r) => r.version("m", "1", signal),
  versionsInStages: (r) => r.versionsInStages("m", ["Production"], signal),
  modelFile: (r) => r.modelFile("m", "1", signal),
  transitionRequests: (r) => r.transitionRequests("m", "1", signal),
};

/** A backend with these calls alone. */
const having = (calls: Readonly<Record<string, unknown>>): BackendRegistry => calls as unknown as BackendRegistry;

describe("what a registry of another extension answers", () => {
  const store = openSqliteRegistry(join(repositoryRoot, "examples/fraud-detection/mlflow.db"), Date.now);
  after(() => store.close());

  it("is what the API says, or a RegistryError that names it, whatever it gives", async () => {
    const odd = fc.oneof(
      fc.anything({
        withBigInt: true,
        withDate: true,
        withMap: true,
        withTypedArray: true,
        withSparseArray: true,
        withNullPrototype: true,
      }),
      fc.record({ items: fc.anything(), nextPageToken: fc.anything() }),
      fc.record({ "~": fc.anything(), data: fc.anything() }),
    );
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...readCalls), odd, async (call, answer) => {
        const { api, open } = bothEnds();
        api.registerBackend("acme", () => having({ [call]: async () => answer }));
        await everyRead[call](open("acme:x")).catch((error: unknown) => {
          assert.ok(RegistryError.is(error), String(error));
          assert.match(error.message, /acme:/);
        });
      }),
      generated(600),
    );
  });

  const page = () => store.runs({ experimentIds: ["1"], filter: "", orderBy: [], limit: 10 }, signal);
  const damages: readonly (readonly [what: string, damage: (page: Record<string, unknown[]>) => unknown])[] = [
    ["a list that is too short", (p) => ({ ...p, names: p["names"]?.slice(1) })],
    ["columns out of order", (p) => ({ ...p, params: p["params"]?.toReversed() })],
    ["rows beyond the page", (p) => ({ ...p, params: [{ key: "a", rows: Uint32Array.of(10), values: ["x"] }] })],
    ["rows that go back", (p) => ({ ...p, params: [{ key: "a", rows: Uint32Array.of(2, 1), values: ["x", "y"] }] })],
    ["a plain list for numbers", (p) => ({ ...p, startTimes: [...(p["startTimes"] ?? [])] })],
    ["a status that there is not", (p) => ({ ...p, statuses: p["statuses"]?.map(() => "DONE") })],
  ];
  for (const [what, damage] of damages) {
    it(`is not believed: a page of runs with ${what}`, async () => {
      const { api, open } = bothEnds();
      const damaged = damage((await page()) as unknown as Record<string, unknown[]>);
      api.registerBackend("acme", () => having({ runs: async () => damaged }));
      await assert.rejects(everyRead.runs(open("acme:x")), { kind: "unavailable", message: /acme: answered runs with what it should not/ });
    });
  }

  it("is not believed: a page of more than was asked for", async () => {
    const { api, open } = bothEnds();
    const longer = await store.runs({ experimentIds: ["1"], filter: "", orderBy: [], limit: 11 }, signal);
    api.registerBackend("acme", () => having({ runs: async () => longer }));
    await assert.rejects(everyRead.runs(open("acme:x")), { kind: "unavailable", message: /11 items came, not 10\.$/ });
  });
});

import assert from "node:assert/strict";
import type { Registry } from "./api.ts";
import { checkedRegistry } from "./extension/checkedRegistry.ts";
import { registryWith as fileStoreWith } from "./filestore/testStore.ts";
import { openGitLabRegistry } from "./gitlab/gitlabRegistry.ts";
import { openMlflowRegistry } from "./mlflow/mlflowRegistry.ts";
import { RegistryError } from "./model/errors.ts";
import { registryWith } from "./sqlite/testRegistry.ts";

const signal = new AbortController().signal;
const world = {
  fetch: async () => Response.json({ error_code: "INTERNAL_ERROR", message: "It was asked." }, { status: 400 }),
  random: () => 0,
  sleep: async () => {},
  authorize: async () => undefined,
};
const source = { uri: "x:", kind: "x", shared: true, label: "x" };

/** Every number that is asked with. */
const questions: Readonly<Record<string, (registry: Registry, number: number) => Promise<unknown>>> = {
  "experiments of a page": (r, limit) => r.experiments({ limit }, signal),
  "runs of a page": (r, limit) => r.runs({ experimentIds: ["0"], filter: "", orderBy: [], limit }, signal),
  "models of a page": (r, limit) => r.models({ limit }, signal),
  "versions of a page": (r, limit) => r.versions({ limit }, signal),
  "points of a history": (r, maxPoints) => r.history({ runIds: ["r1"], metrics: ["auc"], maxPoints }, signal),
  "points counted": (r, countTo) => r.metricRanges({ runIds: ["r1"], metrics: ["auc"], countTo }, signal),
  "bytes of an artifact": (r, maxBytes) => r.readArtifact({ runId: "r1", path: "a.txt", maxBytes }, signal),
};

describe("a number that cannot be asked with", () => {
  let registries: Readonly<Record<string, Registry>>;
  let close: (() => void)[];
  before(() => {
    const [store, files] = [registryWith(""), fileStoreWith()];
    close = [store.close, files.close];
    const mlflow = openMlflowRegistry(new URL("http://mlflow.internal"), world);
    registries = {
      sqlite: store.registry,
      filestore: files.registry,
      mlflow,
      gitlab: openGitLabRegistry(new URL("http://gitlab.internal/api/v4/projects/1/ml/mlflow"), source, world),
      extension: checkedRegistry(mlflow, { who: "It", deadline: 1000, failed: assert.fail }),
    };
  });
  after(() => {
    for (const each of close) each();
  });

  async function saidOf(ask: (registry: Registry) => Promise<unknown>): Promise<Readonly<Record<string, string>>> {
    const said = Object.entries(registries).map(async ([name, registry]) => {
      const error: unknown = await ask(registry).catch((reason: unknown) => reason);
      return [name, error instanceof RegistryError && /cannot (have|be) /.test(error.message) ? error.kind : String(error)] as const;
    });
    return Object.fromEntries(await Promise.all(said));
  }

  const refused = { sqlite: "invalid", filestore: "invalid", mlflow: "invalid", gitlab: "invalid", extension: "invalid" };
  for (const [title, ask] of Object.entries(questions)) {
    for (const number of [0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY]) {
      it(`is refused by every registry before anything is read: ${number} ${title}`, async () => {
        assert.deepEqual(await saidOf((registry) => ask(registry, number)), refused);
      });
    }
  }

  it("is refused by every registry before anything is read: a history of one point, half a byte to begin at", async () => {
    assert.deepEqual(await saidOf((r) => r.history({ runIds: ["r1"], metrics: ["auc"], maxPoints: 1 }, signal)), refused);
    assert.deepEqual(await saidOf((r) => r.readArtifact({ runId: "r1", path: "a.txt", maxBytes: 5, from: 0.5 }, signal)), refused);
  });
});

import assert from "node:assert/strict";
import type { CompareData } from "#protocol/views/compare.ts";
import type { Registry } from "#registry/api.ts";
import { RegistryError } from "#registry/model/errors.ts";
import { registryWith } from "#registry/sqlite/testRegistry.ts";
import { compareData } from "./compareData.ts";
import type { CompareContext } from "./context.ts";
import { contextOf, runRows } from "./testContext.ts";

const signal = new AbortController().signal;
const unnamed = "0a1b2c3d4e5f60718293a4b5c6d7e8f9";

/** r2 to r4 are of two commits; a is of another experiment; `unnamed` has no name and has not started. */
const rows = `${runRows("r2", "r3", "r4")}
  INSERT INTO experiments VALUES (7, 'other', './7', 'active', 1, 1);
  INSERT INTO runs VALUES ('a', 'a', 'ana', 'FAILED', 1000, 2000, 'active', './a', 7), ('${unnamed}', '', 'ana', 'SCHEDULED', NULL, NULL, 'active', './u', 0);
  INSERT INTO tags VALUES ('a_first', 'x', 'r2'), ('mlflow.source.git.commit', 'bbbbbbb', 'r2'), ('mlflow.source.git.commit', 'bbbbbbb', 'r3'),
    ('mlflow.source.git.commit', 'ccccccc', 'r4'), ('mlflow.source.name', 'train.py', 'r4');`;

describe("details of compareData", () => {
  let store: ReturnType<typeof registryWith>;
  before(() => {
    store = registryWith(rows);
  });
  after(() => store.close());

  const read = async (runIds: string[], rest: Partial<CompareContext> = {}, registry: Registry = store.registry): Promise<CompareData> => {
    const answer = await compareData({ runIds }, contextOf(registry, rest), signal);
    assert.ok(answer.ok, JSON.stringify(answer));
    return answer.value;
  };

  it("says of a run what the registry says", async () => {
    const { runs } = await read(["r2", "a", unnamed]);
    const [run, other, third] = runs;
    assert.deepEqual(run, {
      id: "r2",
      name: "r2",
      experimentId: "0",
      status: "FINISHED",
      startTime: 1000,
      versionLabel: "",
      commit: "bbbbbbb",
      datasets: [],
    });
    assert.deepEqual([other?.experimentId, other?.status], ["7", "FAILED"]);
    assert.deepEqual([third?.name, third?.status, third?.startTime, third?.commit], ["0a1b2c3d", "SCHEDULED", undefined, ""]);
  });

  it("asks for source and schema of data sets where they are shown, and says where they were not", async () => {
    const asked: (true | undefined)[] = [];
    const registry: Registry = {
      ...store.registry,
      runsById: (query, given) => {
        asked.push(query.columns?.datasetDetails);
        return store.registry.runsById(query, given);
      },
    };
    for (const question of [{}, { foldedData: true } as const]) {
      const answer = await compareData({ runIds: ["r2"], ...question }, contextOf(registry), signal);
      assert.ok(answer.ok);
      assert.deepEqual([answer.value.dataUnread, answer.value.schemas], question.foldedData ? [true, undefined] : [undefined, []]);
    }
    assert.deepEqual([asked[0], asked.at(-1)], [true, undefined]);
  });

  it("keeps data sets with their run", async () => {
    const dataset = { name: "transactions", digest: "a41f09c2", context: "train", rows: 12 };
    const registry: Registry = {
      ...store.registry,
      runsById: async (...args) => ({ ...(await store.registry.runsById(...args)), datasets: [[], [dataset]] }),
    };
    assert.deepEqual(
      (await read(["r2", "r3"], {}, registry)).runs.map((run) => run.datasets),
      [[], [dataset]],
    );
  });

  it("names the experiment where all runs are of one, however many others there are", async () => {
    assert.equal((await read(["r2", "r3"])).experiment, "Default");
    assert.equal((await read(["a"])).experiment, "other");
    assert.equal((await read(["r2", "a"])).experiment, "");
    assert.equal((await read([])).experiment, "");
    const many = registryWith(
      `${rows} WITH RECURSIVE n(i) AS (SELECT 100 UNION ALL SELECT i + 1 FROM n WHERE i < 1200)
       INSERT INTO experiments SELECT i, 'e' || i, './x', 'active', 1, 50 FROM n;`,
    );
    try {
      assert.equal((await read(["r2"], {}, many.registry)).experiment, "Default");
    } finally {
      many.close();
    }
  });

  it("is of use without labels and an experiment's name, but hides no mistake of ours", async () => {
    const failing = (error: Error): Registry => ({
      ...store.registry,
      experiment: () => Promise.reject(error),
      versions: () => Promise.reject(error),
    });
    const data = await read(["r2"], {}, failing(new RegistryError("forbidden", "No.", "Ask.")));
    assert.deepEqual([data.runs.length, data.experiment, data.runs[0]?.versionLabel], [1, "", ""]);
    const answer = await compareData({ runIds: ["r2"] }, contextOf(failing(new TypeError("ours"))), signal);
    assert.equal(answer.ok, false);
  });

  it("asks Git once for each commit, and not for the baseline's own", async () => {
    const asked: string[] = [];
    const codeChange = async (left: string, right: string) => {
      asked.push(`${left} ${right}`);
      return { state: "differs" as const, files: 1, added: 1, removed: 1 };
    };
    const { code } = await read(["r4", "r2", "r3"], { codeChange });
    assert.deepEqual(
      code.map(({ runId, state }) => [runId, state]),
      [
        ["r2", "differs"],
        ["r3", "differs"],
      ],
    );
    assert.deepEqual(asked, ["ccccccc bbbbbbb"]);
    const same = await read(["r2", "r3"], { codeChange });
    assert.deepEqual(same.code, [{ runId: "r3", state: "same" }]);
    assert.equal(asked.length, 1);
  });

  it("says why the code of two runs cannot be compared", async () => {
    const codeChange = async () => ({ state: "same" as const });
    assert.deepEqual((await read([unnamed, "r2"], { codeChange })).code, [{ runId: "r2", state: "unknown", why: "" }]);
    assert.deepEqual((await read(["r2", unnamed], { codeChange })).code, [{ runId: unnamed, state: "unknown", why: "" }]);
    assert.deepEqual((await read(["r2", "r4"])).code, [{ runId: "r4", state: "unknown", why: "Git is not available here." }]);
  });
});

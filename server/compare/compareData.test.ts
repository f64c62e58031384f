import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { defaultSettings } from "#protocol/settings.ts";
import type { CompareData, Curve } from "#protocol/views/compare.ts";
import type { Registry } from "#registry/api.ts";
import type { Policy } from "#registry/promotion/types.ts";
import { openSqliteRegistry } from "#registry/sqlite/sqliteRegistry.ts";
import { minimalStore } from "#registry/sqlite/testStore.ts";
import { testWorld } from "../registry/testWorld.ts";
import { compareData } from "./compareData.ts";
import type { CompareContext } from "./context.ts";
import { curves } from "./curves.ts";

const signal = new AbortController().signal;

/** Two runs more than the minimal store has: r2 is v2 in prod with a history and NaN, r3 has odd names and nothing else. */
const moreRuns = `
  INSERT INTO runs VALUES ('r2', 'second', 'ana', 'FINISHED', 1000, 2000, 'active', './r2', 0), ('r3', '', 'ana', 'RUNNING', 1000, NULL, 'active', './r3', 0), ('r4', 'many', 'ana', 'FINISHED', 1000, 2000, 'active', './r4', 0);
  INSERT INTO latest_metrics VALUES ('auc', 0.95, 3000, 2, 0, 'r2'), ('oddity', 0, 1, 0, 1, 'r2');
  INSERT INTO metrics VALUES ('auc', 0.97, 1000, 'r2', 0, 0), ('auc', 0.2, 2000, 'r2', 1, 0), ('auc', 0.95, 3000, 'r2', 2, 0), ('oddity', 0, 1, 'r2', 0, 1);
  INSERT INTO params VALUES ('lr', '0.1', 'r1'), ('lr', '0.3', 'r2'), ('__proto__', '<img src=x onerror=alert(1)>', 'r3');
  INSERT INTO tags VALUES ('mlflow.source.git.commit', 'aaaaaaa', 'r1'), ('mlflow.source.git.commit', 'bbbbbbb', 'r2'), ('team', 'risk', 'r2');
  INSERT INTO params VALUES ('p_10', '1', 'r4'), ('p_2', '1', 'r4'), ('p_1', '1', 'r4');
  INSERT INTO tags VALUES ('t_10', '1', 'r4'), ('t_9', '1', 'r4');
  INSERT INTO latest_metrics VALUES ('m_10', 1, 1, 0, 0, 'r4'), ('m_2', 1, 1, 0, 0, 'r4');
  INSERT INTO model_versions VALUES ('scorer', 2, 1, 1, NULL, NULL, 'None', 'x', 'r2', 'READY', NULL, NULL), ('scorer', 3, 1, 1, NULL, NULL, 'None', 'x', 'r2', 'READY', NULL, NULL);
  INSERT INTO registered_model_aliases VALUES ('champion', 2, 'scorer');
`;

const policy: Policy = {
  environments: [
    { name: "dev", approvals: 0, approvers: [], selfApproval: true, apply: "onApproval" },
    { name: "prod", alias: "champion", approvals: 1, approvers: [], selfApproval: true, apply: "onApproval" },
  ],
  gates: { prod: [{ kind: "metric", metric: "auc", max: 0.99, tolerance: 0, line: 7 }] },
  models: {},
};

describe("compareData", () => {
  let folder: string;
  let registry: Registry;

  before(() => {
    folder = mkdtempSync(join(tmpdir(), "slipway-compare-"));
    const path = join(folder, "mlflow.db");
    minimalStore(path);
    const database = new DatabaseSync(path);
    database.exec(moreRuns);
    database.close();
    registry = openSqliteRegistry(path, () => 5);
  });
  after(() => {
    registry.close();
    rmSync(folder, { recursive: true });
  });

  const context = (rest: Partial<CompareContext> = {}): CompareContext => ({
    registry,
    settings: defaultSettings,
    world: testWorld({ now: () => 5 }),
    ...rest,
  });
  const read = async (runIds: string[], rest: Partial<CompareContext> = {}): Promise<CompareData> => {
    const answer = await compareData({ runIds, ranges: ["auc", "oddity"] }, context(rest), signal);
    assert.ok(answer.ok, JSON.stringify(answer));
    return answer.value;
  };

  it("gives runs in the order asked for, once, and names those that are gone", async () => {
    const data = await read(["r3", "r1", "gone", "r1"]);
    assert.deepEqual(
      data.runs.map((run) => run.name),
      ["r3", "first"],
    );
    assert.deepEqual(data.missing, ["gone"]);
    assert.equal(data.experiment, "Default");
  });

  it("labels a run with its version that stands highest, in the policy's words", async () => {
    const labels = async (rest: Partial<CompareContext>) => (await read(["r1", "r2", "r3"], rest)).runs.map((run) => run.versionLabel);
    assert.deepEqual(await labels({ policy }), ["v1", "v2 prod", ""]);
    assert.deepEqual(await labels({}), ["v1", "v2 @champion", ""]);
  });

  it("knows last, min and max of each metric, its gate, and the direction that the policy states", async () => {
    const data = await read(["r1", "r2", "r3"], { policy });
    const [auc, oddity] = data.metrics;
    assert.deepEqual(auc, {
      key: "auc",
      last: [0.9, 0.95, null],
      min: [0.9, 0.2, null],
      max: [0.9, 0.97, null],
      steps: [0, 2, null],
      points: 3,
      direction: { better: "lower", from: "policy" },
      gateLine: 7,
    });
    assert.deepEqual(
      [oddity?.last, oddity?.min],
      [
        [null, "NaN", null],
        [null, null, null],
      ],
    );
    assert.deepEqual((await read(["r1"])).metrics[0]?.direction, { better: "higher", from: "name" });
  });

  it("keeps hostile names as they are and leaves out MLflow's own tags", async () => {
    const data = await read(["r1", "r2", "r3"]);
    assert.deepEqual(data.params, [
      { key: "__proto__", values: [null, null, "<img src=x onerror=alert(1)>"] },
      { key: "lr", values: ["0.1", "0.3", null] },
    ]);
    assert.deepEqual(
      data.tags.map((tag) => tag.key),
      ["team"],
    );
  });

  it("lists names as people count", async () => {
    const data = await read(["r4"]);
    assert.deepEqual(
      [data.params, data.tags, data.metrics].map((rows) => rows.map((row) => row.key)),
      [
        ["p_1", "p_2", "p_10"],
        ["t_9", "t_10"],
        ["m_2", "m_10"],
      ],
    );
  });

  it("asks Git about each pair of commits once, and says when it cannot know", async () => {
    const asked: string[] = [];
    const codeChange = async (left: string, right: string) => {
      asked.push(`${left} ${right}`);
      return { state: "differs" as const, files: 1, added: 2, removed: 3 };
    };
    const { code } = await read(["r1", "r2", "r3"], { codeChange });
    assert.deepEqual(code, [
      { runId: "r2", state: "differs", files: 1, added: 2, removed: 3 },
      { runId: "r3", state: "unknown", why: "" },
    ]);
    assert.deepEqual(asked, ["aaaaaaa bbbbbbb"]);
    assert.equal((await read(["r1", "r2"])).code[0]?.state, "unknown");
  });

  it("ties a change of code to its run, whatever the one who asked Git calls it", async () => {
    const codeChange = async () => ({ runId: "", state: "differs" as const, files: 1, added: 1, removed: 0 });
    const { code } = await read(["r1", "r2"], { codeChange });
    assert.deepEqual(
      code.map((change) => change.runId),
      ["r2"],
    );
  });

  it("answers a failed registry as a problem", async () => {
    const broken = openSqliteRegistry(join(folder, "absent.db"), () => 5);
    const answer = await compareData({ runIds: ["r1"] }, context({ registry: broken }), signal);
    assert.equal(answer.ok, false);
    broken.close();
  });

  it("sends curves as packed numbers, with the count of all points", async () => {
    const answer = await curves({ runIds: ["r2", "r1", "r3"], metric: "auc", maxPoints: 2 }, context(), signal);
    assert.ok(answer.ok);
    const unpacked = answer.value.map((curve: Curve) => [curve.runId, curve.total, ...new Float64Array(bytes(curve.values))]);
    assert.deepEqual(unpacked, [
      ["r2", 3, 0.97, 0.95],
      ["r1", 1, 0.9],
    ]);
  });
});

function bytes(base64: string): ArrayBuffer {
  return Uint8Array.from(Buffer.from(base64, "base64")).buffer;
}

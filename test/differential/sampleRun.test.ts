import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { promisify } from "node:util";
import { textAt } from "#registry/model/columns.ts";
import { openRegistry } from "#registry/open.ts";
import { sqliteBackend } from "#registry/sqlite/backend.ts";
import { makeScratchCopy } from "../../scripts/sample/scratch.ts";
import { openWorld, requirePython } from "../contract/bothRegistries.ts";
import { type MlflowServer, quiet, startServer } from "../contract/realMlflow.ts";
import { needsDvc } from "./realDvc.ts";

const { signal } = new AbortController();

describe("the sample, as its README says to train it", function () {
  this.timeout(600_000);
  let folder: string;
  let server: MlflowServer | undefined;
  let python: string;

  before(async function () {
    needsDvc(this);
    python = requirePython(this);
    folder = await mkdtemp(join(tmpdir(), "slipway-training-"));
    await makeScratchCopy(folder);
    server = await startServer(python, folder);
  });

  after(async () => {
    await server?.stop();
    if (folder !== undefined) await rm(folder, { recursive: true, force: true });
  });

  async function dvc(...args: string[]): Promise<string> {
    const env = {
      ...process.env,
      ...quiet,
      MLFLOW_TRACKING_URI: server?.url ?? "",
      DVC_NO_ANALYTICS: "1",
      // The pipeline's `python` is the one that has MLflow.
      PATH: `${dirname(python)}${delimiter}${process.env["PATH"]}`,
    };
    const program = process.env["SLIPWAY_DVC_PYTHON"] ?? "";
    const { stdout } = await promisify(execFile)(program, ["-m", "dvc", ...args], { cwd: folder, env, maxBuffer: 1e8 });
    return stdout;
  }

  it("is run whole by the real DVC, which has nothing more to do then, and leaves a run with a model in its store", async () => {
    const params = join(folder, "params.yaml");
    await writeFile(params, (await readFile(params, "utf8")).replace(/iterations: \d+/, "iterations: 11"));
    assert.deepEqual(Object.keys(JSON.parse(await dvc("status", "--json"))), ["prepare", "train"]);
    await dvc("repro", "--quiet");
    assert.equal(await dvc("status", "--json"), "{}\n");

    const registry = openRegistry(`sqlite:///${join(folder, "mlflow.db")}`, openWorld, [sqliteBackend]);
    try {
      const sweep = (await registry.experiments({ limit: 100 }, signal)).items.find(({ name }) => name === "fraud/gbm-sweep");
      const query = { experimentIds: [sweep?.id ?? ""], filter: "", orderBy: [], limit: 1, columns: { params: ["iterations"] } };
      const runs = await registry.runs(query, signal);
      assert.deepEqual(runs.statuses, ["FINISHED"]);
      assert.equal(textAt(runs.params[0], 0), "11");
    } finally {
      registry.close();
    }
  });
});

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { backends } from "#registry/backends.ts";
import { absoluteRegistryUri } from "#registry/discovery.ts";
import { RegistryError } from "#registry/model/errors.ts";
import { openRegistry } from "#registry/open.ts";
import { openWorld, requirePython } from "./bothRegistries.ts";

const run = promisify(execFile);
const signal = new AbortController().signal;
const log = "import sys, mlflow; mlflow.set_tracking_uri(sys.argv[1]); mlflow.start_run(run_name='kept'); mlflow.log_metric('auc', 0.5)";

describe("a file store", function () {
  this.timeout(120_000);
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "slipway-files-"));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  for (const name of ["mlruns", "my runs"]) {
    it(`${name}: the command that is named takes it over, and the runs are there`, async function () {
      const python = requirePython(this);
      const env = { ...process.env, MLFLOW_DISABLE_TELEMETRY: "true", MLFLOW_ALLOW_FILE_STORE: "true" };
      await run(python, ["-c", log, `./${name}`], { cwd: folder, env });
      const uri = absoluteRegistryUri(`./${name}`, pathToFileURL(folder).href);
      let command = "";
      assert.throws(
        () => openRegistry(uri, openWorld, backends),
        (error) => {
          command = error instanceof RegistryError ? (/mlflow (migrate-filestore .*mlflow\.db) /.exec(error.next)?.[1] ?? "") : "";
          return RegistryError.is(error, "unsupported");
        },
      );
      const words = [...command.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? "");
      await run(python, ["-m", "mlflow", ...words], { cwd: folder, env: { ...process.env, MLFLOW_DISABLE_TELEMETRY: "true" } });
      const registry = openRegistry(`sqlite:///${join(folder, "mlflow.db")}`, openWorld, backends);
      const { names } = await registry.runs({ experimentIds: ["0"], filter: "", orderBy: [], limit: 5 }, signal);
      registry.close();
      assert.deepEqual(names, ["kept"]);
    });
  }
});

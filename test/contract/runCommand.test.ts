import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { shellText } from "#client/core/shellText.ts";
import type { RunCommand } from "#protocol/runCommand.ts";
import { defaultSettings } from "#protocol/settings.ts";
import type { Registry } from "#registry/api.ts";
import { openSqliteRegistry } from "#registry/sqlite/sqliteRegistry.ts";
import { gitOf } from "#server/git/git.ts";
import { nodeWorld } from "#server/nodeWorld.ts";
import { runCommand } from "#server/run/runCommand.ts";
import { requirePython } from "./bothRegistries.ts";

const script = fileURLToPath(new URL("run_project.py", import.meta.url));
const { signal } = new AbortController();

describe("the command that starts a run of a project again, with MLflow 3.17.2", function () {
  this.timeout(300_000);
  let folder: string;
  let python: string;
  let registry: Registry;
  let made: { readonly first: string; readonly script: string; readonly given: Readonly<Record<string, string>> };

  before(function () {
    python = requirePython(this);
    folder = mkdtempSync(join(tmpdir(), "slipway project "));
    const { status, stdout, stderr } = spawnSync(python, [script, folder], { encoding: "utf8", env: environment() });
    assert.equal(status, 0, stderr);
    made = JSON.parse(stdout.trimEnd().split("\n").at(-1) ?? "");
    registry = openSqliteRegistry(join(folder, "mlflow.db"), Date.now);
  });
  after(() => {
    registry?.close();
    if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
  });

  const environment = () => ({ ...process.env, PATH: `${dirname(python)}:${process.env["PATH"]}`, MLFLOW_DISABLE_TELEMETRY: "true" });
  const commandOf = async (runId: string, place = join(folder, "project")): Promise<RunCommand> => {
    const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };
    const world = nodeWorld(silent, []);
    const uri = pathToFileURL(place).href;
    const places = {
      workspace: { folders: [uri], trusted: true },
      scopes: {
        repositories: [
          gitOf(
            world,
            () => uri,
            () => true,
          ),
        ],
      },
    };
    const context = { registry, world, settings: defaultSettings };
    const answer = await runCommand({ runId }, context, signal, places);
    return answer.ok ? answer.value : assert.fail(answer.problem.message);
  };

  it("has what it was given, and nothing that it logged by itself", async () => {
    const command = await commandOf(made.first);
    assert.ok(command.state === "known", JSON.stringify(command));
    const params = Object.entries(made.given).flatMap(([name, value]) => ["-P", `${name}=${value}`]);
    assert.deepEqual(command.args.slice(2), ["-e", "main", ...params]);
    assert.match(command.args[1] ?? "", /^file:\/\/.*project#nested dir$/);
    assert.match(command.note ?? "", /the files as they are now/);
  });

  it("started as it is typed makes a run of the same params", async () => {
    const command = await commandOf(made.first);
    assert.ok(command.state === "known");
    const text = shellText(["mlflow", ...command.args, "--env-manager", "local"], "posix") ?? assert.fail();
    const env = { ...environment(), MLFLOW_TRACKING_URI: `sqlite:///${folder}/mlflow.db` };
    const { status, stderr } = spawnSync("sh", ["-c", text], { cwd: folder, encoding: "utf8", env });
    assert.equal(status, 0, stderr);
    const [again] = (await registry.runs({ experimentIds: ["0"], filter: "", orderBy: [], limit: 1 }, signal)).ids;
    const paramsOf = async (id = "") =>
      (await registry.runsById({ ids: [id] }, signal)).params.map(({ key, values }) => [key, values[0]]).sort();
    assert.notEqual(again, made.first);
    assert.deepEqual(await paramsOf(again), await paramsOf(made.first));
    assert.equal(existsSync(join(folder, "made")) || existsSync(join(folder, "project/nested dir/made")), false);
  });

  it("leaves out params where no MLproject tells which are the entry point's, and says so", async () => {
    const script = await commandOf(made.script);
    assert.ok(script.state === "withoutParams", JSON.stringify(script));
    assert.match(script.why, /the MLproject names no entry point train\.py/);
    assert.deepEqual(script.args.slice(2), ["-e", "train.py"]);
    const elsewhere = await commandOf(made.first, folder);
    assert.ok(elsewhere.state === "withoutParams");
    assert.match(elsewhere.why, /no repository here has its MLproject at commit [0-9a-f]{7}\./);
  });
});

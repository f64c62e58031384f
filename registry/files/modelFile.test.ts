import assert from "node:assert/strict";
import { mkdirSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { openSqliteRegistry } from "../sqlite/sqliteRegistry.ts";
import { registryWith } from "../sqlite/testRegistry.ts";
import { readModelFile } from "./modelFile.ts";

const signal = new AbortController().signal;
const logged =
  "CREATE TABLE logged_models (model_id TEXT, artifact_location TEXT); INSERT INTO logged_models VALUES ('m-1', 'files/logged');";
const more = `INSERT INTO model_versions VALUES ('scorer', 2, 1, 1, NULL, NULL, 'None', 'files/second', NULL, 'READY', NULL, NULL),
  ('scorer', 3, 1, 1, NULL, NULL, 'None', 's3://x', NULL, 'READY', NULL, 'files/stored');`;
const run = (uri: string) => `UPDATE runs SET artifact_uri = '${uri}';`;

describe("where a version's MLmodel is", () => {
  /** What is known of the file of a version with this source: its folder below the store, or why not. */
  async function found(source: string, sql = "", at?: string): Promise<string> {
    const { registry, folder, close } = registryWith(logged + more + sql);
    const folders = [
      "files/logged",
      "files/second",
      "files/stored",
      "files/run/model",
      "files/run",
      "mlartifacts/7/model",
      "mlartifacts",
      "mlartifacts/a b",
      "mlartifacts/x//y",
      "..a",
    ];
    for (const each of at === undefined ? folders : [at]) {
      mkdirSync(join(folder, each), { recursive: true });
      writeFileSync(join(folder, each, "MLmodel"), each);
    }
    const database = new DatabaseSync(join(folder, "mlflow.db"));
    database.exec("PRAGMA synchronous=OFF");
    database.prepare("UPDATE model_versions SET source = ? WHERE version = 1").run(source.replace("{folder}", folder));
    database.close();
    const file = await registry.modelFile("scorer", "1", signal).finally(close);
    if (file.state === "known") return file.value;
    return file.state === "absent" ? "absent" : file.why.replaceAll(folder, "{folder}");
  }

  const cases: readonly (readonly [source: string, sql: string, where: string])[] = [
    ["", "", "The version has no source."],
    ["models:/m-1", "", "files/logged"],
    ["models:///m-1", "", "files/logged"],
    ["models:/m-2", "", "The logged model of the source is not in this store."],
    ["models:/m-1", "DROP TABLE logged_models", "The logged model of the source is not in this store."],
    ["models:/scorer/2", "", "files/second"],
    ["models:/scorer/3", "", "files/stored"],
    ["models:/scorer/99", "", "The version has no source."],
    ["models:/scorer/champion", "", "The version has no source."],
    ["runs:/r1/model", run("files/run"), "files/run/model"],
    ["runs:/r1/model", run("files/run/"), "files/run/model"],
    ["runs:///r1/model", run("files/run"), "files/run/model"],
    ["runs:/r1", run("files/run"), "files/run"],
    ["RUNS:/r1/model", run("files/run"), "files/run/model"],
    ["runs:/r2/model", "", "The run r2 of the source is gone."],
    ["runs:", "", "The run  of the source is gone."],
    ["runs:x/r1/model", "", "The run  of the source is gone."],
    ["runs:/r1/model", run("runs:/r1"), "The source refers to itself."],
    ["mlflow-artifacts:/7/model", "", "mlartifacts/7/model"],
    ["mlflow-artifacts:7/model", "", "mlartifacts/7/model"],
    ["mlflow-artifacts://host:5000/7/model", "", "mlartifacts/7/model"],
    ["mlflow-artifacts:////7/model", "", "mlartifacts/7/model"],
    ["mlflow-artifacts:/a%20b", "", "mlartifacts/a b"],
    ["mlflow-artifacts:/x//y", "", "mlartifacts/x//y"],
    ["mlflow-artifacts://", "", "mlartifacts"],
    ["mlflow-artifacts:/..", "", "The source points outside the artifacts of the store."],
    ["..a", "", "..a"],
    ["file:{folder}/files/second", "", "files/second"],
    ["file:///%zz", "", "The source is not a valid address."],
    [`s3://${"b".repeat(300)}`, "", `The artifacts are at s3://${"b".repeat(195)}, which is not read from here.`],
    ["C:/models", "", "absent"],
    ["nowhere/at:all", "", "absent"],
    ["/nowhere/at/all", "", "/nowhere/at/all is not on this machine."],
    ["{folder}/..", "", "absent"],
    ["files/second/MLmodel", "", "absent"],
  ];
  for (const [source, sql, where] of cases) {
    it(`${source.slice(0, 60)} ${sql}`, async () => assert.equal(await found(source, sql), where));
  }

  it("in a store on another computer: there, and only there, it may be as well", async () => {
    const { folder, close } = registryWith("");
    mkdirSync(join(folder, "here"));
    writeFileSync(join(folder, "here", "MLmodel"), "flavors: {}");
    const database = new DatabaseSync(join(folder, "mlflow.db"));
    const at = async (source: string) => {
      database.prepare("UPDATE model_versions SET source = ? WHERE version = 1").run(source);
      // Two slashes at the start, which are one here, name a computer on Windows.
      const registry = openSqliteRegistry(`/${join(folder, "mlflow.db")}`, Date.now);
      const file = await registry.modelFile("scorer", "1", signal);
      registry.close();
      return file.state === "unknown" ? file.why : file.state;
    };
    assert.deepEqual([await at(`/${folder}/here`), await at("here"), await at(`/${folder}/nowhere`)], ["known", "known", "absent"]);
    assert.match(await at("//elsewhere/x"), /on another computer, elsewhere,/);
    database.close();
    close();
  });

  it("as long as it is no longer than 5 MB", async () => {
    for (const [size, state] of [
      [5_000_000, "known"],
      [5_000_001, "unknown"],
    ] as const) {
      const { folder, close } = registryWith("");
      writeFileSync(join(folder, "MLmodel"), "");
      truncateSync(join(folder, "MLmodel"), size);
      const file = await readModelFile({ path: folder }, folder, signal);
      assert.equal(file.state, state);
      if (file.state === "unknown") assert.equal(file.why, "MLmodel is larger than 5 MB.");
      close();
    }
  });

  it("a name too long for a file is said to be unreadable", async () => {
    assert.match(await found("x".repeat(300)), /cannot be read \(ENAMETOOLONG\)\.$/);
  });

  it("a path that no system has is told as one that cannot be read", async () => {
    const { folder, close } = registryWith("");
    const file = await readModelFile({ path: join(folder, "a\0b") }, folder, signal);
    assert.match(file.state === "unknown" ? file.why : "", /cannot be read \(ERR_INVALID_ARG_VALUE\)/);
    close();
  });

  it("a look that was cancelled rejects with the reason", async () => {
    const { folder, close } = registryWith("");
    const reason = new Error("superseded");
    for (const path of [folder, join(folder, "nowhere")]) {
      writeFileSync(join(folder, "MLmodel"), "x");
      await assert.rejects(readModelFile({ path }, folder, AbortSignal.abort(reason)), reason);
    }
    close();
  });
});

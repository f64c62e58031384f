import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Answer } from "#protocol/message.ts";
import type { ArtifactContentQuery, Registry } from "#registry/api.ts";
import { backends } from "#registry/backends.ts";
import { openFileStoreRegistry } from "#registry/filestore/fileStoreRegistry.ts";
import { openRegistry } from "#registry/open.ts";
import { openSqliteRegistry } from "#registry/sqlite/sqliteRegistry.ts";
import { artifactFile } from "#server/artifacts/file.ts";
import { artifactFolder } from "#server/artifacts/folder.ts";
import { artifactHashes } from "#server/artifacts/hashes.ts";
import { artifactPreview } from "#server/artifacts/preview.ts";
import { artifactTable } from "#server/artifacts/table.ts";
import { readParquetApart } from "#server/nodeParquet.ts";
import { testWorld } from "#server/registry/testWorld.ts";
import type { World } from "#server/world.ts";
import { openWorld, requirePython } from "./bothRegistries.ts";
import { type MlflowServer, startServer } from "./realMlflow.ts";

const parquetReader = fileURLToPath(new URL("../../server/nodeParquetReader.ts", import.meta.url));
const script = fileURLToPath(new URL("run_artifacts.py", import.meta.url));
const kinds = ["sqlite", "files", "rest"] as const;
const { signal } = new AbortController();

describe("artifacts that MLflow 3.17.2 logged are listed, compared and shown", function () {
  this.timeout(300_000);
  let folder: string;
  let ids: Readonly<Record<"sqlite" | "files", Readonly<Record<string, string>>>>;
  let server: MlflowServer;
  let registries: Readonly<Record<(typeof kinds)[number], Registry>>;

  before(async function () {
    const python = requirePython(this);
    folder = mkdtempSync(join(tmpdir(), "slipway-artifacts-"));
    const { status, stdout, stderr } = spawnSync(python, [script, folder], { encoding: "utf8" });
    assert.equal(status, 0, stderr);
    ids = JSON.parse(stdout);
    cpSync(join(folder, "sqlite"), join(folder, "rest"), { recursive: true });
    server = await startServer(python, join(folder, "rest"));
    registries = {
      sqlite: openSqliteRegistry(join(folder, "sqlite/mlflow.db"), Date.now),
      files: openFileStoreRegistry(join(folder, "files/mlruns"), Date.now),
      rest: openRegistry(server.url, openWorld, backends),
    };
  });
  after(async () => {
    for (const registry of Object.values(registries ?? {})) registry.close();
    await server?.stop();
    if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
  });

  for (const kind of kinds) {
    const id = (run: string) => ids[kind === "rest" ? "sqlite" : kind][run] ?? "";
    const parquetHead: World["parquetHead"] = (file, given) => readParquetApart(parquetReader, file, given);
    const context = () => ({ registry: registries[kind], world: testWorld({ parquetHead }) });
    const good = <T>(answer: Answer<T>): T => {
      assert.ok(answer.ok, JSON.stringify(answer));
      return answer.value;
    };
    const preview = async (path: string, run = "second") => good(await artifactPreview({ runId: id(run), path }, context(), signal));

    it(`${kind}: a folder has its folders first, and is read by its name whatever is in it`, async () => {
      const paths = async (path: string) =>
        good(await artifactFolder({ runId: id("first"), path }, context(), signal)).entries.map((one) => one.path);
      assert.deepEqual(await paths(""), ["deep", "plots of ü", "huge.txt", "importance.csv", "thresholds.json"]);
      assert.deepEqual(await paths("plots of ü"), ["plots of ü/dot plot.png"]);
      assert.deepEqual(await paths("nowhere"), []);
      const outside = await artifactFolder({ runId: id("first"), path: ".." }, context(), signal);
      assert.equal(!outside.ok && outside.problem.kind, "invalid");
    });

    it(`${kind}: files are shown as what they are`, async () => {
      const json = await preview("thresholds.json");
      assert.ok(json.kind === "text" && json.format === "json" && json.text.includes('"threshold": 0.7'), JSON.stringify(json));
      const table = await preview("importance.csv");
      assert.ok(table.kind === "table");
      assert.deepEqual([table.head, table.rows[1], table.rowsLeft], [["name", "weight"], ["f1", "1"], 30]);
      const logged = await preview("table.json");
      assert.deepEqual(logged.kind === "table" && [logged.head, logged.rows], [
        ["q", "n"],
        [
          ["hi", "1"],
          ["yo", "2"],
        ],
      ]);
      const image = await preview("plots of ü/dot plot.png");
      assert.deepEqual(image.kind === "image" && [image.mediaType, image.base64.slice(0, 11)], ["image/png", "iVBORw0KGgo"]);
      const drawing = await preview("drawing.svg");
      assert.equal(drawing.kind === "image" && drawing.mediaType, "image/svg+xml");
      const log = await preview("console.log");
      assert.deepEqual(log.kind === "text" && log.failing, { line: 4, text: "ValueError: no" });
      const long = await preview("long.txt");
      assert.deepEqual([long.isWhole, long.read], [false, 256_000]);
    });

    it(`${kind}: the head of a Parquet file is what pandas says of it, however it is packed`, async () => {
      const expected = await preview("tables/expected.csv", "tables");
      assert.ok(expected.kind === "table");
      const names = ["none", "snappy", "gzip", "zstd", "brotli", "lz4"].flatMap((codec) => [`${codec}-1.0`, `${codec}-2.0`]);
      for (const name of kind === "sqlite" ? [...names, "groups", "plain"] : ["snappy-1.0"]) {
        const shown = await preview(`tables/${name}.parquet`, "tables");
        assert.ok(shown.kind === "table", `${name}: ${JSON.stringify(shown)}`);
        assert.deepEqual([shown.head, ...shown.rows], [expected.head, ...expected.rows], name);
        assert.deepEqual([shown.rowsLeft, shown.columnsLeft], [70, 0]);
      }
    });

    it(`${kind}: of a large Parquet file little is read`, async () => {
      let read = 0;
      const { registry, world } = context();
      const counted = new Proxy(registry, {
        get: (target, name) =>
          name === "readArtifact"
            ? async (query: ArtifactContentQuery, given: AbortSignal) => {
                const content = await target.readArtifact(query, given);
                read += content.bytes.length;
                return content;
              }
            : Reflect.get(target, name),
      });
      const place = { runId: id("tables"), path: "tables/large.parquet" };
      const shown = good(await artifactPreview(place, { registry: counted, world }, signal));
      assert.ok(shown.kind === "table", JSON.stringify(shown));
      assert.deepEqual([shown.rows.length, shown.rowsLeft, shown.rows[2]?.[1]], [50, 399_950, "[2.0, 2.0]"]);
      assert.ok(shown.read > 10_000_000, `${shown.read} bytes`);
      assert.ok(read < 4_000_000, `${read} bytes`);
    });

    it(`${kind}: what is not there, and what leaves the artifacts, is said`, async () => {
      for (const [path, problem] of [
        ["nowhere.txt", "notFound"],
        ["../../mlflow.db", "invalid"],
      ] as const) {
        const answer = await artifactPreview({ runId: id("first"), path }, context(), signal);
        assert.equal(!answer.ok && answer.problem.kind, problem, path);
      }
    });

    it(`${kind}: runs stand side by side by path, one whose files are elsewhere says so`, async () => {
      const runs = ["first", "second", "bare", ...(kind === "rest" ? [] : ["cloud"])];
      const { files, problems } = good(await artifactTable({ runIds: runs.map(id) }, context(), signal));
      const sizes = new Map(files.map((file) => [file.path, file.sizes.slice(0, 3)]));
      assert.deepEqual([...sizes.keys()].slice(0, 3), ["console.log", "deep/er/same.txt", "drawing.svg"]);
      assert.deepEqual(sizes.get("deep/er/same.txt"), [8, 8, null]);
      assert.deepEqual(sizes.get("long.txt"), [null, 300_000, null]);
      assert.deepEqual(problems.slice(0, 3), [null, null, null]);
      if (kind !== "rest") assert.match(`${problems[3]?.message} ${problems[3]?.next}`, /s3:\/\/bucket\/cloud.*MLflow server/);
    });

    it(`${kind}: contents of the same size are told apart, those of large files are not read`, async () => {
      const runIds = [id("first"), id("second")];
      const files = ["deep/er/same.txt", "thresholds.json", "huge.txt", "long.txt"].map((path) => ({ path, runIds }));
      const [same = [], differ = [], huge, long = []] = good(await artifactHashes({ files }, context(), signal));
      assert.equal(same[0], same[1]);
      assert.match(String(same[0]), /^[0-9a-f]{64}$/);
      assert.notEqual(differ[0], differ[1]);
      assert.deepEqual(huge, [null, null]);
      assert.equal(long[0], null, "a file that is not there is no difference of content");
    });

    it(`${kind}: a file is given to the editor as it is, up to a bound`, async () => {
      const file = async (maxBytes: number) =>
        good(await artifactFile({ runId: id("first"), path: "deep/er/same.txt", maxBytes }, context(), signal));
      assert.deepEqual(await file(8), { base64: Buffer.from("the same").toString("base64"), isWhole: true });
      assert.equal((await file(7)).isWhole, false);
    });
  }
});

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parse } from "yaml";
import type { Registry } from "#registry/api.ts";
import { backends } from "#registry/backends.ts";
import { openFileStoreRegistry } from "#registry/filestore/fileStoreRegistry.ts";
import { openRegistry } from "#registry/open.ts";
import { openSqliteRegistry } from "#registry/sqlite/sqliteRegistry.ts";
import { openWorld, requirePython } from "./bothRegistries.ts";
import { type MlflowServer, startServer } from "./realMlflow.ts";
import { storeText } from "./storeText.ts";

const signal = new AbortController().signal;
const now = 1_234_567_890_123;
const script = fileURLToPath(new URL("run_writes.py", import.meta.url));

/** A change by MLflow's own client, and by ours; `run` is the name of one. */
interface Act {
  readonly theirs: readonly [method: string, run: string, ...rest: readonly string[]];
  readonly ours: (registry: Registry, run: string) => Promise<void>;
}

const tag = (key: string, value: string): Act => ({
  theirs: ["set_tag", "first", key, value],
  ours: (registry, run) => registry.setRunTag(run, key, value, signal),
});
const rename = (name: string): Act => ({
  theirs: ["set_tag", "first", "mlflow.runName", name],
  ours: (registry, run) => registry.setRunTag(run, "mlflow.runName", name, signal),
});
const acts: readonly Act[] = [
  tag("team", "fraud"),
  tag("new/key: b-c", "two\nlines 漢字 \u{1F600}\n"),
  tag("mlflow.note.content", "# Why\n\n<b>not</b> me"),
  tag("empty", ""),
  ...[
    "second",
    "my run",
    "gbm-031",
    "true",
    "12",
    "a: b # c",
    "it's",
    "two\nlines",
    "ä 模",
    "\u{1F600}\u0085",
    "-",
    "x ".repeat(120).trim(),
    " a ",
  ].map(rename),
  { theirs: ["delete_tag", "first", "a/b"], ours: (registry, run) => registry.deleteRunTag(run, "a/b", signal) },
  { theirs: ["delete_run", "first"], ours: (registry, run) => registry.deleteRun(run, signal) },
  { theirs: ["restore_run", "gone"], ours: (registry, run) => registry.restoreRun(run, signal) },
  { theirs: ["restore_run", "first"], ours: (registry, run) => registry.restoreRun(run, signal) },
];

type Artifacts = readonly (readonly [path: string, isFolder: boolean, size: number | null])[];
type Known = Readonly<Record<"sqlite" | "files", { readonly runs: Readonly<Record<string, string>>; readonly artifacts: Artifacts }>>;

/** What is in a folder: texts by path, and the folders. */
function tree(folder: string, asRead: boolean): Record<string, unknown> {
  const paths = readdirSync(folder, { recursive: true }).map(String).sort();
  const contentOf = (path: string): unknown => {
    const text = readFileSync(join(folder, path), "utf8");
    return asRead && path.endsWith("meta.yaml") ? parse(text) : text;
  };
  return Object.fromEntries(paths.map((path) => [path, statSync(join(folder, path)).isFile() ? contentOf(path) : undefined]));
}

describe("runs are changed, and their artifacts read, as by MLflow 3.17.2", function () {
  this.timeout(300_000);
  let folder: string;
  let known: Known;
  let server: MlflowServer;
  let registries: Readonly<Record<"sqlite" | "files" | "rest", Registry>>;

  before(async function () {
    const python = requirePython(this);
    folder = mkdtempSync(join(tmpdir(), "slipway-runs-"));
    const input = JSON.stringify(acts.map(({ theirs }) => theirs));
    const { status, stdout, stderr } = spawnSync(python, [script, folder], { input, encoding: "utf8", maxBuffer: 1e9 });
    assert.equal(status, 0, stderr);
    known = JSON.parse(stdout);
    cpSync(join(folder, "sqlite"), join(folder, "rest"), { recursive: true });
    server = await startServer(python, join(folder, "rest"));
    registries = {
      sqlite: openSqliteRegistry(join(folder, "sqlite/mlflow.db"), () => now),
      files: openFileStoreRegistry(join(folder, "files/mlruns"), () => now),
      rest: openRegistry(server.url, openWorld, backends),
    };
  });
  after(async () => {
    for (const registry of Object.values(registries ?? {})) registry.close();
    await server?.stop();
    if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
  });

  const idOf = (kind: "sqlite" | "files" | "rest", run: string) => known[kind === "rest" ? "sqlite" : kind].runs[run] ?? "";

  for (const [index, { theirs, ours }] of acts.entries()) {
    const title = theirs.join(" ").slice(0, 60);
    it(`sqlite: ${title}`, async () => {
      const path = join(folder, `ours-${index}.db`);
      cpSync(join(folder, "sqlite/mlflow.db"), path);
      const registry = openSqliteRegistry(path, () => now);
      await ours(registry, idOf("sqlite", theirs[1]));
      registry.close();
      assert.equal(storeText(path), storeText(join(folder, `sqlite-${index}/mlflow.db`)));
    });

    // What MLflow writes over several lines, or with escapes of its own, is compared as it is read.
    const isOdd = theirs[2] === "mlflow.runName" && /[^ -~äé模]|^.{60}/u.test(theirs[3] ?? "");
    it(`files: ${title}`, async () => {
      const copy = join(folder, `ours-${index}/mlruns`);
      mkdirSync(copy, { recursive: true });
      cpSync(join(folder, "files/mlruns"), copy, { recursive: true });
      const registry = openFileStoreRegistry(copy, () => now);
      await ours(registry, idOf("files", theirs[1]));
      registry.close();
      assert.deepEqual(tree(copy, isOdd), tree(join(folder, `files-${index}/mlruns`), isOdd));
    });
  }

  it("over REST a server's store has the same rows in the end", async () => {
    const path = join(folder, "all.db");
    cpSync(join(folder, "sqlite/mlflow.db"), path);
    const sqlite = openSqliteRegistry(path, () => now);
    for (const { theirs, ours } of acts) {
      await ours(sqlite, idOf("sqlite", theirs[1]));
      await ours(registries.rest, idOf("rest", theirs[1]));
    }
    sqlite.close();
    assert.equal(storeText(join(folder, "rest/mlflow.db")), storeText(path));
  });

  for (const kind of ["sqlite", "files", "rest"] as const) {
    it(`${kind}: refuses what MLflow refuses, and says why`, async () => {
      const registry = registries[kind];
      const gone = kind === "rest" ? idOf(kind, "cloud") : idOf(kind, "gone");
      if (kind === "rest") await registry.deleteRun(gone, signal);
      await assert.rejects(registry.setRunTag(gone, "a", "b", signal), { kind: "invalid" });
      await assert.rejects(registry.deleteRunTag(gone, "a", signal), { kind: "invalid" });
      if (kind === "rest") await registry.restoreRun(gone, signal);
      await assert.rejects(registry.deleteRunTag(idOf(kind, "proxied"), "never", signal), { kind: "notFound" });
      await assert.rejects(registry.setRunTag(idOf(kind, "proxied"), "mlflow.runName", "", signal), { kind: "invalid" });
      await assert.rejects(registry.setRunTag(idOf(kind, "proxied"), "../x", "", signal), { kind: "invalid" });
      await assert.rejects(registry.deleteRun("0".repeat(32), signal), { kind: "notFound" });
    });

    it(`${kind}: lists and reads artifacts as MLflow does`, async () => {
      const registry = registries[kind];
      const runId = idOf(kind, "first");
      const listed = async (path: string): Promise<Artifacts> => {
        const found: Artifacts[number][] = [];
        for (const one of await registry.artifacts({ runId, path }, signal)) {
          // A server leaves out a size of 0.
          found.push([one.path, one.isFolder, one.size ?? (one.isFolder ? null : 0)]);
          if (one.isFolder) found.push(...(await listed(one.path)));
        }
        return found;
      };
      assert.deepEqual(await listed(""), known[kind === "rest" ? "sqlite" : kind].artifacts);
      assert.deepEqual(await listed("nowhere"), []);
      assert.deepEqual(await listed("a.json"), []);
      const text = async (path: string, maxBytes = 100) => {
        const { bytes, isWhole } = await registry.readArtifact({ runId, path, maxBytes }, signal);
        return [new TextDecoder().decode(bytes), isWhole];
      };
      assert.deepEqual(await text("a.json"), ['{"a": 1}', true]);
      assert.deepEqual(await text("a.json", 8), ['{"a": 1}', true]);
      assert.deepEqual(await text("a.json", 7), ['{"a": 1', false]);
      assert.deepEqual(await text("tables/deep/long.txt", 6), ["ä\nä\n", false]);
      assert.deepEqual(await text("Z.empty"), ["", true]);
      for (const path of ["nowhere.txt", "tables", "tables/nowhere.txt"]) await assert.rejects(text(path), { kind: "notFound" }, path);
      for (const path of [
        "..",
        "../../mlflow.db",
        "tables/../a.json",
        "/etc/passwd",
        "tables\\..\\a.json",
        "C:/x",
        "a//b",
        "./a.json",
        "a\0b",
      ]) {
        await assert.rejects(text(path), { kind: "invalid" }, path);
        await assert.rejects(registry.artifacts({ runId, path }, signal), { kind: "invalid" }, path);
      }
      const proxied = { runId: idOf(kind, "proxied"), path: "model/MLmodel", maxBytes: 100 };
      assert.equal(new TextDecoder().decode((await registry.readArtifact(proxied, signal)).bytes), "flavors: {}\n");
    });
  }

  for (const kind of ["sqlite", "files"] as const) {
    it(`${kind}: what lies in an object store is named, with what would open it`, async () => {
      const query = { runId: idOf(kind, "cloud"), path: "" };
      await assert.rejects(registries[kind].artifacts(query, signal), {
        kind: "unsupported",
        message: /s3:\/\/bucket\/cloud/,
        next: /MLflow server/,
      });
    });
  }
});

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { minimalFileStore } from "./filestore/testStore.ts";
import { minimalStore } from "./sqlite/testStore.ts";

/** What may not be written: all, the folder of the store but not its database, the database alone. */
type Disk = "all" | "folder" | "file";

const cases: readonly (readonly [title: string, disk: Disk, store: "mlruns" | "mlflow.db" | "wal.db"])[] = [
  ["an mlruns folder", "all", "mlruns"],
  ["a database", "all", "mlflow.db"],
  ["a database that may be written, in a folder that may not: there is no place for its journal", "folder", "mlflow.db"],
  ["a database that may not be written, in a folder that may", "file", "mlflow.db"],
  ["a database in write-ahead mode", "folder", "wal.db"],
];

/**
 * Runs in a name space of its own, where a disk that is read-only is so for the administrator too. Of each case: what the registry says
 * that it takes and what it answers to edits, as it is and once all can be written again.
 */
const asked = `
import { spawnSync } from "node:child_process";
import { fileBackends } from ${JSON.stringify(new URL("fileBackends.ts", import.meta.url).href)};
const { signal } = new AbortController();
const mount = (...args) => { if (spawnSync("mount", args).status !== 0) throw new Error("mount " + args.join(" ")); };
const told = (act) => act.then(() => "", ({ kind, message, next }) => [kind, message, next]);
const look = async (registry) => {
  const { items } = await registry.experiments({ limit: 10 }, signal);
  const { ids } = await registry.runs({ experimentIds: items.map(({ id }) => id), filter: "", orderBy: [], limit: 1 }, signal);
  const { writable, editsRuns } = await registry.capabilities(signal);
  const run = await told(registry.setRunTag(ids[0], "k", "v", signal));
  return { writable, editsRuns, run, model: await told(registry.setAlias("scorer", "a", "1", signal)) };
};
const answers = [];
for (const { uri, bound, held } of JSON.parse(process.argv[1])) {
  for (const path of bound) mount("--bind", path, path);
  for (const path of held) mount("-o", "remount,bind,ro", path);
  const registry = fileBackends.find(({ schemes }) => schemes.includes(uri.slice(0, uri.indexOf(":")))).open(uri, { now: Date.now });
  const first = await look(registry);
  for (const path of held) mount("-o", "remount,bind,rw", path);
  answers.push([first, await look(registry)]);
  registry.close();
  for (const path of bound.toReversed()) spawnSync("umount", [path]);
}
console.log(JSON.stringify(answers));
`;

describe("a store on a read-only disk offers no edits, refuses one by its name, and offers them once it can be written", () => {
  let folder: string;
  let answers: unknown[];
  before(function () {
    if (spawnSync("unshare", ["-rm", "true"]).status !== 0) {
      console.log("      skipped: no read-only disk can be made here (unshare -rm)");
      this.skip();
    }
    folder = mkdtempSync(join(tmpdir(), "slipway-read-only-"));
    minimalFileStore(join(folder, "mlruns"));
    for (const name of ["mlflow.db", "wal.db"]) minimalStore(join(folder, name));
    const writer = new DatabaseSync(join(folder, "wal.db"));
    writer.exec("PRAGMA journal_mode=WAL");
    writer.close();
    const questions = cases.map(([, disk, store]) => {
      const path = join(folder, store);
      const bound = disk === "all" ? [folder] : disk === "file" ? [path] : [folder, path];
      return { uri: store === "mlruns" ? `file://${path}` : `sqlite:///${path}`, bound, held: bound.slice(0, 1) };
    });
    const node = [process.execPath, "--disable-warning=ExperimentalWarning", "--input-type=module", "-e", asked];
    const { stdout, stderr } = spawnSync("unshare", ["-rm", ...node, JSON.stringify(questions)], { encoding: "utf8" });
    assert.equal(stderr, "");
    answers = JSON.parse(stdout);
  });
  after(() => {
    if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
  });

  const free = { writable: true, editsRuns: true, run: "", model: "" };
  for (const [at, [title, , store]] of cases.entries())
    it(title, () => {
      const where = store === "mlruns" ? "the folder" : "the file and its folder";
      const next = `Check the permissions of ${where}, or ask whoever may write there.`;
      const refusal = ["forbidden", `${store} may not be written by you.`, next];
      assert.deepEqual(answers[at], [{ writable: false, editsRuns: false, run: refusal, model: refusal }, free]);
    });
});

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { requirePython } from "./bothRegistries.ts";
import type { Outcome } from "./fullDiskActs.ts";

const script = fileURLToPath(new URL("full_disk.py", import.meta.url));
const acts = fileURLToPath(new URL("fullDiskActs.ts", import.meta.url));
/** A disk of 4 MB, in a name space of its own: it is gone with the process. */
const onSmallDisk = 'mount -t tmpfs -o size=4m tmpfs "$1" && shift && exec "$@"';

describe("a disk that is full", function () {
  this.timeout(240_000);
  let python: string;
  let folder: string;

  before(function () {
    if (spawnSync("unshare", ["-rm", "true"]).status !== 0) {
      console.log("    skipped: no small disk can be made here (unshare -rm)");
      this.skip();
    }
    python = requirePython(this);
    folder = mkdtempSync(join(tmpdir(), "slipway-full-"));
    writeFileSync(join(folder, "runs.json"), mlflow("make", folder));
    for (const name of ["disk", "after"]) mkdirSync(join(folder, name));
  });
  after(() => {
    if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
  });

  function mlflow(act: "make" | "tell", where: string): string {
    const { stdout, stderr, status } = spawnSync(python, [script, act, where], { encoding: "utf8" });
    assert.equal(status, 0, stderr);
    return stdout.split("\n").findLast((line) => line.startsWith("{")) ?? "";
  }

  for (const kind of ["sqlite", "files"]) {
    it(`${kind}: a change is made whole or not at all, and says what to do`, () => {
      const disk = join(folder, "disk");
      const node = [process.execPath, "--disable-warning=ExperimentalWarning", acts, kind, folder, disk];
      const { stdout, stderr, status } = spawnSync("unshare", ["-rm", "sh", "-c", onSmallDisk, "sh", disk, ...node], { encoding: "utf8" });
      assert.equal(status, 0, stderr);
      const outcomes: readonly Outcome[] = JSON.parse(stdout);
      for (const { act, free, refused, state } of outcomes) {
        const what = `${act}, ${free} pages free: ${refused?.join(" ") ?? "done"}`;
        assert.equal(state, refused === undefined ? "after" : "before", what);
        if (refused === undefined) continue;
        const [reason, message, next] = refused;
        assert.equal(reason, "unavailable", what);
        assert.match(message, /no space left/i, what);
        assert.match(next, /^Make room/, what);
      }
      const refusals = outcomes.filter(({ refused }) => refused !== undefined);
      assert.ok(refusals.length >= 6, `${refusals.length} were refused`);
      assert.ok(new Set(refusals.map(({ act }) => act)).size >= 4);
      for (const act of new Set(outcomes.map((each) => each.act))) {
        assert.ok(
          outcomes.some((each) => each.act === act && each.refused === undefined),
          `${act} is done where there is room`,
        );
      }
    });
  }

  it("leaves stores that the real MLflow opens, with what was done in the end", () => {
    const told: Readonly<Record<string, string>> = JSON.parse(mlflow("tell", join(folder, "after")));
    for (const [kind, text] of Object.entries(told)) {
      const { runs, experiment, versions, aliases } = JSON.parse(text);
      assert.deepEqual([runs.length, runs[0][0], runs[0][1], runs[0][3]], [1, "second", "deleted", { loss: 0.5 }], kind);
      assert.equal(runs[0][2]["mlflow.note.content"].length, 7500, kind);
      assert.equal(experiment.team.length, 7500, kind);
      assert.deepEqual([versions[1][0], versions[1][1]["slipway.promotion.x"].length], ["Production", 4900], kind);
      assert.deepEqual(
        Object.entries(aliases).map(([alias, version]) => `${alias}=${version}`),
        ["challenger=2", "champion=2"],
        kind,
      );
    }
  });
});

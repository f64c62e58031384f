import assert from "node:assert/strict";
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { RunEdited, RunWrite } from "#protocol/runEdits.ts";
import type { Registry } from "#registry/api.ts";
import { openFileStoreRegistry } from "#registry/filestore/fileStoreRegistry.ts";
import { meta, runMeta, writeFiles } from "#registry/filestore/testStore.ts";
import type { ChangeSet } from "#registry/model/changes.ts";
import { RegistryError } from "#registry/model/errors.ts";
import { registryWith } from "#registry/sqlite/testRegistry.ts";
import { editRuns } from "./editRuns.ts";
import { runTags } from "./runTags.ts";

const { signal } = new AbortController();
const tag = (key: string) => ({ kind: "tag" as const, key });
const lifecycle = { kind: "lifecycle" as const };
const runs = ["a", "b", "c"];

interface Opened {
  readonly registry: Registry;
  readonly path: string;
  close(): void;
}

/** The same three runs in each kind of store: `team` of a is risk, of b growth, c has none and is deleted. */
const stores: Readonly<Record<string, () => Opened>> = {
  sqlite: () => {
    const rows = runs.map((id, at) => `('${id}','run ${id}','ana','FINISHED',${at},5,'${id === "c" ? "deleted" : "active"}','',1)`);
    const sql = `INSERT INTO experiments VALUES (1, 'one', '', 'active', 1, 1); INSERT INTO runs VALUES ${rows.join(",")};
      INSERT INTO tags VALUES ('team','risk','a'), ('team','growth','b'), ('mlflow.user','ana','a'), ('mlflow.note.content','why','a')`;
    const store = registryWith(sql);
    return { ...store, path: join(store.folder, "mlflow.db") };
  },
  files: () => {
    const folder = mkdtempSync(join(tmpdir(), "slipway-edits-"));
    const experiment = {
      artifact_location: "x",
      creation_time: 1,
      experiment_id: "'1'",
      last_update_time: 1,
      lifecycle_stage: "active",
      name: "one",
    };
    const state = (id: string) => ({ run_name: `run ${id}`, experiment_id: "'1'", lifecycle_stage: id === "c" ? "deleted" : "active" });
    writeFiles(folder, {
      "1/meta.yaml": meta(experiment),
      ...Object.fromEntries(runs.map((id) => [`1/${id}/meta.yaml`, runMeta(id, state(id))])),
      ...{ "1/a/tags/team": "risk", "1/b/tags/team": "growth", "1/a/tags/mlflow.user": "ana", "1/a/tags/mlflow.note.content": "why" },
    });
    const registry = openFileStoreRegistry(folder, () => 5);
    return {
      registry,
      path: join(folder, "1/a/tags"),
      close: () => {
        registry.close();
        rmSync(folder, { recursive: true });
      },
    };
  },
};

for (const [kind, open] of Object.entries(stores)) {
  describe(`edits of runs in ${kind}`, () => {
    let store: Opened;
    let told: ChangeSet[];
    beforeEach(() => {
      store = open();
      told = [];
    });
    afterEach(() => store.close());

    const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
    const edit = async (field: Parameters<typeof editRuns>[0]["field"], writes: readonly RunWrite[], registry = store.registry) => {
      const answer = await editRuns({ field, writes }, { registry, log, wrote: (changes) => told.push(changes) }, signal);
      if (!answer.ok) throw new RegistryError("invalid", `${answer.problem.kind}: ${answer.problem.message}`, answer.problem.next);
      return answer.value.map(brief);
    };
    const all = (value: string | null): RunWrite[] => runs.map((runId) => ({ runId, value }));
    const held = async (key: string) => {
      const answer = await runTags({ runIds: runs }, { registry: store.registry, log }, signal);
      return answer.ok
        ? answer.value.runs.map((run) => (key === "name" ? run.name : key === "deleted" ? run.isDeleted : run.tags[key]))
        : answer.problem;
    };

    it("write each run for itself, and say what it had: one that is refused leaves the others changed", async () => {
      assert.deepEqual(await edit(tag("team"), all("fraud")), [
        "a: written, was risk",
        "b: written, was growth",
        "c: The run c is deleted, and cannot be changed.",
      ]);
      assert.deepEqual(await held("team"), ["fraud", "fraud", undefined]);
      assert.deepEqual(told, [{ experiments: ["1"], runs, models: [] }]);
    });

    it("rename, in the place where the name is read", async () => {
      assert.deepEqual(await edit(tag("mlflow.runName"), [{ runId: "a", value: "best" }]), ["a: written, was run a"]);
      assert.deepEqual(await held("name"), ["best", "run b", "run c"]);
    });

    it("write nothing where it is so already, and tell nobody", async () => {
      assert.deepEqual(
        await edit(tag("team"), [
          { runId: "a", value: "risk" },
          { runId: "c", value: null },
        ]),
        ["a: same", "c: same"],
      );
      assert.deepEqual(told, []);
    });

    it("leave alone what is not as it was expected", async () => {
      const back: RunWrite[] = [
        { runId: "a", value: "old", expected: "risk" },
        { runId: "b", value: "old", expected: "risk" },
      ];
      assert.deepEqual(await edit(tag("team"), back), ["a: written, was risk", "b: changed to growth"]);
      assert.deepEqual(await held("team"), ["old", "growth", undefined]);
      assert.deepEqual(await edit(tag("team"), [{ runId: "a", value: "x", expected: null }]), ["a: changed to old"]);
    });

    it("take a tag away, delete and restore", async () => {
      assert.deepEqual(await edit(tag("team"), [{ runId: "a", value: null }]), ["a: written, was risk"]);
      assert.deepEqual(await edit(lifecycle, all("deleted")), ["a: written, was active", "b: written, was active", "c: same"]);
      assert.deepEqual(await held("deleted"), [true, true, true]);
      assert.deepEqual(await edit(lifecycle, [{ runId: "c", value: "active" }]), ["c: written, was deleted"]);
      assert.deepEqual(await held("deleted"), [true, true, false]);
    });

    it("name a run that is not there, beside those that were written", async () => {
      const found = await edit(tag("team"), [
        { runId: "nobody", value: "x" },
        { runId: "b", value: "x" },
      ]);
      assert.deepEqual(found, ["nobody: There is no run nobody.", "b: written, was growth"]);
    });

    const refused: readonly (readonly [string, Parameters<typeof edit>[0], string | null, RegExp])[] = [
      ["a key that MLflow does not take", tag("../x"), "v", /not a valid tag key/],
      ["a key that is too long", tag("k".repeat(251)), "v", /longer than 250/],
      ["a value that is too long", tag("note"), "v".repeat(8001), /longer than 8000/],
      ["one of MLflow's own", tag("mlflow.user"), "bruno", /forbidden: mlflow.user is one of MLflow's own/],
      ["no name", tag("mlflow.runName"), "", /without a name/],
      ["a name taken away", tag("mlflow.runName"), null, /without a name/],
      ["a name that is too long", tag("mlflow.runName"), "n".repeat(251), /longer than 250/],
      ["a state that there is not", lifecycle, "gone", /active or deleted/],
    ];
    for (const [what, field, value, message] of refused) {
      it(`refuse ${what} before any run is written`, async () => {
        await assert.rejects(edit(field, [{ runId: "a", value }]), message);
        assert.deepEqual(
          [await held("team"), await held("name")],
          [
            ["risk", "growth", undefined],
            ["run a", "run b", "run c"],
          ],
        );
      });
    }

    it("are refused where the registry does not edit runs", async () => {
      const capabilities = async () => ({ ...(await store.registry.capabilities(signal)), editsRuns: false });
      await assert.rejects(edit(tag("team"), all("x"), { ...store.registry, capabilities }), /unsupported: Runs in .* cannot be changed/);
    });

    it("say so where the store cannot be written, and tell of what may have changed", async function () {
      if (process.getuid?.() === 0) {
        console.log("      skipped: the administrator may write anywhere");
        this.skip();
      }
      chmodSync(store.path, 0o500);
      const [outcome = ""] = await edit(tag("team"), [{ runId: "a", value: "x" }]);
      chmodSync(store.path, 0o700);
      assert.match(outcome, /^a: .*(read-only|cannot be written)/);
    });

    it("know the tags of the runs, and suggest what other runs have", async () => {
      const answer = await runTags({ runIds: ["b"], suggest: true }, { registry: store.registry, log }, signal);
      assert.deepEqual(answer.ok && answer.value, {
        runs: [{ runId: "b", name: "run b", isDeleted: false, tags: { team: "growth" } }],
        known: [{ key: "team", values: ["growth", "risk"] }],
      });
    });
  });
}

function brief(run: RunEdited): string {
  if (run.outcome === "written") return `${run.runId}: written, was ${run.before}`;
  if (run.outcome === "changed") return `${run.runId}: changed to ${run.now}`;
  return `${run.runId}: ${run.outcome === "failed" ? run.problem.message : run.outcome}`;
}

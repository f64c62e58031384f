import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, renameSync, rmSync, symlinkSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { columnOf, metricAt, rowOf, textAt } from "#registry/model/columns.ts";
import { meta, minimalFileStore, registryWith, runMeta } from "./testStore.ts";

const signal = new AbortController().signal;
const query = { experimentIds: ["0"], filter: "", orderBy: [], limit: 10 };

/** Runs by name, and what is wrong with which. */
async function listed(store: ReturnType<typeof registryWith>, filter = "") {
  const page = await store.registry.runs({ ...query, filter }, signal);
  const name = (row: number) => page.names[row] || page.ids[row] || "";
  return { names: page.ids.map((_, row) => name(row)), problems: (page.problems ?? []).map(({ row, why }) => `${name(row)}: ${why}`) };
}

describe("a file store with something wrong in it", () => {
  let store: ReturnType<typeof registryWith>;
  beforeEach(() => {
    store = registryWith({ "0/r2/meta.yaml": runMeta("r2", { run_name: "second", start_time: 3000 }), "0/r2/params/lr": "0.1" });
  });
  afterEach(() => store.close());
  const path = (...parts: string[]) => join(store.root, ...parts);
  /** Not written just now: nobody waits for it to be written whole. */
  function write(file: string, text: string): void {
    mkdirSync(join(path(file), ".."), { recursive: true });
    writeFileSync(path(file), text);
    utimesSync(path(file), 1_700_000_000, 1_700_000_000);
  }

  const broken: readonly (readonly [title: string, text: string, why: RegExp])[] = [
    ["empty", "", /^meta\.yaml is empty$/],
    ["cut in the middle", runMeta("r2").slice(0, 90), /^meta\.yaml is half-written: it has no start_time$/],
    ["cut before its last key", runMeta("r2").split("user_id")[0] ?? "", /^meta\.yaml is half-written: it has no user_id$/],
    ["no YAML", "run_name: 'cut", /^meta\.yaml is half-written or damaged$/],
    ["zeros", "\0".repeat(300), /^meta\.yaml is half-written or damaged$/],
    ["that of another run", runMeta("r1"), /^meta\.yaml is that of another run, r1$/],
    ["far too long", `${runMeta("r2")}# ${"x".repeat(5_000_000)}`, /^meta\.yaml is longer than 1 MB$/],
  ];
  for (const [title, text, why] of broken) {
    it(`a run whose meta.yaml is ${title}: one row that says so, with what else can be read`, async () => {
      write("0/r2/meta.yaml", text);
      write("0/r2/tags/mlflow.runName", "second");
      const { names, problems } = await listed(store);
      assert.deepEqual(names, ["first", "second"]);
      assert.match(problems.join().replace("second: ", ""), why);
      const page = await store.registry.runs({ ...query, filter: "params.lr = '0.1'" }, signal);
      assert.deepEqual([page.ids, page.statuses, rowOf(page.params, 0)], [["r2"], ["UNKNOWN"], [["lr", "0.1"]]]);
      await assert.rejects(store.registry.runsById({ ids: ["r1", "r2"] }, signal), {
        kind: "unavailable",
        message: /^Run second cannot be read: meta\.yaml /,
      });
    });
  }

  it("a meta.yaml that is being written is waited for", async () => {
    writeFileSync(path("0/r2/meta.yaml"), "");
    setTimeout(() => writeFileSync(path("0/r2/meta.yaml"), runMeta("r2", { run_name: "written", start_time: 3000 })), 30);
    assert.deepEqual(await listed(store), { names: ["written", "first"], problems: [] });
    writeFileSync(path("0/r2/meta.yaml"), "");
    setTimeout(() => writeFileSync(path("0/r2/meta.yaml"), runMeta("r2", { run_name: "again" })), 30);
    assert.deepEqual((await store.registry.runsById({ ids: ["r2"] }, signal)).names, ["again"]);
  });

  it("folders that MLflow takes for no run are none here", async () => {
    write("0/just artifacts/model/MLmodel", "flavors: {}");
    write("0/copy/meta.yaml", runMeta("copy", { experiment_id: "'5'" }));
    for (const name of ["tags", "datasets", "traces", "models"]) write(`0/${name}/meta.yaml`, runMeta(name));
    write("0/a file", "");
    assert.deepEqual(await listed(store), { names: ["second", "first"], problems: [] });
    assert.deepEqual((await store.registry.runsById({ ids: ["copy", "tags", "../r1", "r1/../r1", ".", ""] }, signal)).ids, []);
  });

  it("a metric whose last line is cut keeps the others; one with a damaged line says so", async () => {
    write("0/r1/metrics/auc", "1000 0.9 0\n2000 0.95 1\n3000 0.");
    assert.deepEqual((await listed(store)).problems, []);
    const [history] = await store.registry.history({ runIds: ["r1"], metrics: ["auc"], maxPoints: 10 }, signal);
    assert.deepEqual([...(history?.values ?? [])], [0.9, 0.95]);
    write("0/r1/metrics/auc", "1000 0.9 0\noops\n2000 0.95 1\n");
    assert.deepEqual((await listed(store)).problems, ["first: metrics/auc has a line that is no point"]);
    assert.deepEqual((await listed(store, "metrics.auc > 0.94")).names, ["first"]);
    write("0/r1/metrics/auc", "");
    assert.deepEqual(await listed(store, "metrics.auc IS NULL"), { names: ["second", "first"], problems: [] });
  });

  it("links that lead to themselves, into their own folder, and nowhere", async () => {
    symlinkSync("loop", path("0/r1/metrics/loop"));
    symlinkSync("..", path("0/r1/metrics/up"));
    symlinkSync("nowhere", path("0/r1/metrics/gone"));
    symlinkSync("auc", path("0/r1/metrics/same"));
    symlinkSync(".", path("0/here"));
    symlinkSync("..", path("models/up"));
    symlinkSync("loop", path("loop"));
    const page = await store.registry.runs(query, signal);
    assert.deepEqual(
      page.metrics.map(({ key }) => key),
      ["auc", "same"],
    );
    assert.deepEqual(
      page.problems?.map(({ row }) => page.ids[row]),
      ["here"],
      "whose meta.yaml is that of the experiment",
    );
    assert.deepEqual(
      (await store.registry.models({ limit: 10 }, signal)).items.map(({ name }) => name),
      ["scorer"],
    );
    assert.deepEqual(
      (await store.registry.experiments({ limit: 10 }, signal)).items.map(({ id }) => id),
      ["0"],
    );
  });

  it("a run that is a link to a folder elsewhere is read, as MLflow reads it", async () => {
    write("../elsewhere/meta.yaml", runMeta("r3", { run_name: "linked" }));
    symlinkSync("../../elsewhere", path("0/r3"));
    assert.deepEqual((await listed(store)).names, ["second", "first", "linked"]);
  });

  it("pipes in the place of files hold nobody up", async () => {
    for (const name of ["0/r1/metrics/pipe", "0/r1/tags/pipe"]) {
      mkdirSync(join(path(name), ".."), { recursive: true });
      execFileSync("mkfifo", [path(name)]);
    }
    mkdirSync(path("0/r3"));
    execFileSync("mkfifo", [path("0/r3/meta.yaml")]);
    const { names } = await listed(store);
    assert.deepEqual(names, ["second", "first", "r3"]);
  });

  it("keys that would leave their folder are no keys", async () => {
    write("secret", "5 1 0\n");
    for (const key of ["../../../secret", "/../../../secret", "a/../../../../secret", "", "."]) {
      const page = await store.registry.runsById({ ids: ["r1"], columns: { metrics: [key], params: [key], tags: [key] } }, signal);
      assert.deepEqual([page.metrics, page.params, page.tags], [[], [], []]);
      assert.deepEqual(await store.registry.history({ runIds: ["r1"], metrics: [key], maxPoints: 10 }, signal), []);
      assert.deepEqual(await store.registry.metricRanges({ runIds: ["r1"], metrics: [key] }, signal), []);
    }
  });

  it("a damaged experiment is there under its id, with its runs; one without a meta.yaml is none", async () => {
    write("0/meta.yaml", "artifact_lo");
    write("1/meta.yaml", meta({ experiment_id: "'0'", name: "a copy", lifecycle_stage: "active" }));
    const { items } = await store.registry.experiments({ limit: 10 }, signal);
    const damaged = { id: "0", name: "0", artifactLocation: "", lifecycle: "active", tags: [] };
    assert.deepEqual(items, [{ ...damaged, problem: "meta.yaml is empty, half-written or damaged" }]);
    assert.deepEqual((await listed(store)).names, ["second", "first"]);
  });

  it("a damaged version hides nothing but itself, and is never taken for one that is not there", async () => {
    write("models/scorer/version-2/meta.yaml", "creation_timestamp: 5\ncurrent_st");
    write("models/scorer/version-1/tags/slipway.x", "1");
    const damaged = { kind: "unavailable", message: /^Version 2 of scorer cannot be read: its meta\.yaml is half-written/ };
    await assert.rejects(store.registry.version("scorer", "2", signal), damaged);
    await assert.rejects(store.registry.versions({ model: "scorer", limit: 5 }, signal), damaged);
    await assert.rejects(store.registry.versionsInStages("scorer", ["None"], signal), damaged);
    const { items } = await store.registry.versions({ tagKeyPrefix: "slipway.", limit: 5 }, signal);
    assert.deepEqual(
      items.map(({ version }) => version),
      ["1"],
    );
    write("models/scorer/meta.yaml", "");
    assert.deepEqual(await store.registry.model("scorer", signal), { name: "scorer", description: "", tags: [], aliases: [] });
  });

  it("what may not be read says so, and the rest is there", async function () {
    if (process.getuid?.() === 0) {
      console.log("      skipped: the administrator may read anywhere");
      return this.skip();
    }
    chmodSync(path("0/r2/meta.yaml"), 0);
    chmodSync(path("0/r1/metrics"), 0);
    const { problems } = await listed(store);
    chmodSync(path("0/r1/metrics"), 0o755);
    assert.deepEqual(problems, ["first: metrics may not be read by you", "r2: meta.yaml may not be read by you"]);
    chmodSync(store.root, 0);
    await assert.rejects(store.registry.experiments({ limit: 1 }, signal), { kind: "forbidden" });
    chmodSync(store.root, 0o755);
  });

  it("a folder that is no store, is empty, is gone or is a file says what it is", async () => {
    const refused = (message: RegExp, kind: string) => assert.rejects(store.registry.experiments({ limit: 1 }, signal), { kind, message });
    rmSync(path("models"), { recursive: true });
    rmSync(path("0/meta.yaml"));
    await refused(/^mlruns holds no experiments: it is no store of MLflow's, or has only the artifacts of one\.$/, "invalid");
    rmSync(store.root, { recursive: true });
    await refused(/^There is no folder /, "notFound");
    writeFileSync(store.root, "");
    await refused(/is not a folder\.$/, "invalid");
  });

  it("one that is gone and comes back, or becomes another, is read as it then is, without being opened again", async () => {
    assert.deepEqual((await listed(store)).names, ["second", "first"]);
    renameSync(store.root, `${store.root}.away`);
    await assert.rejects(store.registry.runs(query, signal), { kind: "notFound" });
    await assert.rejects(store.registry.setVersionTag("scorer", "1", "k", "v", signal), { kind: "notFound" });
    renameSync(`${store.root}.away`, store.root);
    assert.deepEqual((await listed(store)).names, ["second", "first"]);
    renameSync(store.root, `${store.root}.away`);
    minimalFileStore(store.root);
    assert.deepEqual((await listed(store)).names, ["first"]);
    rmSync(`${store.root}.away`, { recursive: true });
  });

  it("what is deleted while a list of it is read is left out, and hides nothing", async () => {
    for (let n = 0; n < 300; n++) write(`0/x${n}/meta.yaml`, runMeta(`x${n}`, { run_name: `x${n}` }));
    const reading = store.registry.runs({ ...query, limit: 1000 }, signal);
    for (let n = 0; n < 300; n += 2) rmSync(path(`0/x${n}`), { recursive: true });
    const { names } = await reading;
    for (const kept of ["first", "second", "x1", "x299"]) assert.ok(names.includes(kept), kept);
    assert.equal((await store.registry.runs({ ...query, limit: 1000 }, signal)).names.length, 152);
  });

  it("by a clock that jumps: a value of the same length and the same time is read anew all the same", async () => {
    for (const [note, time] of [
      ["red", 2_000_000_000],
      ["bed", 2_000_000_000],
      ["led", 1_000_000_000],
      ["fed", 1_000_000_000],
    ] as const) {
      write("0/r1/tags/note", note);
      utimesSync(path("0/r1/tags/note"), time, time);
      const { tags, ids } = await store.registry.runs(query, signal);
      assert.equal(textAt(columnOf(tags, "note"), ids.indexOf("r1")), note);
    }
  });

  it("nothing is read after it was closed, nor for a call that was given up", async () => {
    await assert.rejects(store.registry.runs(query, AbortSignal.abort(new Error("enough"))), { message: "enough" });
    store.registry.close();
    await assert.rejects(store.registry.runs(query, signal), { kind: "unavailable", message: "mlruns was closed." });
  });

  it("a value that changes is read anew, one of the same length too", async () => {
    const auc = async () => {
      const page = await store.registry.runs({ ...query, columns: { metrics: ["auc"] } }, signal);
      return page.ids.map((_, row) => metricAt(columnOf(page.metrics, "auc"), row));
    };
    assert.deepEqual(await auc(), [undefined, 0.9]);
    for (const value of [0.8, 0.7]) {
      write("0/r1/metrics/auc", `1000 ${value} 0\n`);
      assert.deepEqual(await auc(), [undefined, value]);
    }
    for (const name of ["third", "again", "other"]) {
      writeFileSync(path("0/r1/meta.yaml"), runMeta("r1", { run_name: name }));
      assert.deepEqual((await listed(store)).names, ["second", name]);
    }
  });
});

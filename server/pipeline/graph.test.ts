import assert from "node:assert/strict";
import type { PipelineGraph, PipelineScope } from "#protocol/views/pipeline.ts";
import { FileHashes } from "../dvc/status/hashes.ts";
import { Disk, top } from "../workspace/testDisk.ts";
import { graphOfFile } from "./graph.ts";
import { mostShown } from "./units.ts";

const stage = (name: string, deps: readonly string[], outs: readonly string[]) =>
  `  ${name}: {cmd: run, deps: ${JSON.stringify(deps)}, outs: ${JSON.stringify(outs)}}\n`;
const repository = {
  ".dvc/config": "",
  "dvc.yaml": `stages:\n${stage("report", ["models/a/m.pkl"], ["report.html"])}`,
  "data/dvc.yaml": `stages:\n${stage("prepare", ["raw"], ["clean.csv"])}`,
  "data/raw.dvc": "outs:\n- path: raw\n",
  "models/a/dvc.yaml": `stages:\n${stage("train", ["../../data/clean.csv"], ["m.pkl"])}`,
  "other/dvc.yaml": `stages:\n${stage("alone", [], [])}`,
};

describe("the graph of a repository around a file", () => {
  const { signal } = new AbortController();
  const graphOn = async (disk: Disk, path: string, scope?: PipelineScope, compares = false): Promise<PipelineGraph> => {
    const { workspace, checks } = disk;
    const hashes = new FileHashes(workspace.world.files);
    const question = { uri: `${top}/${path}`, compares, ...(scope && { scope }) };
    const answer = await graphOfFile(question, { workspace, checks, hashes }, signal);
    return answer.ok ? answer.value : assert.fail(answer.problem.message);
  };
  const namesOf = ({ nodes }: PipelineGraph) => nodes.filter(({ kind }) => kind !== "data").map(({ name, address }) => address ?? name);

  it("has the stages of all files, its own first and by their names, those of others as DVC names them", async () => {
    const graph = await graphOn(new Disk(repository), "models/a/dvc.yaml");
    assert.deepEqual(namesOf(graph), ["train", "data/dvc.yaml:prepare", "data/raw.dvc", "dvc.yaml:report", "other/dvc.yaml:alone"]);
    assert.deepEqual(
      graph.files.map(({ name }) => name),
      ["models/a/dvc.yaml", "data/dvc.yaml", "data/raw.dvc", "dvc.yaml", "other/dvc.yaml"],
    );
    const data = graph.nodes.filter(({ kind }) => kind === "data").map(({ name }) => name);
    assert.deepEqual(data, ["data/clean.csv", "models/a/m.pkl", "data/raw", "report.html"]);
    assert.deepEqual([graph.scope, graph.hasMore, graph.count], ["repository", true, { all: 5, shown: 5 }]);
    const prepare = graph.nodes.find(({ name }) => name === "prepare");
    assert.deepEqual([prepare?.file, prepare?.lines], [`${top}/data/dvc.yaml`, { first: 1, last: 1 }]);
  });

  it("is at first that of the repository where the file is connected with more than it shows itself, else its own", async () => {
    const disk = new Disk({
      ...repository,
      "own/dvc.yaml": `stages:\n${stage("s", ["k.csv"], [])}`,
      "own/k.csv.dvc": "outs:\n- path: k.csv\n",
    });
    const scopes: Record<string, string> = {};
    for (const path of ["dvc.yaml", "data/raw.dvc", "other/dvc.yaml", "own/dvc.yaml"]) scopes[path] = (await graphOn(disk, path)).scope;
    assert.deepEqual(scopes, { "dvc.yaml": "repository", "data/raw.dvc": "repository", "other/dvc.yaml": "file", "own/dvc.yaml": "file" });
    assert.deepEqual(namesOf(await graphOn(disk, "own/dvc.yaml")), ["s", "own/k.csv.dvc"]);
    assert.deepEqual(namesOf(await graphOn(disk, "dvc.yaml", "file")), ["report"]);
    assert.equal((await graphOn(disk, "other/dvc.yaml", "repository")).count.all, 7);
  });

  it("follows what is typed in any of the files, without reading the others again", async () => {
    const disk = new Disk(repository);
    for (const compares of [false, true]) await graphOn(disk, "dvc.yaml", undefined, compares);
    disk.read.length = 0;
    disk.edit("data/dvc.yaml", `\nstages:\n${stage("clean", ["raw"], ["clean.csv"])}`);
    const graph = await graphOn(disk, "dvc.yaml", undefined, true);
    const clean = graph.nodes.find(({ name }) => name === "clean");
    assert.deepEqual(clean?.lines, { first: 2, last: 2 });
    assert.ok(!namesOf(graph).includes("data/dvc.yaml:prepare"));
    assert.deepEqual([clean?.state, graph.nodes.find(({ name }) => name === "train")?.state], ["changed", "changed"]);
    const isAsked = (path: string) => path.endsWith(".dvcignore");
    const read = disk.read.filter((path) => !isAsked(path));
    assert.deepEqual(read, ["dvc.yaml"], "the file of the page alone");
    assert.equal(disk.read.filter(isAsked).length, new Set(disk.read.filter(isAsked)).size, "what all rest on is read once");
  });

  it("is not worked out again of files that are as they were when files changed on disk", async () => {
    const disk = new Disk({ ...repository });
    const document = (await disk.checks.document(`${top}/dvc.yaml`)) ?? assert.fail();
    let made: string[] = [];
    const make = ({ uri }: { readonly uri: string }) => made.push(uri.slice(top.length + 1));
    await disk.checks.madeOfProject(document, make);
    made = [];
    disk.texts["data/raw.dvc"] = "outs:\n- path: raw2\n";
    disk.workspace.filesChanged();
    await disk.checks.madeOfProject(document, make);
    assert.deepEqual(made, ["data/raw.dvc"]);
  });

  it("keeps the rest where a file cannot be read, and says which and where", async () => {
    const disk = new Disk({ ...repository, "broken/dvc.yaml": "stages:\n  half: {cmd: run\n  x: [\n" });
    const graph = await graphOn(disk, "dvc.yaml");
    assert.deepEqual(
      graph.unread.map(({ name, line }) => [name, line]),
      [["broken/dvc.yaml", 1]],
    );
    assert.ok(graph.isWhole);
    assert.ok(namesOf(graph).includes("data/dvc.yaml:prepare"));
    assert.deepEqual((await graphOn(disk, "dvc.yaml", "file")).unread, []);
    assert.equal((await graphOn(disk, "broken/dvc.yaml")).isWhole, false);
  });

  it("shows of too many stages those nearest to the file, counted in steps, and never leaves out its own", async () => {
    const [files, ofEach] = [35, 20];
    const link = (at: number) => stage(`s${at}`, [`../out${at - 1}`], [`../out${at}`]);
    const chain = Array.from({ length: files }, (_, file) => {
      const stages = Array.from({ length: ofEach }, (_each, at) => link(file * ofEach + at));
      return [`p${file}/dvc.yaml`, `stages:\n${stages.join("")}`] as const;
    });
    const disk = new Disk({ ".dvc/config": "", ...Object.fromEntries(chain) });
    const { count, nodes } = await graphOn(disk, "p17/dvc.yaml");
    assert.deepEqual(count, { all: files * ofEach, shown: mostShown });
    const shown = nodes.filter(({ kind }) => kind === "stage").map(({ name }) => Number(name.slice(1)));
    assert.deepEqual([Math.min(...shown), Math.max(...shown), shown.length], [100, 599, mostShown]);
    const many = Array.from({ length: mostShown + 50 }, (_, at) => stage(`s${at}`, [], [`o${at}`])).join("");
    const large = new Disk({ ...repository, "large/dvc.yaml": `stages:\n${many}` });
    assert.deepEqual((await graphOn(large, "large/dvc.yaml", "repository")).count, { all: mostShown + 55, shown: mostShown + 50 });
  });

  it("is that of the file alone where DVC does not come to it, or there is no repository", async () => {
    const inOutput = new Disk({ ...repository, "data.dvc": "outs:\n- path: data\n" });
    const hidden = await graphOn(inOutput, "data/dvc.yaml", "repository");
    assert.deepEqual([hidden.scope, hidden.hasMore, namesOf(hidden)], ["file", false, ["prepare"]]);
    assert.ok(!namesOf(await graphOn(inOutput, "dvc.yaml", "repository")).some((name) => name.startsWith("data/")));
    const { ".dvc/config": _none, ...files } = repository;
    assert.deepEqual(namesOf(await graphOn(new Disk(files), "dvc.yaml", "repository")), ["report"]);
  });
});

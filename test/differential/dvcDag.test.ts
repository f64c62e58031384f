import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { type PipelineGraph, type PipelineNode, pipelineRequest } from "#protocol/views/pipeline.ts";
import { shownGraph } from "#webviews/pipeline/shown.ts";
import { calledNode } from "#webviews/pipeline/words.ts";
import { caseCount, seed } from "../generatedCases.ts";
import { PipelineFolder } from "../webviews/pipelineFixture.ts";
import type { DvcProject } from "./dvcProjects.ts";
import { askDvc, needsDvc } from "./realDvc.ts";

type Drawn = { readonly refused: true } | { readonly nodes: readonly string[]; readonly edges: readonly (readonly [string, string])[] };

const cases = caseCount(60);

/** Files and folders that stages and `.dvc` files name, from the top of the repository: some lie in others. */
const places = [
  "data",
  "data/raw.csv",
  "data/sub",
  "data/sub/x y.csv",
  "ext/model.bin",
  "params.yaml",
  "lib.py",
  "out/a",
  "out/a/b.csv",
  "out/c.csv",
  "out/(1) d'.csv",
  "out/e.csv",
  "out/f.csv",
  "out/g",
];

const list = (from: readonly string[], maxLength: number) => fc.uniqueArray(fc.constantFrom(...from), { maxLength });
const written = places.slice(6);
/** In no output of another file: whether DVC comes to a file that lies in one of another branch depends on how the disk lists folders. */
const besideOutputs = places.slice(9);
const stage = fc.record({
  deps: list([...places, ...written, ...written], 3),
  outs: list(written, 1),
  params: fc.boolean(),
  loops: fc.boolean(),
  wdir: fc.constantFrom(undefined, "."),
});
const pipeline = fc.record({ stages: fc.array(stage, { minLength: 1, maxLength: 3 }), isWdir: fc.boolean() });
const folders = ["", "pipe/", "models/a (1)/", "data/"];

/** Pipelines in several folders, and `.dvc` files, each beside what it keeps, some of which say where that comes from. */
const project = fc
  .record({
    pipelines: fc.tuple(...folders.map(() => fc.option(pipeline, { nil: undefined, freq: 2 }))),
    kept: list(places.slice(0, 8), 3),
    imported: fc.option(fc.record({ from: fc.constantFrom(...places), to: fc.constantFrom(...besideOutputs) }), { nil: undefined }),
  })
  .map(({ pipelines, kept, imported }): DvcProject => {
    const files = pipelines.flatMap((each, at) => (each === undefined ? [] : [pipelineFile(folders[at] ?? "", each)]));
    const keptFiles = kept.map((path) => [`${path}.dvc`, `outs:\n- path: ${nameOf(path)}\n`] as const);
    const importFile =
      imported &&
      ([
        `${imported.to}.dvc`,
        `frozen: true\ndeps:\n- path: ${quoted(upFrom(imported.to) + imported.from)}\nouts:\n- path: ${nameOf(imported.to)}\n`,
      ] as const);
    return Object.fromEntries([...files, ...keptFiles, ...(importFile ? [importFile] : [])]);
  });

function pipelineFile(folder: string, { stages, isWdir }: typeof pipeline extends fc.Arbitrary<infer Value> ? Value : never) {
  const up = isWdir ? "" : upFrom(folder);
  const made = stages.map(({ deps, outs, params, loops }, at) => {
    const [read, write] = [deps, outs.map((each) => (loops ? `${each}/\${item}` : each))].map((paths) =>
      JSON.stringify(paths.map((path) => up + path)),
    );
    const wdir = isWdir && folder !== "" ? `wdir: ${upFrom(folder)}, ` : "";
    const parts = `cmd: run, ${wdir}deps: ${read}, outs: ${write}, params: [${params ? `{${up}params.yaml: [lr]}` : ""}]`;
    return `  s${at}: ${loops ? `{foreach: [p, q], do: {${parts}}}` : `{${parts}}`}\n`;
  });
  return [`${folder}dvc.yaml`, `stages:\n${made.join("")}`] as const;
}

function upFrom(path: string): string {
  return "../".repeat(path.split("/").length - 1);
}

function nameOf(path: string): string {
  return quoted(path.slice(path.lastIndexOf("/") + 1));
}

function quoted(path: string): string {
  return JSON.stringify(path);
}

/** A repository of several pipelines: a folder of another, `wdir`, a loop, an import of a local path, chains of `.dvc` files, and parts that stand alone. */
const told: DvcProject = {
  "dvc.yaml":
    "stages:\n  report:\n    cmd: run\n    deps: [models/a/model.pkl, models/b/p.pkl]\n    outs: [report.html]\n  alone:\n    cmd: run\n",
  "data/dvc.yaml":
    "stages:\n  prepare:\n    cmd: run\n    deps: [raw]\n    outs: [prepared.csv]\n  split:\n    cmd: run\n    deps: [prepared.csv]\n    outs: [split/train.csv, split/test.csv]\n",
  "data/raw.dvc": "outs:\n- path: raw\n",
  "data/unused.csv.dvc": "outs:\n- path: unused.csv\n",
  "models/a/dvc.yaml":
    "stages:\n  train:\n    wdir: ../..\n    cmd: run\n    deps: [data/split, labels/fraud.csv]\n    params: [conf/made.yaml: [lr]]\n    outs: [models/a/model.pkl]\n",
  "models/b/dvc.yaml": `stages:\n  fit:\n    foreach: [p, q]\n    do:\n      cmd: run\n      deps: [../../data/split/train.csv]\n      outs: ['\${item}.pkl']\n`,
  "labels/fraud.csv.dvc": "frozen: true\ndeps:\n- path: ../source/labels.csv\nouts:\n- path: fraud.csv\n",
  "source/labels.csv.dvc": "outs:\n- path: labels.csv\n",
  "conf/dvc.yaml": "stages:\n  write:\n    cmd: run\n    outs: [{made.yaml: {cache: false}}]\n",
  "exports/copy.html.dvc": "deps:\n- path: ../report.html\nouts:\n- path: copy.html\n",
};

/** What DVC reads of the sample. */
function sample(): DvcProject {
  const root = join(import.meta.dirname, "../../examples/fraud-detection");
  const paths = readdirSync(root, { recursive: true, encoding: "utf8" }).map((path) => path.replaceAll("\\", "/"));
  const read = paths.filter((path) => /(?:^|\/)(?:dvc\.yaml|params\.yaml|[^/]+\.dvc)$/.test(path));
  return Object.fromEntries(read.map((path) => [path, readFileSync(join(root, path), "utf8")]));
}

/** The graph that the page of a file gets, all loops unfolded and without data. */
async function graphOn(folder: PipelineFolder, path: string): Promise<PipelineGraph> {
  const uri = folder.uriOf(path);
  const ask = folder.host()[pipelineRequest.method] ?? assert.fail();
  const answer = (await ask({ uri, compares: false, scope: "repository" } as never)) as { ok: true; value: PipelineGraph };
  assert.equal(answer.ok, true, JSON.stringify(answer));
  const open = answer.value.nodes.filter(({ kind }) => kind === "group").map(({ id }) => id);
  return { ...answer.value, ...shownGraph(answer.value, { uri, open, showsData: false }) };
}

/** As `dvc dag` at the top of the repository calls it. */
function dvcName(node: PipelineNode, path: string): string {
  if (node.address === undefined) return node.kind === "tracked" || path === "dvc.yaml" ? node.name : `${path}:${node.name}`;
  return calledNode(node).replace(/^dvc\.yaml:/, "");
}

/** Does DVC come to a file? */
function isSeen(path: string, nodes: readonly string[]): boolean {
  return nodes.some((name) => name === path || name.startsWith(`${path}:`) || (path === "dvc.yaml" && !/:|\.dvc$/.test(name)));
}

/** Fails where the graph of any file of a repository is another than the one that DVC draws. */
async function assertDrawn(files: DvcProject, { nodes, edges }: Exclude<Drawn, { refused: true }>): Promise<void> {
  const folder = new PipelineFolder(files);
  try {
    for (const path of Object.keys(files).filter((each) => /dvc\.yaml$|\.dvc$/.test(each))) {
      const graph = await graphOn(folder, path);
      const names = new Map(graph.nodes.map((node) => [node.id, dvcName(node, path)]));
      if (!isSeen(path, nodes)) {
        assert.ok(graph.scope === "file" && graph.nodes.every(({ file }) => file === undefined), `${path} lies in an output`);
        continue;
      }
      const said = `the page of ${path} in ${JSON.stringify(files, undefined, 1)}`;
      assert.deepEqual([...names.values()].sort(), [...nodes].sort(), said);
      const ours = graph.edges.map(({ from, to }) => `${names.get(from)} -> ${names.get(to)}`);
      assert.deepEqual(ours.sort(), edges.map((edge) => edge.join(" -> ")).sort(), said);
    }
  } finally {
    folder.remove();
  }
}

describe("The graph of a repository, against the real `dvc dag`", function () {
  this.timeout(600_000);
  before(function () {
    needsDvc(this);
  });

  it("is what DVC draws of the sample, and of a repository of several pipelines with chains of .dvc files", async () => {
    const projects = [sample(), told];
    for (const [index, drawn] of (askDvc("dvcDagOracle.py", projects) as Drawn[]).entries()) {
      if ("refused" in drawn) assert.fail(`DVC refused ${index}`);
      await assertDrawn(projects[index] ?? {}, drawn);
    }
  });

  it(`is what DVC draws of generated ones, from whichever of its files it is asked for (${cases} cases, seed ${seed})`, async () => {
    const projects = fc.sample(project, { seed, numRuns: cases });
    const counts = { judged: 0, edges: 0, acrossFiles: 0, toKept: 0 };
    for (const [index, drawn] of (askDvc("dvcDagOracle.py", projects) as Drawn[]).entries()) {
      if ("refused" in drawn) continue;
      const fileOf = (name: string) => name.replace(/:[^:]*$/, "");
      counts.judged++;
      counts.edges += drawn.edges.length;
      counts.acrossFiles += drawn.edges.filter(
        ([from, to]) => from.includes("dvc.yaml:") && to.includes(":") && fileOf(from) !== fileOf(to),
      ).length;
      counts.toKept += drawn.edges.filter(([, to]) => to.endsWith(".dvc")).length;
      await assertDrawn(projects[index] ?? {}, drawn);
    }
    console.log(`      of ${cases} projects ${JSON.stringify(counts)}`);
    assert.ok(counts.judged > cases / 4 && counts.acrossFiles > cases / 20, "most of the projects say nothing");
  });
});

import assert from "node:assert/strict";
import fc from "fast-check";
import { dvcLens } from "#server/formats/dvc/lens.ts";
import type { DvcYamlModel } from "#server/formats/dvc/model.ts";
import { readDocument, recognise } from "#server/formats/formats.ts";
import { lookAround } from "#server/workspace/surroundings.ts";
import { shownGraph } from "#webviews/pipeline/shown.ts";
import { caseCount, seed } from "../generatedCases.ts";
import { type DvcProject, looksAt, uriOf } from "./dvcProjects.ts";
import { askDvc, needsDvc } from "./realDvc.ts";

type Drawn = { readonly refused: true } | { readonly edges: readonly (readonly [string, string])[] };

const cases = caseCount(30);

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
];

const list = (from: readonly string[], maxLength: number) => fc.uniqueArray(fc.constantFrom(...from), { maxLength });
const stage = fc.record({ deps: list(places, 3), outs: list(places.slice(6), 1), params: fc.boolean(), loops: fc.boolean() });

/** A pipeline at the top or in a folder, and `.dvc` files, each beside what it keeps. */
const project = fc
  .record({
    folder: fc.constantFrom("", "pipe/"),
    stages: fc.array(stage, { minLength: 1, maxLength: 4 }),
    kept: list(places.slice(0, 8), 3),
  })
  .map(({ folder, stages, kept }): DvcProject => {
    const up = folder === "" ? "" : "../";
    const made = stages.map(({ deps, outs, params, loops }, at) => {
      const [read, written] = [deps, outs.map((each) => (loops ? `${each}/\${item}` : each))].map((paths) =>
        JSON.stringify(paths.map((path) => up + path)),
      );
      const parts = `cmd: run, deps: ${read}, outs: ${written}, params: [${params ? `{${up}params.yaml: [lr]}` : ""}]`;
      return `  s${at}: ${loops ? `{foreach: [p, q], do: {${parts}}}` : `{${parts}}`}\n`;
    });
    const files = kept.map((path) => [`${path}.dvc`, `outs:\n- path: ${path.slice(path.lastIndexOf("/") + 1)}\n`] as const);
    return { [`${folder}dvc.yaml`]: `stages:\n${made.join("")}`, ...Object.fromEntries(files) };
  });

/** What leads to a stage of the pipeline, as the page draws it without data. */
async function edgesOf(files: DvcProject): Promise<string[]> {
  const path = Object.keys(files).find((each) => each.endsWith("dvc.yaml")) ?? "";
  const [uri, text] = [uriOf(path), files[path] ?? ""];
  const document = readDocument(recognise(uri, text) ?? assert.fail(), text, uri);
  const around = await lookAround(document, looksAt(files));
  const graph = (await dvcLens.graph?.(document.model as DvcYamlModel, uri, around.project, undefined)) ?? assert.fail();
  const open = graph.nodes.filter(({ kind }) => kind === "group").map(({ id }) => id);
  const shown = shownGraph(graph, { uri, open, showsData: false });
  const top = uriOf("");
  const names = new Map(
    shown.nodes.map(({ id, name, file }) => [
      id,
      file !== undefined ? decodeURI(file.slice(top.length)) : path === "dvc.yaml" ? name : `${path}:${name}`,
    ]),
  );
  return shown.edges.map(({ from, to }) => `${names.get(from)} -> ${names.get(to)}`).sort();
}

describe("What leads to a stage, against the real `dvc dag`", function () {
  this.timeout(600_000);
  before(function () {
    needsDvc(this);
  });

  it(`is what DVC draws, with the .dvc files that keep its data (${cases} cases, seed ${seed})`, async () => {
    const projects = fc.sample(project, { seed, numRuns: cases });
    let [judged, kept] = [0, 0];
    for (const [index, drawn] of (askDvc("dvcDagOracle.py", projects) as Drawn[]).entries()) {
      const files = projects[index] ?? {};
      if ("refused" in drawn) continue;
      judged++;
      const theirs = drawn.edges.filter(([, to]) => !to.endsWith(".dvc")).map((edge) => edge.join(" -> "));
      kept += theirs.filter((edge) => edge.includes(".dvc ->")).length;
      assert.deepEqual(await edgesOf(files), theirs.sort(), JSON.stringify(files, undefined, 1));
    }
    console.log(`      ${judged} of ${cases} projects, ${kept} times a .dvc file leads to a stage`);
    assert.ok(judged > cases / 4 && kept > judged / 4, "DVC refused most of the projects");
  });
});

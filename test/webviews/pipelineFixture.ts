import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { defaultSettings } from "#protocol/settings.ts";
import type { PipelineQuestion, PipelineState } from "#protocol/views/pipeline.ts";
import { pipelineReady, pipelineRequest } from "#protocol/views/pipeline.ts";
import { FileHashes } from "#server/dvc/status/hashes.ts";
import { nodeFiles } from "#server/nodeFiles.ts";
import { graphOfFile } from "#server/pipeline/graph.ts";
import { testWorld } from "#server/registry/testWorld.ts";
import { noFacts } from "#server/rules/rule.ts";
import { Checks } from "#server/workspace/checks.ts";
import { Workspace } from "#server/workspace/workspace.ts";
import type { Fixture } from "./harness.ts";

const { signal } = new AbortController();

/** A repository of DVC on disk, whose pipeline the real server part answers for. */
export class PipelineFolder {
  readonly #path = mkdtempSync(join(tmpdir(), "slipway-pipeline-"));
  readonly uri = pathToFileURL(join(this.#path, "dvc.yaml")).href;

  constructor(files: Readonly<Record<string, string>>) {
    mkdirSync(join(this.#path, ".dvc"));
    for (const [name, text] of Object.entries(files)) this.write(name, text);
  }

  uriOf(path: string): string {
    return pathToFileURL(join(this.#path, path)).href;
  }

  write(name: string, text: string): void {
    mkdirSync(dirname(join(this.#path, name)), { recursive: true });
    writeFileSync(join(this.#path, name), text);
  }

  /** What the page asks for, answered as the server does from what now stands on disk. */
  host(state: Partial<PipelineState> = {}): Fixture {
    const world = testWorld({ files: nodeFiles });
    const start = { folders: [pathToFileURL(this.#path).href], trusted: true, settings: defaultSettings };
    const hashes = new FileHashes(nodeFiles);
    return {
      [pipelineReady.method]: () => ({ uri: this.uri, open: [], ...state }),
      [pipelineRequest.method]: (question: PipelineQuestion) => {
        const workspace = new Workspace(world, { get: () => undefined }, start);
        return graphOfFile(question, { workspace, checks: new Checks(workspace, () => noFacts), hashes }, signal);
      },
    };
  }

  remove(): void {
    rmSync(this.#path, { recursive: true, force: true });
  }
}

export const usualPipeline = `stages:
  prepare:
    cmd: python src/prepare.py
    deps: [src/prepare.py, data/raw.csv]
    outs: [{data/prepared.csv: {cache: false}}]
  featurize:
    cmd: python src/featurize.py
    deps: [src/featurize.py, data/prepared.csv]
    params: [max_features]
    outs: [{data/features.npz: {cache: false}}]
  train:
    foreach: [linear, forest, boosting]
    do:
      cmd: python src/train.py \${item}
      deps: [src/train.py, data/features.npz]
      params: [lr]
      outs: [{"models/\${item}.pkl": {cache: false}}]
  evaluate:
    cmd: python src/evaluate.py
    deps: [src/evaluate.py, models/linear.pkl, models/forest.pkl, models/boosting.pkl]
    metrics: [{metrics.json: {cache: false}}]
  publish <b>now</b>:
    cmd: publish
    deps: [metrics.json]
    frozen: true
`;

/** A repository of several pipelines: chains of stages and `.dvc` files over its folders, and a part that stands alone. */
export const severalPipelines: Readonly<Record<string, string>> = {
  "dvc.yaml": `stages:
  report:
    cmd: python report.py
    deps: [models/fraud/model.pkl, models/risk/p.pkl]
    outs: [{report.html: {cache: false}}]
`,
  "data/dvc.yaml": `stages:
  prepare:
    cmd: python prepare.py
    deps: [raw]
    outs: [{prepared.csv: {cache: false}}]
  split:
    cmd: python split.py
    deps: [prepared.csv]
    outs: [{split/train.csv: {cache: false}}, {split/test.csv: {cache: false}}]
`,
  "data/raw.dvc": "outs:\n- path: raw\n",
  "data/unused.csv.dvc": "outs:\n- path: unused.csv\n",
  "labels/fraud.csv.dvc": "frozen: true\ndeps:\n- path: ../source/labels.csv\nouts:\n- path: fraud.csv\n",
  "source/labels.csv.dvc": "outs:\n- path: labels.csv\n",
  "models/fraud/dvc.yaml": `stages:
  train:
    wdir: ../..
    cmd: python train.py
    deps: [data/split, labels/fraud.csv]
    outs: [{models/fraud/model.pkl: {cache: false}}]
`,
  "models/risk/dvc.yaml": `stages:
  fit:
    foreach: [p, q]
    do:
      cmd: python fit.py
      deps: [../../data/split/train.csv]
      outs: [{"\${item}.pkl": {cache: false}}]
`,
  "docs <b>&/dvc.yaml": "stages:\n  publish:\n    cmd: publish\n",
};

/** Stages over many files, each of which begins with what the one before it writes. */
export function manyFiles(files: number, stagesOfEach: number): Record<string, string> {
  const stage = (file: number, at: number) => {
    const input = at > 0 ? `out_${Math.floor((at - 1) / 3)}` : file === 0 ? "raw.csv" : `../part_${Math.floor((file - 1) / 3)}/out_0`;
    return `  stage_${at}:\n    cmd: run ${at}\n    deps: [${input}, src/${at}.py]\n    outs: [out_${at}]\n`;
  };
  const text = (file: number) => `stages:\n${Array.from({ length: stagesOfEach }, (_, at) => stage(file, at)).join("")}`;
  return Object.fromEntries(Array.from({ length: files }, (_, file) => [`part_${file}/dvc.yaml`, text(file)]));
}

/** A chain of stages with branches, as wide as long. */
export function manyStages(count: number): string {
  const stage = (at: number) =>
    `  stage_${at}:\n    cmd: run ${at}\n    deps: [out_${Math.floor((at - 1) / 3)}, src/${at}.py]\n    outs: [out_${at}]\n`;
  return `stages:\n${Array.from({ length: count }, (_, at) => stage(at)).join("")}`;
}

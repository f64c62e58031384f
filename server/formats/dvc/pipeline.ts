import type { ExpressionUse } from "../../dvc/interpolate.ts";
import { readParamsFile } from "../../dvc/paramsFile.ts";
import { placed } from "../../dvc/places.ts";
import { Problems } from "../../dvc/problems.ts";
import type { DvcPart, GraphStage } from "../../dvc/project.ts";
import { type Resolution, resolveTemplates } from "../../dvc/resolve.ts";
import { type PartProblem, partsOf, type StageParts } from "../../dvc/stageParts.ts";
import type { ParamsFiles } from "../../dvc/vars.ts";
import type { Project } from "../../rules/rule.ts";
import type { DvcYamlModel } from "./model.ts";

/** A `dvc.yaml` with its templates resolved, as far as the files that they rest on are known. */
export interface Pipeline extends Resolution {
  readonly parts: readonly StageParts[];
  readonly partProblems: readonly PartProblem[];
}

const nothing: Pipeline = { stages: [], parts: [], partProblems: [], problems: [], asked: [] };

const known = new WeakMap<Project, WeakMap<DvcYamlModel, Pipeline>>();

/** Worked out once for a file in its surroundings: every rule asks for it. */
export function pipelineOf(model: DvcYamlModel, project: Project): Pipeline {
  const ofProject = known.get(project) ?? new WeakMap<DvcYamlModel, Pipeline>();
  known.set(project, ofProject);
  const pipeline = ofProject.get(model) ?? resolve(model, project);
  ofProject.set(model, pipeline);
  return pipeline;
}

/** Every expression of the file that is resolved, and what with. */
export function resolvedAloud({ root, text }: DvcYamlModel, project: Project): readonly ExpressionUse[] {
  const uses: ExpressionUse[] = [];
  if (root !== undefined) resolveTemplates(root, text, filesOf(project), {}, (use) => uses.push(use));
  return uses;
}

function filesOf(project: Project): ParamsFiles {
  return (path) => {
    const found = project.read(path, readParamsFile);
    return found.kind === "read" ? found.data : found;
  };
}

function resolve({ root, text }: DvcYamlModel, project: Project): Pipeline {
  if (root === undefined) return nothing;
  const resolution = resolveTemplates(root, text, filesOf(project));
  const problems = new Problems<PartProblem>();
  const parts = resolution.stages.map((stage) => partsOf(stage, problems));
  return { ...resolution, parts, partProblems: problems.all };
}

/** What the file adds to the graph of its repository; undefined: DVC cannot read it. */
export function graphPartOf(model: DvcYamlModel, uri: string, project: Project): DvcPart | undefined {
  if (model.yamlProblems.length > 0) return undefined;
  const stages = pipelineOf(model, project).parts.flatMap(({ stage: { name, folder }, deps, params, outs }): readonly GraphStage[] =>
    folder === undefined ? [] : [{ name, deps: placed([...deps, ...params], folder, uri), outs: placed(outs, folder, uri) }],
  );
  return { stages };
}

/** Params files that the templates rest on, by their paths from the folder of the file. */
export function paramsFilesOf(model: DvcYamlModel, project: Project): readonly string[] {
  return pipelineOf(model, project).asked;
}

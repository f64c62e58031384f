import type { ConfigModel } from "../formats/format.ts";
import type { Project } from "../rules/rule.ts";
import type { ExpressionUse } from "./interpolate.ts";
import { readParamsFile } from "./paramsFile.ts";
import { placed } from "./places.ts";
import { Problems } from "./problems.ts";
import type { DvcPart, GraphStage } from "./project.ts";
import { type Resolution, type ResolvedStage, resolveTemplates } from "./resolve.ts";
import { type PartProblem, partsOf, type StageParts } from "./stageParts.ts";
import { defaultParamsFile, type ParamsFile, type ParamsFiles } from "./vars.ts";

/** A `dvc.yaml` with its templates resolved, as far as the files that they rest on are known. */
export interface Pipeline extends Resolution {
  readonly parts: readonly StageParts[];
  readonly partProblems: readonly PartProblem[];
}

const nothing: Pipeline = { stages: [], parts: [], partProblems: [], problems: [], asked: [] };

interface Resolved {
  readonly pipeline: Pipeline;
  /** The params files that it rests on, as they were. */
  readonly rests: ReadonlyMap<string, ParamsFile>;
  /** Where they were found to be so last. */
  project: Project;
}

const known = new WeakMap<ConfigModel, Resolved>();

/** Worked out once for a text, as long as the params files that it rests on are the same: every rule asks for it, and so does the graph. */
export function pipelineOf(model: ConfigModel, project: Project): Pipeline {
  const before = known.get(model);
  if (before !== undefined && (before.project === project || restsOnSame(before, project))) {
    before.project = project;
    return before.pipeline;
  }
  const rests = new Map<string, ParamsFile>();
  const pipeline = resolve(model, filesOf(project), rests);
  known.set(model, { pipeline, rests, project });
  return pipeline;
}

function restsOnSame({ rests }: Resolved, project: Project): boolean {
  const files = filesOf(project);
  return [...rests].every(([path, was]) => {
    const now = files(path);
    return now === was || (now.kind === was.kind && now.kind !== "read" && now.kind !== "broken");
  });
}

const expressions = new WeakMap<Pipeline, readonly ExpressionUse[]>();

/** Every expression of the file that is resolved, and what with: the same for the same pipeline. */
export function resolvedAloud(model: ConfigModel, project: Project): readonly ExpressionUse[] {
  const { root, text } = model;
  if (root === undefined) return [];
  const pipeline = pipelineOf(model, project);
  const before = expressions.get(pipeline);
  if (before !== undefined) return before;
  const uses: ExpressionUse[] = [];
  resolveTemplates(root, text, filesOf(project), {}, (use) => uses.push(use));
  expressions.set(pipeline, uses);
  return uses;
}

/** Params files as they are found. */
export function filesOf(project: Project): ParamsFiles {
  return (path) => {
    const found = project.read(path, readParamsFile);
    return found.kind === "read" ? found.data : found;
  };
}

function resolve({ root, text }: ConfigModel, files: ParamsFiles, rests: Map<string, ParamsFile>): Pipeline {
  if (root === undefined) return nothing;
  const resolution = resolveTemplates(root, text, (path) => {
    const file = files(path);
    rests.set(path, file);
    return file;
  });
  const problems = new Problems<PartProblem>();
  const parts = resolution.stages.map((stage) => partsOnce(stage, problems));
  return { ...resolution, parts, partProblems: problems.all };
}

/** What was worked out of a stage. */
interface KnownStage {
  readonly parts: StageParts;
  /** The stage in the graph, as the file at a URI has it. */
  placed?: { readonly uri: string; readonly stage: GraphStage };
}

/** Of stages in which nothing is wrong: one that an edit left as it was is the same object, and is not gone through again. */
const knownStages = new WeakMap<ResolvedStage, KnownStage>();

function partsOnce(stage: ResolvedStage, problems: Problems<PartProblem>): StageParts {
  const known = knownStages.get(stage);
  if (known !== undefined) return known.parts;
  const before = problems.added;
  const parts = partsOf(stage, problems);
  if (problems.added === before) knownStages.set(stage, { parts });
  return parts;
}

const partsOfGraph = new WeakMap<Pipeline, DvcPart>();

/** What the file adds to the graph of its repository, the same for the same pipeline; undefined: DVC cannot read it. */
export function graphPartOf(model: ConfigModel, uri: string, project: Project): DvcPart | undefined {
  if (model.yamlProblems.length > 0) return undefined;
  const pipeline = pipelineOf(model, project);
  const part = partsOfGraph.get(pipeline) ?? graphPart(pipeline, uri);
  partsOfGraph.set(pipeline, part);
  return part;
}

/** A stage, and where what it reads and writes stands. */
export interface PlacedStage extends GraphStage {
  readonly parts: StageParts;
}

/** The stages whose folder is known, in the order of the file. */
export function placedStages(model: ConfigModel, uri: string, project: Project): PlacedStage[] {
  return pipelineOf(model, project).parts.flatMap((parts) => {
    const stage = graphStage(parts, uri);
    return stage === undefined ? [] : [{ ...stage, parts }];
  });
}

function graphPart({ parts }: Pipeline, uri: string): DvcPart {
  return { stages: parts.map((each) => graphStage(each, uri)).filter((stage) => stage !== undefined) };
}

function graphStage(parts: StageParts, uri: string): GraphStage | undefined {
  const { name, folder } = parts.stage;
  const known = knownStages.get(parts.stage);
  if (folder === undefined || known?.placed?.uri === uri) return known?.placed?.stage;
  const deps = placed([...parts.deps, ...parts.params], folder, uri);
  const stage = { name, deps, outs: placed(parts.outs, folder, uri) };
  if (known !== undefined) known.placed = { uri, stage };
  return stage;
}

/** What every file rests on, known before it is read. */
export const usualParamsFiles = [defaultParamsFile];

/** Params files that the templates rest on, by their paths from the folder of the file. */
export function paramsFilesOf(model: ConfigModel, project: Project): readonly string[] {
  return pipelineOf(model, project).asked;
}
